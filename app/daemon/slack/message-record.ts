import { z } from 'zod';
import type { StoredEvent } from '../../../lib/ledger/ledger.ts';
import type { Notice } from '../../../lib/reply/noticeboard.ts';

/** Where a message hangs. */
export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** What the ledger knows of one message. */
export interface MessageRecord extends Pick<Notice, 'requestId' | 'kind'> {
  /** The conversation it was to be posted in, before it was. */
  readonly channel: string;
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
        channel: event.channel,
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
