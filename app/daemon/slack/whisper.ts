import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import type { SlackMessage } from './render-reply.ts';
import type { WebClients } from './web-clients.ts';

/** Where somebody can be told something; only they see it, but in the thread of a mention. */
export interface Listener {
  readonly user: string;
  readonly channel?: string;
  /** See WayBack. */
  readonly thread?: string;
  /** See WayBack. */
  readonly responseUrl?: string;
}

/** Tells one person something, where they asked. Never rejects: what could not be told is logged. */
export type Whisper = (listener: Listener, message: SlackMessage) => Promise<void>;

/** What the whisper needs. `post` sends JSON to a response_url and resolves when Slack took it. */
export interface WhisperPorts {
  readonly web: WebClients;
  readonly post: (url: string, body: unknown) => Promise<void>;
  readonly log: Log;
}

/**
 * Tries the ways in turn: the thread of a mention, the response_url (works also where the app is no member), an ephemeral
 * message in the conversation, and a direct message at last.
 */
export const createWhisper = ({ web, post, log }: WhisperPorts): Whisper => {
  const ways = ({ user, channel, thread, responseUrl }: Listener, message: SlackMessage) => [
    ...(channel === undefined || thread === undefined
      ? []
      : [() => web.once.chat.postMessage({ ...message, channel, thread_ts: thread })]),
    ...(responseUrl === undefined
      ? []
      : [
          () =>
            post(responseUrl, { ...message, response_type: 'ephemeral', replace_original: false }),
        ]),
    ...(channel === undefined || channel.startsWith('D')
      ? []
      : [() => web.once.chat.postEphemeral({ ...message, channel, user })]),
    () => web.once.chat.postMessage({ ...message, channel: user }),
  ];
  return async (listener, message) => {
    for (const way of ways(listener, message)) {
      try {
        await way();
        return;
      } catch (error) {
        log.warn('slack.whisper_failed', { user: listener.user, error: describeError(error) });
      }
    }
    log.error('slack.answer_lost', { user: listener.user });
  };
};
