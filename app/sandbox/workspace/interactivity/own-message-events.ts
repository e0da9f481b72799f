import type { JsonObject } from '../json.ts';
import { describeMessage } from '../model/describe-message.ts';
import type { Conversation } from '../model/directory.ts';
import type { Message } from '../model/messages.ts';
import type { WorkspaceState } from '../model/state.ts';
import { isTold, messageEventIn } from './subscriptions.ts';

const describe = (
  state: WorkspaceState,
  message: Message,
  previous: Message | undefined,
  { id, kind }: Conversation,
): JsonObject => {
  const place = { channel: id, channel_type: messageEventIn(kind).channelType };
  if (previous === undefined) {
    return { ...describeMessage(state, message), ...place, event_ts: message.ts };
  }
  const ts = message.edited?.ts ?? message.ts;
  return {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: describeMessage(state, message),
    previous_message: describeMessage(state, previous),
    ...place,
    ts,
    event_ts: ts,
  };
};

/**
 * Lets the app hear its own voice, as Slack does: what the bot posts or edits where the app hears messages (in a
 * DM as message.im, and so on) comes back to it, so that an app which does not ignore itself answers itself.
 */
export const echoOwnMessages = (state: WorkspaceState, send: (event: JsonObject) => void): void => {
  const { app, changes, directory, messages } = state;
  const heard = new Map<string, Message>();
  changes.subscribe((change) => {
    const message =
      change.kind === 'message' ? messages.find(change.channel, change.ts) : undefined;
    const place = message && directory.conversation(message.channel);
    if (
      place === undefined ||
      message?.author !== app.botUserId ||
      message.ephemeralTo !== undefined ||
      !place.members.has(app.botUserId)
    ) {
      return;
    }
    const previous = heard.get(message.ts);
    heard.set(message.ts, message);
    const isNews = previous === undefined || previous.edited?.ts !== message.edited?.ts;
    if (isNews && isTold(state, messageEventIn(place.kind).name)) {
      send(describe(state, message, previous, place));
    }
  });
};
