import { describeError } from '../../../lib/kernel/errors.ts';
import { errorReply } from '../../../lib/operation/replies.ts';
import type { Inside, Surface } from '../../../lib/operation/surface.ts';
import type { Reply } from '../../../lib/reply/reply.ts';
import type { WayBack } from './received.ts';
import { renderReply } from './render-reply.ts';
import { createSlackForms, type SlackFormPorts } from './slack-forms.ts';
import type { Whisper } from './whisper.ts';

/** Sends the acknowledgement of one envelope, with or without a payload. */
export type Acknowledge = (payload?: Readonly<Record<string, unknown>>) => Promise<void>;

/** What a surface in Slack works with. */
export interface SlackSurfacePorts extends Pick<SlackFormPorts, 'views' | 'log'> {
  readonly whisper: Whisper;
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

/** The way back to whoever sent one envelope. */
export const createSlackSurface = (
  back: WayBack,
  acknowledge: Acknowledge,
  { views, whisper, log }: SlackSurfacePorts,
): Surface => {
  const reply = (said: Reply): Promise<void> => whisper(back, renderReply(said));
  return {
    ...createSlackForms(back, { views, reply, log }),
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
  };
};
