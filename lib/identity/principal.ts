import type { PrincipalId } from '../kernel/ids.ts';
import type { Directory, Person } from './directory.ts';

/** The group of those who may approve. */
export const approversGroup = 'approvers';

/** The group of those who are asked too when a request has waited for long. */
export const escalationGroup = 'escalation';

/** Who asks, with what the house knows of them at this moment. */
export interface Principal extends Person {
  /** Names of groups, as `approvers`. */
  readonly groups: readonly string[];
  /** Names of teams that the configuration vouches for; never what somebody says of themselves. */
  readonly teams: readonly string[];
}

/** Who belongs to what; sets of principals by name. */
export interface Memberships {
  readonly groups: ReadonlyMap<string, ReadonlySet<PrincipalId>>;
  readonly teams: ReadonlyMap<string, ReadonlySet<PrincipalId>>;
}

/** Finds the principal behind an id, or undefined for nobody. Rejects as the directory does. */
export type Identify = (id: PrincipalId) => Promise<Principal | undefined>;

const namesWith = (
  sets: ReadonlyMap<string, ReadonlySet<PrincipalId>>,
  id: PrincipalId,
): readonly string[] => [...sets].filter(([, members]) => members.has(id)).map(([name]) => name);

/** The names of the groups and teams that somebody is in. */
export const rolesOf = (
  { groups, teams }: Memberships,
  id: PrincipalId,
): Pick<Principal, 'groups' | 'teams'> => ({
  groups: namesWith(groups, id),
  teams: namesWith(teams, id),
});

/** Joins the workspace's directory with the groups and teams as they are at this moment. Rejects as both do. */
export const createIdentify =
  (directory: Directory, memberships: () => Promise<Memberships>): Identify =>
  async (id) => {
    const [found, all] = await Promise.all([directory.find(id), memberships()]);
    return found && { ...found, ...rolesOf(all, id) };
  };
