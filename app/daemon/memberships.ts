import { approversGroup, escalationGroup, type Memberships } from '../../lib/identity/principal.ts';
import type { Clock, Millis } from '../../lib/kernel/clock.ts';
import { describeError, Fault } from '../../lib/kernel/errors.ts';
import type { PrincipalId } from '../../lib/kernel/ids.ts';
import { rememberFor } from '../../lib/kernel/remember-for.ts';
import { breakGlassGroup } from '../../lib/operation/freeze.ts';
import type { Config } from './config.ts';
import { groupRole, teamRole } from './named-user-groups.ts';
import { nobody, type People } from './people-settings.ts';
import type { ChannelMembers } from './slack/channel-members.ts';
import type { AskUserGroup } from './slack/user-groups.ts';

/** What memberships are found out by. */
export interface MembershipPorts {
  readonly config: Config;
  readonly approvalChannel: () => Promise<ChannelMembers>;
  readonly userGroup: AskUserGroup;
  /** Groups and teams that no policy may be asked about while somebody of them may be unknown, as `Team::contractors`. */
  readonly rolesToKnow: ReadonlySet<string>;
  readonly clock: Clock;
}

/** How long an answer about the channel may be old: who left it approves nothing after that. */
const maxAge: Millis = 60_000;

/** The approvers that the configuration names; if it names none, the approval channel's members approve. */
export const configuredApprovers = ({ adminUsers, file }: Config): People | undefined => {
  const users = [...new Set([...adminUsers, ...file.approvers.users])];
  const { usergroups } = file.approvers;
  return users.length + usergroups.length > 0 ? { users, usergroups } : undefined;
};

/**
 * Resolves with the user ids of all of them; some may come twice. A user group that Slack will not tell has none, unless the role must be
 * known. Rejects with DIRECTORY_UNAVAILABLE.
 */
const findUsers = async (
  role: string,
  { users, usergroups }: People,
  { userGroup, rolesToKnow }: MembershipPorts,
): Promise<readonly string[]> => {
  const groups = await Promise.all(usergroups.map(userGroup));
  const problem = groups.map((group) => group.problem).find((each) => each !== undefined);
  if (problem !== undefined && rolesToKnow.has(role)) {
    throw new Fault('DIRECTORY_UNAVAILABLE', unknownRole(role, problem));
  }
  return [...users, ...groups.flatMap((group) => group.users)];
};

/** Why nobody can be judged by the policies now. */
export const unknownRole = (role: string, problem: string): string =>
  `a policy takes something from the members of ${role}, and Slack does not tell who they are (${problem})`;

const createAskChannel = ({ approvalChannel, clock }: MembershipPorts) =>
  rememberFor(maxAge, clock, async () => {
    try {
      return (await approvalChannel()).users;
    } catch (cause) {
      const message = `the approval channel: ${describeError(cause)}`;
      throw new Fault('DIRECTORY_UNAVAILABLE', message, { cause });
    }
  });

type Sets = ReadonlyMap<string, ReadonlySet<PrincipalId>>;

/** Asks for the users of all of them in parallel. */
const fill = async (
  asks: readonly (readonly [string, () => Promise<readonly string[]>])[],
): Promise<Sets> => {
  const filled = asks.map(async ([name, ask]) => {
    const users = (await ask()).map((user): PrincipalId => `slack:${user}`);
    return [name, new Set(users)] as const;
  });
  return new Map(await Promise.all(filled));
};

/**
 * Who belongs to what, by the configuration and the user groups that it names, and, where it names no approvers, by the approval
 * channel. A channel that has become public has no approvers any more; a channel or a user group that cannot be asked rejects with
 * DIRECTORY_UNAVAILABLE.
 */
export const createMemberships = (ports: MembershipPorts): (() => Promise<Memberships>) => {
  const { config } = ports;
  const { approval, teams } = config.file;
  const askChannel = createAskChannel(ports);
  const approvers = configuredApprovers(config);
  const find = (role: string, people: People) => findUsers(role, people, ports);

  return async () => {
    const [groups, foundTeams] = await Promise.all([
      fill([
        [
          approversGroup,
          approvers === undefined ? askChannel : () => find(groupRole(approversGroup), approvers),
        ],
        [breakGlassGroup, () => find(groupRole(breakGlassGroup), approval.break_glass)],
        [
          escalationGroup,
          () => find(groupRole(escalationGroup), approval.escalation?.to ?? nobody()),
        ],
      ]),
      fill(
        Object.entries(teams).map(([team, { users, usergroup }]) => [
          team,
          () =>
            find(teamRole(team), {
              users,
              usergroups: usergroup === undefined ? [] : [usergroup],
            }),
        ]),
      ),
    ]);
    return { groups, teams: foundTeams };
  };
};
