import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { errorReply } from '../../../lib/operation/replies.ts';
import type { Prepared, Surface } from '../../../lib/operation/surface.ts';
import { buttons, code, type Form, line, type Reply, replyOf } from '../../../lib/reply/reply.ts';
import { slackLimits } from './limits.ts';
import type { WayBack } from './received.ts';
import { renderForm, renderPlanning, renderWords } from './render-form.ts';

/** What forms in Slack work with. `reply` says what cannot be shown in a form; it never rejects. */
export interface SlackFormPorts {
  readonly views: Pick<WebClient['views'], 'open' | 'update'>;
  readonly reply: (reply: Reply) => Promise<void>;
  readonly log: Log;
}

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

/** A form that shows only its title so far. Where it cannot be filled any more, the words go another way. */
const openedForm = (
  viewId: string,
  title: string,
  channel: string | undefined,
  { views, reply, log }: SlackFormPorts,
): Prepared => {
  const fill = async (view: ModalView | undefined, otherwise: Reply): Promise<void> => {
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
  return {
    ask: (form) => fill(renderForm(form, channel), openerReply(form)),
    reply: (said) => fill(renderWords(title, said), said),
  };
};

/** Opens forms for whoever sent one envelope: as long as its trigger id is good for that, and by a button else. */
export const createSlackForms = (
  { triggerId, channel }: Pick<WayBack, 'triggerId' | 'channel'>,
  ports: SlackFormPorts,
): Pick<Surface, 'ask' | 'prepare'> => {
  const { views, reply, log } = ports;

  const offer = (form: Form): Promise<void> => reply(openerReply(form));

  const open = async (form: Form, trigger: string): Promise<void> => {
    const view = renderForm(form, channel);
    if (view === undefined) {
      await reply(
        errorReply('That is too long for a form. Please give all arguments in the command.'),
      );
      return;
    }
    try {
      await views.open({ trigger_id: trigger, view });
    } catch (error) {
      log.warn('slack.form_not_opened', { operation: form.operation, error: describeError(error) });
      await offer(form);
    }
  };

  return {
    ask: (form) => (triggerId === undefined ? offer(form) : open(form, triggerId)),
    prepare: async (title) => {
      const offered: Prepared = { ask: offer, reply };
      if (triggerId === undefined) {
        return offered;
      }
      try {
        const { view } = await views.open({ trigger_id: triggerId, view: renderPlanning(title) });
        return view?.id === undefined ? offered : openedForm(view.id, title, channel, ports);
      } catch (error) {
        log.warn('slack.form_not_opened', { error: describeError(error) });
        return offered;
      }
    },
  };
};
