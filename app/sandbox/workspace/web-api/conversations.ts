import { flagAt, type JsonObject, textAt } from '../json.ts';
import type { Conversation } from '../model/directory.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type ApiAnswer, type MethodFamily, refuse, refuseScope } from './api-method.ts';
import { findReadable } from './find-conversation.ts';
import { pageOf } from './page.ts';

const describe = (state: WorkspaceState, conversation: Conversation): JsonObject => {
  const { id, name, kind, members } = conversation;
  const isMember = members.has(state.app.botUserId);
  const common = { id, created: 1_700_000_000, is_archived: false, is_im: kind === 'im' };
  if (kind === 'im') {
    const user = [...members].find((member) => member !== state.app.botUserId);
    return { ...common, user, is_org_shared: false, is_user_deleted: false };
  }
  return {
    ...common,
    name,
    name_normalized: name,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_mpim: false,
    is_private: kind === 'private',
    is_member: isMember,
    is_general: name === 'general',
    num_members: members.size,
    context_team_id: state.team.id,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
};

const open = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const users = (textAt(args, 'users') ?? '').split(',').filter((user) => user !== '');
  const [user] = users;
  if (user === undefined) {
    return refuse('users_list_not_supplied');
  }
  if (users.length > 1) {
    // Group DMs are no part of this workspace; without the scope the answer is Slack's own.
    return state.scopes.has('mpim:write')
      ? refuse('method_not_supported_for_channel_type')
      : refuseScope('mpim:write', state.scopes);
  }
  const person = state.directory.person(user);
  if (person === undefined) {
    return refuse('user_not_found');
  }
  if (person.deactivated) {
    return refuse('user_disabled');
  }
  if (person.role === 'bot') {
    return refuse('cannot_dm_bot');
  }
  const conversation = state.directory.directMessagesWith(user);
  const channel = flagAt(args, 'return_im')
    ? describe(state, conversation)
    : { id: conversation.id };
  return { ok: true, channel };
};

const readTypes = { public_channel: 'public', private_channel: 'private', im: 'im' } as const;
const typeScopes: Readonly<Record<string, string>> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

const list = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const types = (textAt(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  if (types.some((type) => !Object.hasOwn(typeScopes, type))) {
    return refuse('invalid_types');
  }
  const lacking = types
    .map((type) => typeScopes[type] ?? '')
    .filter((scope) => !state.scopes.has(scope));
  if (lacking.length > 0) {
    return refuseScope(lacking.join(','), state.scopes);
  }
  const kinds = Object.entries(readTypes).flatMap(([type, kind]) =>
    types.includes(type) ? [kind] : [],
  );
  const visible = state.directory
    .conversations()
    .filter(({ kind }) => kinds.includes(kind))
    .filter(({ kind, members }) => kind === 'public' || members.has(state.app.botUserId));
  const page = pageOf(visible, args, 100);
  return page.ok
    ? {
        ok: true,
        channels: page.value.items.map((conversation) => describe(state, conversation)),
        response_metadata: { next_cursor: page.value.nextCursor },
      }
    : page.error;
};

const info = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const conversation = findReadable(state, textAt(args, 'channel') ?? '', 'read');
  return conversation.ok
    ? { ok: true, channel: describe(state, conversation.value) }
    : conversation.error;
};

const members = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const conversation = findReadable(state, textAt(args, 'channel') ?? '', 'read');
  if (!conversation.ok) {
    return conversation.error;
  }
  const page = pageOf([...conversation.value.members], args, 100);
  return page.ok
    ? {
        ok: true,
        members: page.value.items,
        response_metadata: { next_cursor: page.value.nextCursor },
      }
    : page.error;
};

/** conversations.*: opening DMs, and looking at channels and their members. */
export const conversationMethods: MethodFamily = (state) => ({
  'conversations.open': { tier: 'tier 3', scope: 'im:write', run: (args) => open(state, args) },
  'conversations.list': { tier: 'tier 2', run: (args) => list(state, args) },
  'conversations.info': { tier: 'tier 3', required: ['channel'], run: (args) => info(state, args) },
  'conversations.members': {
    tier: 'tier 4',
    required: ['channel'],
    run: (args) => members(state, args),
  },
});
