import { fail, type Result, succeed } from '../../../../lib/kernel/result.ts';
import { compact, flagAt, type JsonObject, textAt } from '../json.ts';
import { describeMessage } from '../model/describe-message.ts';
import type { Message } from '../model/messages.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type ApiAnswer, type MethodFamily, refuse } from './api-method.ts';
import { findReadable } from './find-conversation.ts';
import { pageOf } from './page.ts';

const isReply = ({ threadTs, ts }: Message): boolean => threadTs !== undefined && threadTs !== ts;

const isWithin = (args: JsonObject, message: Message): boolean => {
  const oldest = Number(textAt(args, 'oldest') ?? 0);
  const latest = Number(textAt(args, 'latest') ?? Number.POSITIVE_INFINITY);
  const ts = Number(message.ts);
  return flagAt(args, 'inclusive') ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
};

/** What everybody in the conversation sees, oldest first. Slack demands that the bot be a member. */
const readAll = (
  state: WorkspaceState,
  args: JsonObject,
): Result<readonly Message[], ApiAnswer> => {
  const conversation = findReadable(state, textAt(args, 'channel') ?? '', 'history');
  if (!conversation.ok) {
    return conversation;
  }
  if (!conversation.value.members.has(state.app.botUserId)) {
    return fail(refuse('not_in_channel'));
  }
  const messages = state.messages.in(conversation.value.id);
  return succeed(
    messages.filter(
      ({ ephemeralTo, isCommandEcho }) => ephemeralTo === undefined && !isCommandEcho,
    ),
  );
};

const repliesTo = (all: readonly Message[], { ts }: Message): readonly Message[] =>
  all.filter((message) => isReply(message) && message.threadTs === ts);

/** What a message has in a list beyond what it has by itself: the sum of its thread. */
const threadParts = (all: readonly Message[], message: Message): JsonObject => {
  const replies = repliesTo(all, message);
  const users = [...new Set(replies.map(({ author }) => author))];
  return replies.length === 0
    ? {}
    : {
        thread_ts: message.ts,
        reply_count: replies.length,
        reply_users: users,
        reply_users_count: users.length,
        latest_reply: replies.at(-1)?.ts,
      };
};

const answerWith = (
  state: WorkspaceState,
  args: JsonObject,
  all: readonly Message[],
  chosen: readonly Message[],
  usual: number,
): ApiAnswer => {
  const within = chosen.filter((message) => isWithin(args, message));
  const page = pageOf(within, args, usual);
  if (!page.ok) {
    return page.error;
  }
  const withMetadata = flagAt(args, 'include_all_metadata');
  const describe = (message: Message): JsonObject =>
    compact({
      ...describeMessage(state, withMetadata ? message : { ...message, metadata: undefined }),
      ...threadParts(all, message),
    });
  return {
    ok: true,
    messages: page.value.items.map(describe),
    has_more: page.value.nextCursor !== '',
    response_metadata: { next_cursor: page.value.nextCursor },
  };
};

const history = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const all = readAll(state, args);
  if (!all.ok) {
    return all.error;
  }
  const chosen = all.value.filter((message) => !isReply(message)).toReversed();
  const answer = answerWith(state, args, all.value, chosen, 100);
  return answer.ok ? { ...answer, pin_count: 0 } : answer;
};

const replies = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const all = readAll(state, args);
  if (!all.ok) {
    return all.error;
  }
  const named = all.value.find(({ ts }) => ts === textAt(args, 'ts'));
  const first = all.value.find(({ ts }) => ts === (named?.threadTs ?? named?.ts));
  return first === undefined
    ? refuse('thread_not_found')
    : answerWith(state, args, all.value, [first, ...repliesTo(all.value, first)], 1_000);
};

/** conversations.history, newest first and without replies, and conversations.replies, a thread oldest first. */
export const conversationMessageMethods: MethodFamily = (state) => ({
  'conversations.history': {
    tier: 'tier 3',
    required: ['channel'],
    run: (args) => history(state, args),
  },
  'conversations.replies': {
    tier: 'tier 3',
    required: ['channel', 'ts'],
    run: (args) => replies(state, args),
  },
});
