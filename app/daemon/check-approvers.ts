import { type Clock, type Millis, pause } from '../../lib/kernel/clock.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import type { Log } from '../../lib/kernel/log.ts';
import type { LoadedPolicy } from '../../lib/policy/policy.ts';
import type { Config } from './config.ts';
import { configuredApprovers, unknownRole } from './memberships.ts';
import { rolesOfUserGroups } from './named-user-groups.ts';
import type { People } from './people-settings.ts';
import { type ChannelMembers, isFinalChannelError } from './slack/channel-members.ts';
import type { AskUserGroup } from './slack/user-groups.ts';

/** What the check works with. */
export interface CheckApproversPorts {
  readonly config: Config;
  readonly approvalChannel: () => Promise<ChannelMembers>;
  readonly policy: Pick<LoadedPolicy, 'rolesToKnow'>;
  /** Warns by itself of a user group whose members Slack will not tell. */
  readonly userGroup: AskUserGroup;
  /** Whether nobody waits for the answer any more. */
  readonly isStopped: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

const longestPause: Millis = 30_000;

const noApprovers =
  'ADMIN_USER_IDS: neither it nor approvers in CONFIG_FILE is set, and the approval channel';

const problemOfChannel = async (
  approvalChannel: () => Promise<ChannelMembers>,
): Promise<string | undefined> => {
  try {
    const { isPrivate } = await approvalChannel();
    return isPrivate
      ? undefined
      : `${noApprovers} is public, so anybody could approve. Set one of them, or make the channel private.`;
  } catch (error) {
    if (isFinalChannelError(error)) {
      return `${noApprovers} cannot be asked for its members (${describeError(error)}). Set one of them, or give the bot groups:read and invite it.`;
    }
    throw error;
  }
};

const problemOfGroups = async (
  { users, usergroups }: People,
  askGroup: AskUserGroup,
): Promise<string | undefined> => {
  const groups = await Promise.all(usergroups.map(async (id) => ({ id, ...(await askGroup(id)) })));
  if (users.length > 0 || groups.some((group) => group.users.length > 0)) {
    return undefined;
  }
  const reasons = groups.map(({ id, problem = 'it has no members' }) => `${id}: ${problem}`);
  return `approvers.usergroups in CONFIG_FILE: nobody could approve. ${reasons.join('; ')}. Mend that, or set ADMIN_USER_IDS or approvers.users.`;
};

/** A group of which a policy must know the members, and Slack does not tell them. */
const problemOfRoles = async ({
  config,
  policy: { rolesToKnow },
  userGroup,
}: CheckApproversPorts): Promise<string | undefined> => {
  const asked = [...rolesOfUserGroups(config.file)].map(async ([id, roles]) => {
    const { problem } = await userGroup(id);
    const role = roles.find((each) => rolesToKnow.has(each));
    return problem === undefined || role === undefined
      ? []
      : [
          `POLICY_DIR: ${unknownRole(role, problem)}. Mend that, or name them by users in CONFIG_FILE.`,
        ];
  });
  return (await Promise.all(asked)).flat()[0];
};

const findProblem = async (ports: CheckApproversPorts): Promise<string | undefined> => {
  const { config, approvalChannel, userGroup } = ports;
  const problem = await problemOfRoles(ports);
  if (problem !== undefined) {
    return problem;
  }
  const approvers = configuredApprovers(config);
  return approvers === undefined
    ? problemOfChannel(approvalChannel)
    : problemOfGroups(approvers, userGroup);
};

/**
 * Makes sure that somebody may approve and not everybody can make themselves an approver, and asks for every user group that is
 * configured, so that the log warns of those that Slack will not tell, and that none of them must be known. Resolves with undefined when all is well, or with what must
 * be set; asks again while Slack does not answer.
 */
export const checkApprovers = async (ports: CheckApproversPorts): Promise<string | undefined> => {
  for (let delay = 1_000; !ports.isStopped(); delay = Math.min(longestPause, delay * 2)) {
    try {
      return await findProblem(ports);
    } catch (error) {
      ports.log.warn('slack.approvers_unknown', { error: describeError(error) });
    }
    await pause(ports.clock, delay);
  }
  return undefined;
};
