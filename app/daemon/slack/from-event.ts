import { z } from 'zod';
import type { Received } from './received.ts';

const eventCallback = z.object({
  type: z.literal('event_callback'),
  event_id: z.string(),
  event: z.unknown(),
});

/** A mention in a channel, or a message in the direct conversation with the app. */
const spoken = z.object({
  type: z.enum(['app_mention', 'message']),
  user: z.string(),
  text: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  channel_type: z.string().optional(),
  // The subtypes that are somebody's words all the same; the others are edits, joins and the like.
  subtype: z.enum(['file_share', 'me_message', 'thread_broadcast']).optional(),
  bot_id: z.undefined().optional(),
});

/** Messages that are no words to us: our own, those of other apps, edits, joins, and all in channels but mentions. */
const otherMessage = z.object({ type: z.literal('message') });

/** A mention of us, with the colon or comma that people put behind a name. */
const mentionOf = (botUserId: string): RegExp =>
  new RegExp(`<@${botUserId}(?:\\|[^>]*)?>[:,]?`, 'g');

/** The words behind the mention; the first one is the command, with or without its slash. */
const splitWords = (
  text: string,
  botUserId: string,
): { readonly root: string; readonly text: string } => {
  const words = text.replaceAll(mentionOf(botUserId), ' ').trim();
  const [root = '', rest = ''] = words.split(/(?<=^\S+)\s+/, 2);
  return { root: root.replace(/^\//, '').toLowerCase(), text: rest };
};

/** Reads an event of the Events API; undefined for every other payload. */
export const fromEvent = (
  body: unknown,
  envelopeId: string,
  botUserId: string,
): Received | undefined => {
  const callback = eventCallback.safeParse(body).data;
  if (callback === undefined) {
    return undefined;
  }
  const event = spoken.safeParse(callback.event).data;
  const isDirect = event?.type === 'message' && event.channel_type === 'im';
  if (
    event === undefined ||
    event.user === botUserId ||
    !(isDirect || event.type === 'app_mention')
  ) {
    return otherMessage.safeParse(callback.event).success ? { kind: 'ignored' } : undefined;
  }
  const { user, channel, ts, thread_ts: thread = isDirect ? undefined : ts } = event;
  const place = { channel, ...(thread === undefined ? {} : { thread }) };
  return {
    kind: 'request',
    incoming: {
      principal: `slack:${user}`,
      origin: { surface: isDirect ? 'slack/dm' : 'slack/mention', ...place },
      words: { kind: 'text', ...splitWords(event.text, botUserId) },
      dedupeKeys: [`event:${callback.event_id}`, `envelope:${envelopeId}`],
    },
    back: { user, ...place, inside: 'nothing' },
  };
};
