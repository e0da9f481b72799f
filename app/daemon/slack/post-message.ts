import { z } from 'zod';
import type { Clock, EpochMillis } from '../../../lib/kernel/clock.ts';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import type { Notice } from '../../../lib/reply/noticeboard.ts';
import { callFailureOf, restAfter } from './call-failure.ts';
import type { MessagePlace } from './message-record.ts';
import type { Pacer } from './pacer.ts';
import type { SlackMessage } from './render-reply.ts';
import type { WebClients } from './web-clients.ts';

/** Says which of our messages a message is; every member of the workspace can read it. */
export type MessageTag = Readonly<Record<'request_id' | 'kind', string>>;

/** The tag of a notice's message. */
export const tagOf = ({ requestId, kind }: Pick<Notice, 'requestId' | 'kind'>): MessageTag => ({
  request_id: requestId,
  kind,
});

/** What a message is called where it waits for its turn. */
export const keyOf = ({ request_id, kind }: MessageTag): string => `${request_id}/${kind}`;

/** What posting and editing work with. */
export interface PostPorts {
  readonly web: WebClients;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly log: Log;
}

/** The metadata's type by which we know our messages again. */
const messageType = 'quartermaster_message';

/** How often a post is tried. */
const maxTries = 8;

const historyMessage = z.object({
  ts: z.string(),
  metadata: z.object({
    event_type: z.literal(messageType),
    event_payload: z.object({ request_id: z.string(), kind: z.string() }),
  }),
});

/** How far back we look; 2,000 messages since one of ours was to be posted is more than any approval channel has. */
const maxPages = 10;

/** How often we look, where Slack only could not answer; the library has tried several times for each. */
const maxSearches = 3;

const carries = (message: unknown, tag: MessageTag): string | undefined => {
  const ours = historyMessage.safeParse(message).data;
  const payload = ours?.metadata.event_payload;
  return payload?.request_id === tag.request_id && payload.kind === tag.kind ? ours?.ts : undefined;
};

const search = async (
  { web, log }: PostPorts,
  channel: string,
  tag: MessageTag,
  since: EpochMillis,
): Promise<MessagePlace | undefined> => {
  let cursor: string | undefined;
  for (let page = 1; page <= maxPages; page += 1) {
    const { messages = [], response_metadata: more } = await web.repeatable.conversations.history({
      channel,
      include_all_metadata: true,
      limit: 200,
      // Slack's clock and ours may differ by a little.
      oldest: String((since - 60_000) / 1_000),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const ts = messages.map((message) => carries(message, tag)).find((each) => each !== undefined);
    cursor = more?.next_cursor || undefined;
    if (ts !== undefined || cursor === undefined) {
      return ts === undefined ? undefined : { channel, ts };
    }
  }
  log.warn('slack.history_too_long', { ...tag, consequence: 'the message may appear twice' });
  return undefined;
};

/**
 * Looks for the message in the conversation, where it may have arrived although nobody told us. Undefined when it is
 * not there, or when we may not look: then it may appear twice, and the log says why.
 */
export const findPosted = async (
  ports: PostPorts,
  channel: string,
  tag: MessageTag,
  since: EpochMillis,
): Promise<MessagePlace | undefined> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await search(ports, channel, tag, since);
    } catch (error) {
      const failure = callFailureOf(error);
      if (failure.kind === 'refused' || tries === maxSearches) {
        ports.log.warn('slack.history_unavailable', {
          ...tag,
          error: describeError(error),
          consequence: 'the message may appear twice',
        });
        return undefined;
      }
      await restAfter(failure, tries, ports.clock);
    }
  }
};

/**
 * Posts a message once: after an answer that was lost it is looked for before it is posted again. Whoever calls this has
 * waited for the first turn in the channel's lane. Undefined when Slack refuses it for good, or has not taken it after
 * eight tries; the log says so.
 */
export const postMessage = async (
  ports: PostPorts,
  channel: string,
  message: SlackMessage,
  tag: MessageTag,
): Promise<MessagePlace | undefined> => {
  const { web, clock, log, pacer } = ports;
  const begun = clock.now();
  const metadata = { event_type: messageType, event_payload: { ...tag } };
  for (let tries = 1; tries <= maxTries; tries += 1) {
    try {
      const { ts, channel: place = channel } = await web.once.chat.postMessage({
        ...message,
        channel,
        metadata,
      });
      return ts === undefined ? undefined : { channel: place, ts };
    } catch (error) {
      const failure = callFailureOf(error);
      log.warn('slack.post_failed', { ...tag, channel, tries, error: describeError(error) });
      if (failure.kind === 'refused') {
        return undefined;
      }
      const lane = pacer.posts(channel);
      await restAfter(failure, tries, clock, lane);
      const mayHaveArrived = failure.kind === 'passing' && failure.mayHaveArrived;
      const found = mayHaveArrived ? await findPosted(ports, channel, tag, begun) : undefined;
      if (found !== undefined) {
        return found;
      }
      await lane.turn(keyOf(tag));
    }
  }
  return undefined;
};
