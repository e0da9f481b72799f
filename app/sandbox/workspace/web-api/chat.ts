import { fail, type Result, succeed } from '../../../../lib/kernel/result.ts';
import { isEmptyContent, readContent } from '../block-kit/message-content.ts';
import { type JsonObject, textAt } from '../json.ts';
import { describeMessage } from '../model/describe-message.ts';
import type { Message, MessageContent } from '../model/messages.ts';
import type { WorkspaceState } from '../model/state.ts';
import {
  type ApiAnswer,
  type MethodFamily,
  refuse,
  refuseContent,
  refuseScope,
} from './api-method.ts';
import { findWritable } from './find-conversation.ts';

/** chat.update's limit for its text; chat.postEphemeral is held to it too, as its code exists and its limit is unknown. */
const longestText = 4_000;

const contentOf = (
  state: WorkspaceState,
  args: JsonObject,
  limit = Number.POSITIVE_INFINITY,
): Result<Partial<MessageContent>, ApiAnswer> => {
  if ((textAt(args, 'text') ?? '').length > limit) {
    return fail(refuse('msg_too_long'));
  }
  const content = readContent(args, state.serial);
  return content.ok ? content : fail(refuseContent(content.error));
};

const fullContentOf = (
  state: WorkspaceState,
  args: JsonObject,
  limit?: number,
): Result<Partial<MessageContent>, ApiAnswer> => {
  const content = contentOf(state, args, limit);
  return content.ok && isEmptyContent(content.value) ? fail(refuse('no_text')) : content;
};

const postMessage = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const customised = ['username', 'icon_url', 'icon_emoji'].some((key) => args[key] !== undefined);
  if (customised && !state.scopes.has('chat:write.customize')) {
    return refuseScope('chat:write.customize', state.scopes);
  }
  const conversation = findWritable(state, textAt(args, 'channel') ?? '');
  if (!conversation.ok) {
    return conversation.error;
  }
  const content = fullContentOf(state, args);
  if (!content.ok) {
    return content.error;
  }
  const message = state.messages.post({
    ...content.value,
    channel: conversation.value.id,
    author: state.app.botUserId,
    threadTs: textAt(args, 'thread_ts'),
  });
  const { channel, ts } = message;
  return { ok: true, channel, ts, message: describeMessage(state, message) };
};

const postEphemeral = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const conversation = findWritable(state, textAt(args, 'channel') ?? '');
  if (!conversation.ok) {
    return conversation.error;
  }
  const user = textAt(args, 'user') ?? '';
  if (!conversation.value.members.has(user)) {
    return refuse('user_not_in_channel');
  }
  const content = fullContentOf(state, args, longestText);
  if (!content.ok) {
    return content.error;
  }
  const message = state.messages.post({
    ...content.value,
    channel: conversation.value.id,
    author: state.app.botUserId,
    threadTs: textAt(args, 'thread_ts'),
    ephemeralTo: user,
  });
  return { ok: true, message_ts: message.ts };
};

/** The bot's own message at `channel` and `ts`, which everybody in the channel sees. */
const findOwn = (
  state: WorkspaceState,
  args: JsonObject,
  notOwn: string,
): Result<Message, ApiAnswer> => {
  const conversation = state.directory.conversation(textAt(args, 'channel') ?? '');
  if (
    conversation === undefined ||
    (conversation.kind !== 'public' && !conversation.members.has(state.app.botUserId))
  ) {
    return fail(refuse('channel_not_found'));
  }
  const message = state.messages.find(conversation.id, textAt(args, 'ts') ?? '');
  if (message === undefined || message.ephemeralTo !== undefined) {
    return fail(refuse('message_not_found'));
  }
  return message.author === state.app.botUserId ? succeed(message) : fail(refuse(notOwn));
};

const update = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const message = findOwn(state, args, 'cant_update_message');
  if (!message.ok) {
    return message.error;
  }
  // What is left out is retained: blocks too, so that a new text alone changes nothing that is seen.
  const content = contentOf(state, args, longestText);
  if (!content.ok) {
    return content.error;
  }
  const isUnsaid = ['text', 'markdown_text', 'blocks', 'attachments'].every(
    (key) => args[key] === undefined,
  );
  if (isUnsaid || isEmptyContent({ ...message.value, ...content.value })) {
    return refuse('no_text');
  }
  const { channel, ts } = message.value;
  const edited = state.messages.change(channel, ts, {
    ...content.value,
    edited: { user: state.app.botUserId, ts: state.messages.stamp() },
    warnings: [],
  });
  return edited === undefined
    ? refuse('message_not_found')
    : { ok: true, channel, ts, text: edited.text, message: describeMessage(state, edited) };
};

const remove = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const message = findOwn(state, args, 'cant_delete_message');
  if (!message.ok) {
    return message.error;
  }
  const { channel, ts } = message.value;
  state.messages.remove(channel, ts);
  return { ok: true, channel, ts };
};

/** chat.*: writing, changing and deleting the bot's messages. */
export const chatMethods: MethodFamily = (state) => {
  const scope = 'chat:write';
  return {
    'chat.postMessage': {
      tier: 'posts',
      scope,
      required: ['channel'],
      run: (args) => postMessage(state, args),
    },
    'chat.postEphemeral': {
      tier: 'tier 4',
      scope,
      required: ['channel', 'user'],
      run: (args) => postEphemeral(state, args),
    },
    'chat.update': {
      tier: 'tier 3',
      scope,
      required: ['channel', 'ts'],
      run: (args) => update(state, args),
    },
    'chat.delete': {
      tier: 'tier 3',
      scope,
      required: ['channel', 'ts'],
      run: (args) => remove(state, args),
    },
  };
};
