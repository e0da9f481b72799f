import { z } from 'zod';
import type { StoredEvent } from '../../../lib/ledger/ledger.ts';
import type { Notice } from '../../../lib/reply/noticeboard.ts';

/** Where a message hangs. */
export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** Where a message is posted: in a conversation, there under a message if one is told. */
export interface MessageTarget {
  readonly channel: string;
  readonly thread?: string;
}

/** What the ledger knows of one message. */
export interface MessageRecord extends Pick<Notice, 'requestId' | 'kind'> {
  /** Where it was to be posted, before it was. */
  readonly target: MessageTarget;
  /** When that was written down; milliseconds since 1970. */
  readonly postingAt: number;
  /** Absent while it is not known whether Slack has it. */
  readonly place?: MessagePlace;
  /** The revision of the words that it shows; present iff `place` is. */
  readonly revision?: string;
}

const posting = z.object({
  event: z.literal('message.posting'),
  requestId: z.templateLiteral(['req-', z.string()]),
  kind: z.string(),
  channel: z.string(),
  thread: z.exactOptional(z.string()),
});
const posted = z.object({
  event: z.literal('message.posted'),
  channel: z.string(),
  ts: z.string(),
  revision: z.string(),
});
const edited = z.object({ event: z.literal('message.edited'), revision: z.string() });
const messageEvent = z.discriminatedUnion('event', [posting, posted, edited]);

/** Something that happened to a message, as it stands in the ledger. */
export type MessageEvent = z.infer<typeof messageEvent>;

const targetOf = ({ channel, thread }: MessageTarget): MessageTarget => ({
  channel,
  ...(thread === undefined ? {} : { thread }),
});

/** The record after one more event. */
export const evolveMessage = (
  record: MessageRecord | undefined,
  stored: StoredEvent,
): MessageRecord | undefined => {
  const event = messageEvent.safeParse(stored).data;
  switch (event?.event) {
    case 'message.posting':
      return {
        requestId: event.requestId,
        kind: event.kind,
        target: targetOf(event),
        postingAt: Date.parse(stored.timestamp),
      };
    case 'message.posted':
      return (
        record && {
          ...record,
          place: { channel: event.channel, ts: event.ts },
          revision: event.revision,
        }
      );
    case 'message.edited':
      return record && { ...record, revision: event.revision };
    case undefined:
      return record;
    default:
      return event satisfies never;
  }
};
