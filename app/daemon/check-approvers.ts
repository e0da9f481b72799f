import { type Clock, type Millis, pause } from '../../lib/kernel/clock.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import type { Log } from '../../lib/kernel/log.ts';
import type { Config } from './config.ts';
import { configuredApprovers } from './memberships.ts';
import { type ChannelMembers, isFinalChannelError } from './slack/channel-members.ts';

/** What the check works with. */
export interface CheckApproversPorts {
  readonly config: Config;
  readonly approvalChannel: () => Promise<ChannelMembers>;
  /** Whether nobody waits for the answer any more. */
  readonly isStopped: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

const longestPause: Millis = 30_000;

const noApprovers =
  'ADMIN_USER_IDS: neither it nor approvers in CONFIG_FILE is set, and the approval channel';

/**
 * Makes sure that somebody may approve and not everybody can make themselves an approver. Resolves with undefined when all
 * is well, or with what must be set; asks again while Slack does not answer.
 */
export const checkApprovers = async ({
  config,
  approvalChannel,
  isStopped,
  clock,
  log,
}: CheckApproversPorts): Promise<string | undefined> => {
  if (configuredApprovers(config).length > 0) {
    return undefined;
  }
  for (let delay = 1_000; !isStopped(); delay = Math.min(longestPause, delay * 2)) {
    try {
      const { isPrivate } = await approvalChannel();
      return isPrivate
        ? undefined
        : `${noApprovers} is public, so anybody could approve. Set one of them, or make the channel private.`;
    } catch (error) {
      if (isFinalChannelError(error)) {
        return `${noApprovers} cannot be asked for its members (${describeError(error)}). Set one of them, or give the bot groups:read and invite it.`;
      }
      log.warn('slack.approvers_unknown', { error: describeError(error) });
    }
    await pause(clock, delay);
  }
  return undefined;
};
