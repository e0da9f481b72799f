import { approversGroup, escalationGroup } from '../../lib/identity/principal.ts';
import { breakGlassGroup } from '../../lib/operation/freeze.ts';
import type { ApprovalSettings } from './approval-settings.ts';
import type { People } from './people-settings.ts';

/** The parts of the configuration file that can name user groups. */
export interface GroupNaming {
  readonly teams: Readonly<Record<string, { readonly usergroup?: string }>>;
  readonly approvers: People;
  readonly approval: ApprovalSettings;
}

/** Where the configuration file names user groups, and for whom. */
interface Naming {
  /** As `approvers.usergroups`. */
  readonly key: string;
  /** As policies call them: `Group::approvers`, `Team::data-engineering`. */
  readonly role: string;
  readonly groups: readonly string[];
}

/** The group of this name, as policies call it. */
export const groupRole = (group: string): string => `Group::${group}`;

/** The team of this name, as policies call it. */
export const teamRole = (team: string): string => `Team::${team}`;

const namingsIn = ({ teams, approvers, approval }: GroupNaming): readonly Naming[] => [
  {
    key: 'approvers.usergroups',
    role: groupRole(approversGroup),
    groups: approvers.usergroups,
  },
  {
    key: 'approval.escalation.to.usergroups',
    role: groupRole(escalationGroup),
    groups: approval.escalation?.to.usergroups ?? [],
  },
  {
    key: 'approval.break_glass.usergroups',
    role: groupRole(breakGlassGroup),
    groups: approval.break_glass.usergroups,
  },
  ...Object.entries(teams).map(([team, { usergroup }]) => ({
    key: `teams.${team}.usergroup`,
    role: teamRole(team),
    groups: usergroup === undefined ? [] : [usergroup],
  })),
];

const byGroup = (
  file: GroupNaming,
  word: 'key' | 'role',
): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  for (const naming of namingsIn(file)) {
    new Set(naming.groups).forEach((group) =>
      found.set(group, [...(found.get(group) ?? []), naming[word]]),
    );
  }
  return found;
};

/** Every user group that the configuration file names, each with the keys that name it, as `approvers.usergroups`. */
export const namedUserGroups = (file: GroupNaming): ReadonlyMap<string, readonly string[]> =>
  byGroup(file, 'key');

/** The same, each with the groups and teams whose members it tells, as policies call them: `Group::approvers`. */
export const rolesOfUserGroups = (file: GroupNaming): ReadonlyMap<string, readonly string[]> =>
  byGroup(file, 'role');
