import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { errorReply } from '../../../lib/operation/replies.ts';
import type { Inside, Prepared, Surface } from '../../../lib/operation/surface.ts';
import { buttons, code, type Form, line, type Reply, replyOf } from '../../../lib/reply/reply.ts';
import { slackLimits } from './limits.ts';
import type { WayBack } from './received.ts';
import { renderForm, renderPlanning, renderWords } from './render-form.ts';
import { renderReply } from './render-reply.ts';
import type { Whisper } from './whisper.ts';

/** Sends the acknowledgement of one envelope, with or without a payload. */
export type Acknowledge = (payload?: Readonly<Record<string, unknown>>) => Promise<void>;

/** What a surface in Slack works with. */
export interface SlackSurfacePorts {
  readonly views: Pick<WebClient['views'], 'open' | 'update'>;
  readonly whisper: Whisper;
  readonly log: Log;
}

const payloadOf = (
  inside: Inside | undefined,
  back: WayBack,
): Readonly<Record<string, unknown>> | undefined => {
  if (inside?.kind === 'reply' && back.inside === 'message') {
    return { response_type: 'ephemeral', ...renderReply(inside.reply) };
  }
  return inside?.kind === 'field-errors' && back.inside === 'form'
    ? { response_action: 'errors', errors: inside.errors }
    : undefined;
};

/** What was to stand inside an acknowledgement, as words of their own. */
const aloud = (inside: Inside): Reply =>
  inside.kind === 'reply' ? inside.reply : errorReply(Object.values(inside.errors).join(' '));

/** Where a form cannot open by itself (messages have no trigger id), a button opens it. */
const openerReply = ({ title: heading, command }: Form): Reply =>
  command.length > slackLimits.buttonValue
    ? errorReply(
        'Something is missing, and this is too long for a form. Please give all arguments.',
      )
    : replyOf(
        line('Something is missing: ', code(command)),
        buttons({ label: heading, command, style: 'primary' }),
      );

/** The way back to whoever sent one envelope. */
export const createSlackSurface = (
  back: WayBack,
  acknowledge: Acknowledge,
  { views, whisper, log }: SlackSurfacePorts,
): Surface => {
  const reply = (said: Reply): Promise<void> => whisper(back, renderReply(said));

  const open = async (form: Form, triggerId: string): Promise<void> => {
    const view = renderForm(form, back.channel);
    if (view === undefined) {
      await reply(
        errorReply('That is too long for a form. Please give all arguments in the command.'),
      );
      return;
    }
    try {
      await views.open({ trigger_id: triggerId, view });
    } catch (error) {
      log.warn('slack.form_not_opened', { operation: form.operation, error: describeError(error) });
      await reply(openerReply(form));
    }
  };

  /** Fills a form that is open; where that does not work, the words go another way. */
  const fill = async (viewId: string, view: ModalView | undefined, otherwise: Reply) => {
    try {
      if (view !== undefined) {
        await views.update({ view_id: viewId, view });
        return;
      }
    } catch (error) {
      log.warn('slack.form_not_filled', { error: describeError(error) });
    }
    await reply(otherwise);
  };

  const ask = (form: Form): Promise<void> =>
    back.triggerId === undefined ? reply(openerReply(form)) : open(form, back.triggerId);

  const prepare = async (title: string): Promise<Prepared> => {
    const { triggerId } = back;
    if (triggerId === undefined) {
      return { ask, reply };
    }
    try {
      const { view } = await views.open({ trigger_id: triggerId, view: renderPlanning(title) });
      const id = view?.id;
      return id === undefined
        ? { ask: (form) => reply(openerReply(form)), reply }
        : {
            ask: (form) => fill(id, renderForm(form, back.channel), openerReply(form)),
            reply: (said) => fill(id, renderWords(title, said), said),
          };
    } catch (error) {
      log.warn('slack.form_not_opened', { error: describeError(error) });
      return { ask: (form) => reply(openerReply(form)), reply };
    }
  };

  return {
    prepare,
    acknowledge: async (inside) => {
      const payload = payloadOf(inside, back);
      try {
        await acknowledge(payload);
      } catch (error) {
        // The socket went away under us. What was recorded is done all the same, and what was to be said inside the
        // acknowledgement goes another way.
        log.warn('slack.ack_failed', { error: describeError(error) });
        if (inside !== undefined) {
          await reply(aloud(inside));
        }
        return;
      }
      if (inside?.kind === 'reply' && payload === undefined) {
        await reply(inside.reply);
      }
    },
    reply,
    ask,
  };
};
