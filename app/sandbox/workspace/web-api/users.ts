import { compact, type JsonObject, textAt } from '../json.ts';
import type { Member } from '../model/directory.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type ApiAnswer, type MethodFamily, refuse } from './api-method.ts';
import { pageOf } from './page.ts';

const describe = (state: WorkspaceState, person: Member): JsonObject => {
  const isBot = person.role === 'bot';
  const showsEmail = state.scopes.has('users:read.email') && person.email !== '';
  return compact({
    id: person.id,
    team_id: state.team.id,
    name: person.name,
    deleted: person.deactivated,
    real_name: person.realName,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3_600,
    profile: compact({
      real_name: person.realName,
      display_name: person.name,
      real_name_normalized: person.realName,
      display_name_normalized: person.name,
      email: showsEmail ? person.email : undefined,
      ...(isBot && { bot_id: state.app.botId, api_app_id: state.app.id }),
      team: state.team.id,
    }),
    is_admin: person.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.role === 'guest',
    is_ultra_restricted: false,
    is_bot: isBot,
    is_app_user: false,
    updated: 1_700_000_000,
  });
};

const info = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const person = state.directory.person(textAt(args, 'user') ?? '');
  return person === undefined
    ? refuse('user_not_found')
    : { ok: true, user: describe(state, person) };
};

const list = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const page = pageOf(state.directory.people(), args, 1_000);
  return page.ok
    ? {
        ok: true,
        members: page.value.items.map((person) => describe(state, person)),
        cache_ts: Math.floor(state.clock.now() / 1_000),
        response_metadata: { next_cursor: page.value.nextCursor },
      }
    : page.error;
};

const lookupByEmail = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const email = textAt(args, 'email')?.toLowerCase();
  const person = state.directory
    .people()
    .find((other) => !other.deactivated && other.email.toLowerCase() === email);
  return person === undefined
    ? refuse('users_not_found')
    : { ok: true, user: describe(state, person) };
};

const usersOfGroup = (state: WorkspaceState, args: JsonObject): ApiAnswer => {
  const group = state.userGroups.get(textAt(args, 'usergroup') ?? '');
  return group === undefined ? refuse('no_such_subteam') : { ok: true, users: group.users };
};

/** users.* and usergroups.*: people and groups. */
export const userMethods: MethodFamily = (state) => ({
  'users.info': {
    tier: 'tier 4',
    scope: 'users:read',
    required: ['user'],
    run: (args) => info(state, args),
  },
  'users.list': { tier: 'tier 2', scope: 'users:read', run: (args) => list(state, args) },
  'users.lookupByEmail': {
    tier: 'tier 3',
    scope: 'users:read.email',
    required: ['email'],
    run: (args) => lookupByEmail(state, args),
  },
  'usergroups.list': {
    tier: 'tier 2',
    scope: 'usergroups:read',
    run: () => ({
      ok: true,
      usergroups: [...state.userGroups.values()].map(({ id, handle, name, users }) => ({
        id,
        team_id: state.team.id,
        is_usergroup: true,
        handle,
        name,
        date_delete: 0,
        user_count: users.length,
      })),
    }),
  },
  'usergroups.users.list': {
    tier: 'tier 2',
    scope: 'usergroups:read',
    required: ['usergroup'],
    run: (args) => usersOfGroup(state, args),
  },
});
