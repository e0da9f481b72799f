import type { Clock } from '../../../../lib/kernel/clock.ts';
import type { JsonObject } from '../json.ts';
import type { Changes } from './changes.ts';

/** What a message says. */
export interface MessageContent {
  readonly text: string;
  /** Blocks with every block_id and action_id filled in. */
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata?: JsonObject | undefined;
}

/** One message as it stands; an edit replaces the record, so a record once read is a snapshot. */
export interface Message extends MessageContent {
  /** `seconds.micros`, unique in the workspace; it names the message within its channel. */
  readonly ts: string;
  readonly channel: string;
  /** A person id, or USLACKBOT for what Slack itself says. */
  readonly author: string;
  readonly threadTs?: string | undefined;
  /** The one person who sees it; absent: everybody in the channel. */
  readonly ephemeralTo?: string | undefined;
  readonly edited?: { readonly user: string; readonly ts: string };
  /** Whether it only shows the command that somebody typed; such a line is not in the history. */
  readonly isCommandEcho?: boolean | undefined;
  /** The action ids of elements that carry a warning mark, because their click was not acknowledged. */
  readonly warnings: readonly string[];
}

/** A message to be posted. */
export type MessageDraft = Partial<MessageContent> &
  Pick<Message, 'channel' | 'author' | 'threadTs' | 'ephemeralTo' | 'isCommandEcho'>;

/** The messages of all channels. */
export interface Messages {
  post(draft: MessageDraft): Message;
  find(channel: string, ts: string): Message | undefined;
  /** Replaces parts of a message; undefined if it is gone. */
  change(channel: string, ts: string, parts: Partial<Message>): Message | undefined;
  remove(channel: string, ts: string): boolean;
  /** Oldest first; those for one person only are among them. */
  in(channel: string): readonly Message[];
  /** A fresh ts, later than every other. */
  stamp(): string;
}

/** The author of what Slack itself says to a person. */
export const slackbot = 'USLACKBOT';

const createStamps = (clock: Clock): (() => string) => {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock.now() * 1_000);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
};

/** No messages yet. */
export const createMessages = (clock: Clock, changes: Changes): Messages => {
  const channels = new Map<string, Map<string, Message>>();
  const stamp = createStamps(clock);
  const put = (message: Message): Message => {
    const messages = channels.get(message.channel) ?? new Map<string, Message>();
    channels.set(message.channel, messages.set(message.ts, message));
    changes.emit({ kind: 'message', channel: message.channel, ts: message.ts });
    return message;
  };
  const find = (channel: string, ts: string): Message | undefined => channels.get(channel)?.get(ts);

  return {
    post: (draft) =>
      put({ text: '', blocks: [], attachments: [], warnings: [], ...draft, ts: stamp() }),
    find,
    change: (channel, ts, parts) => {
      const message = find(channel, ts);
      return message && put({ ...message, ...parts });
    },
    remove: (channel, ts) => {
      const removed = channels.get(channel)?.delete(ts) ?? false;
      if (removed) {
        changes.emit({ kind: 'message', channel, ts });
      }
      return removed;
    },
    in: (channel) => [...(channels.get(channel)?.values() ?? [])],
    stamp,
  };
};
