import type { JsonObject } from '../json.ts';
import type { Conversation, Member } from '../model/directory.ts';
import type { WorkspaceState } from '../model/state.ts';

/** What all payloads of one workspace have in common; the token is obviously no secret. */
export const commonParts = ({ app, team }: WorkspaceState): JsonObject => ({
  token: 'sandbox-verification-token',
  api_app_id: app.id,
  team: { id: team.id, domain: team.domain },
  enterprise: null,
  is_enterprise_install: false,
});

/** The person in an interactive payload. */
export const describeActor = ({ team }: WorkspaceState, person: Member): JsonObject => ({
  id: person.id,
  username: person.name,
  name: person.name,
  team_id: team.id,
});

/** The name under which payloads know a place: Slack hides those of private channels. */
export const channelNameOf = ({ kind, name }: Conversation): string =>
  kind === 'private' ? 'privategroup' : name;
