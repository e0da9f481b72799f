import type { JsonObject } from '../json.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { Tickets } from '../socket-mode/tickets.ts';
import type { ApiMethod } from './api-method.ts';

const identify = ({ app, team, directory }: WorkspaceState): JsonObject => ({
  url: `https://${team.domain}.slack.com/`,
  team: team.name,
  user: directory.person(app.botUserId)?.name,
  team_id: team.id,
  user_id: app.botUserId,
  bot_id: app.botId,
  is_enterprise_install: false,
});

/** auth.test and apps.connections.open: who the app is, and where its sockets connect. */
export const connectionMethods = (
  state: WorkspaceState,
  tickets: Tickets,
): Readonly<Record<string, ApiMethod>> => ({
  'auth.test': { tier: 'special', run: () => ({ ok: true, ...identify(state) }) },
  'apps.connections.open': {
    tier: 'tier 3',
    token: 'app',
    run: () => ({ ok: true, url: tickets.issue() }),
  },
});
