import type { JsonObject } from '../json.ts';
import { describeMessage } from '../model/describe-message.ts';
import type { Message } from '../model/messages.ts';
import type { WorkspaceState } from '../model/state.ts';

const describe = (
  state: WorkspaceState,
  message: Message,
  previous: Message | undefined,
): JsonObject => {
  const place = { channel: message.channel, channel_type: 'im' };
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
 * Lets the app hear its own voice, as Slack does: what the bot posts or edits in a DM comes back to it as
 * message.im, so that an app which does not ignore itself answers itself.
 */
export const echoOwnMessages = (state: WorkspaceState, send: (event: JsonObject) => void): void => {
  const { app, changes, directory, messages, scopes } = state;
  const heard = new Map<string, Message>();
  changes.subscribe((change) => {
    const message =
      change.kind === 'message' ? messages.find(change.channel, change.ts) : undefined;
    if (
      message === undefined ||
      message.author !== app.botUserId ||
      message.ephemeralTo !== undefined ||
      directory.conversation(message.channel)?.kind !== 'im'
    ) {
      return;
    }
    const previous = heard.get(message.ts);
    heard.set(message.ts, message);
    const isNews = previous === undefined || previous.edited?.ts !== message.edited?.ts;
    if (isNews && scopes.has('im:history')) {
      send(describe(state, message, previous));
    }
  });
};
