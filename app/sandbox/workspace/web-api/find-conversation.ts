import { fail, type Result, succeed } from '../../../../lib/kernel/result.ts';
import type { Conversation } from '../model/directory.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type ApiAnswer, refuse, refuseScope } from './api-method.ts';

/**
 * A conversation by its id, by the name of a public channel, or as the app's DM with a person (`U…`), whether or not the
 * bot may see it.
 */
export const lookUp = (
  { directory }: WorkspaceState,
  channel: string,
): Conversation | undefined => {
  const person = directory.person(channel);
  if (person !== undefined) {
    return person.role === 'bot' || person.deactivated
      ? undefined
      : directory.directMessagesWith(person.id);
  }
  const name = channel.replace(/^#/, '');
  return (
    directory.conversation(channel) ??
    directory.conversations().find((other) => other.kind === 'public' && other.name === name)
  );
};

/**
 * Where the bot may write: `channel_not_found` for what it cannot see (private channels without it among them),
 * `not_in_channel` for public ones that it has not joined, unless it holds chat:write.public.
 */
export const findWritable = (
  state: WorkspaceState,
  channel: string,
): Result<Conversation, ApiAnswer> => {
  const found = lookUp(state, channel);
  if (found === undefined) {
    return fail(refuse('channel_not_found'));
  }
  if (found.members.has(state.app.botUserId)) {
    return succeed(found);
  }
  if (found.kind !== 'public') {
    return fail(refuse('channel_not_found'));
  }
  return state.scopes.has('chat:write.public') ? succeed(found) : fail(refuse('not_in_channel'));
};

const scopePrefix = { public: 'channels', private: 'groups', im: 'im' } as const;

/**
 * A conversation that the bot may look at, given the right scope for its kind (`channels:read`, `groups:history`,
 * …); private channels without the bot are not found.
 */
export const findReadable = (
  state: WorkspaceState,
  channel: string,
  right: 'read' | 'history',
): Result<Conversation, ApiAnswer> => {
  const found = state.directory.conversation(channel);
  if (found === undefined || (found.kind !== 'public' && !found.members.has(state.app.botUserId))) {
    return fail(refuse('channel_not_found'));
  }
  const needed = `${scopePrefix[found.kind]}:${right}`;
  return state.scopes.has(needed) ? succeed(found) : fail(refuseScope(needed, state.scopes));
};
