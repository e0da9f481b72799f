import { type Clock, type Millis, pause } from '../../../lib/kernel/clock.ts';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import type { SlackIdentity } from './slack-app.ts';
import type { WebClients } from './web-clients.ts';

const firstPause: Millis = 1_000;
const longestPause: Millis = 30_000;

/**
 * Asks Slack who we are, again and again until it answers or `stopped` says that nobody waits any more (undefined
 * then). A refused token is logged as an error each time: only an operator can mend it, and may do so in Slack.
 */
export const learnIdentity = async (
  { web, clock, log }: { readonly web: WebClients; readonly clock: Clock; readonly log: Log },
  stopped: () => boolean,
): Promise<SlackIdentity | undefined> => {
  for (let tries = 1; !stopped(); tries += 1) {
    try {
      const {
        user_id: botUserId,
        bot_id: botId,
        team_id: teamId,
      } = await web.repeatable.auth.test();
      if (botUserId !== undefined && botId !== undefined && teamId !== undefined) {
        return { botUserId, botId, teamId };
      }
      log.error('slack.not_a_bot', {
        advice: 'SLACK_BOT_TOKEN must be the token of a bot (xoxb-…)',
      });
    } catch (error) {
      log.error('slack.auth_failed', { error: describeError(error), tries });
    }
    await pause(clock, Math.min(longestPause, firstPause * 2 ** Math.min(tries - 1, 5)));
  }
  return undefined;
};
