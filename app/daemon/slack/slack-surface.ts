import type { WebClient } from '@slack/web-api';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { errorReply } from '../../../lib/operation/replies.ts';
import type { Inside, Surface } from '../../../lib/operation/surface.ts';
import type { Form, Reply } from '../../../lib/reply/reply.ts';
import { renderForm } from './render-form.ts';
import { renderReply } from './render-reply.ts';
import type { WayBack } from './to-incoming.ts';
import type { Whisper } from './whisper.ts';

/** Sends the acknowledgement of one envelope, with or without a payload. */
export type Acknowledge = (payload?: Readonly<Record<string, unknown>>) => Promise<void>;

/** What a surface in Slack works with. */
export interface SlackSurfacePorts {
  readonly views: Pick<WebClient['views'], 'open'>;
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

/** The way back to whoever sent one envelope. */
export const createSlackSurface = (
  back: WayBack,
  acknowledge: Acknowledge,
  { views, whisper, log }: SlackSurfacePorts,
): Surface => {
  const reply = (said: Reply): Promise<void> => whisper(back, renderReply(said));

  const open = async (form: Form, triggerId: string): Promise<void> => {
    try {
      await views.open({ trigger_id: triggerId, view: renderForm(form, back.channel) });
    } catch (error) {
      log.warn('slack.form_not_opened', { operation: form.operation, error: describeError(error) });
      await reply(
        errorReply(
          'The form could not be opened. Please try again, or give all arguments in the command.',
        ),
      );
    }
  };

  return {
    acknowledge: async (inside) => {
      const payload = payloadOf(inside, back);
      try {
        await acknowledge(payload);
      } catch (error) {
        // The socket went away under us. What was recorded is done all the same, and what was to be said inside the
        // acknowledgement goes another way.
        log.warn('slack.ack_failed', { error: describeError(error) });
        if (inside?.kind === 'reply') {
          await reply(inside.reply);
        }
        return;
      }
      if (inside?.kind === 'reply' && payload === undefined) {
        await reply(inside.reply);
      }
    },
    reply,
    ask: (form) =>
      back.triggerId === undefined
        ? reply(errorReply('Something is missing. Please give all arguments in the command.'))
        : open(form, back.triggerId),
  };
};
