import type { Clock } from '../../../lib/kernel/clock.ts';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { type CallFailure, callFailureOf, restAfter } from './call-failure.ts';
import type { Pacer } from './pacer.ts';
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
  /** Answers that everybody in a conversation can read share its lane with the cards. */
  readonly pacer: Pick<Pacer, 'posts'>;
  readonly post: (url: string, body: unknown) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the last way is tried. */
const maxTries = 4;

type Way = () => Promise<unknown>;

const waysTo = (
  { web, pacer, post }: WhisperPorts,
  { user, channel, thread, responseUrl }: Listener,
  message: SlackMessage,
): { readonly near: readonly Way[]; readonly last: Way } => ({
  near: [
    ...(channel === undefined || thread === undefined
      ? []
      : [
          async () => {
            await pacer.posts(channel).turn(`answers/${user}`);
            await web.once.chat.postMessage({ ...message, channel, thread_ts: thread });
          },
        ]),
    ...(responseUrl === undefined
      ? []
      : [
          () =>
            post(responseUrl, { ...message, response_type: 'ephemeral', replace_original: false }),
        ]),
    ...(channel === undefined || channel.startsWith('D')
      ? []
      : [() => web.once.chat.postEphemeral({ ...message, channel, user })]),
  ],
  last: () => web.once.chat.postMessage({ ...message, channel: user }),
});

/**
 * Tries the ways in turn: the thread of a mention, the response_url (works also where the app is no member), an ephemeral
 * message in the conversation, and a direct message at last. None is waited for but the last, which is tried again where
 * another try may work: an answer heard twice, because Slack's own answer was lost, is better than none.
 */
export const createWhisper = (ports: WhisperPorts): Whisper => {
  const { clock, log } = ports;
  return async (listener, message) => {
    const { near, last } = waysTo(ports, listener, message);
    const { user } = listener;
    const failureOf = async (way: Way): Promise<CallFailure | undefined> => {
      try {
        await way();
        return undefined;
      } catch (error) {
        log.warn('slack.whisper_failed', { user, error: describeError(error) });
        return callFailureOf(error);
      }
    };
    for (const way of near) {
      if ((await failureOf(way)) === undefined) {
        return;
      }
    }
    for (let tries = 1; tries <= maxTries; tries += 1) {
      const failure = await failureOf(last);
      if (failure === undefined) {
        return;
      }
      if (failure.kind === 'refused') {
        break;
      }
      await restAfter(failure, tries, clock);
    }
    log.error('slack.answer_lost', { user });
  };
};
