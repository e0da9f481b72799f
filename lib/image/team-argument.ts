import { type OptionalArg, option } from '../command/arguments.ts';
import type { ArgSpec, ArgSpecs, ArgValues } from '../command/spec.ts';
import { choice, text } from '../command/value-types.ts';
import type { Principal } from '../identity/principal.ts';

/** For which team an image is; only a team that the requester is in. */
export const teamArg: OptionalArg = option({
  label: 'Team',
  hint: 'For which of your teams, if you are in several',
  placeholder: 'data-engineering',
  optional: true,
  value: text({ max: 100 }),
});

const amongOwn = (teams: readonly string[]): ArgSpec => ({
  ...teamArg,
  hint: 'For which of your teams',
  required: true,
  ...choice({ noun: 'team', options: teams }),
});

/** The team of somebody who is in several must be said. */
export const lackingTeam = ({ team }: ArgValues, { teams }: Pick<Principal, 'teams'>): ArgSpecs =>
  team === undefined && teams.length > 1 ? { team: amongOwn(teams) } : {};

/** A form asks for the team only whoever is in several, and offers those. */
export const suitTeam = (
  { team, ...others }: ArgSpecs,
  { teams }: Pick<Principal, 'teams'>,
): ArgSpecs =>
  team === undefined || teams.length < 2 ? others : { ...others, team: amongOwn(teams) };
