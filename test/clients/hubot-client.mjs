/**
 * Hubot's Slack adapter as it is published, but for the address of the Web API, for which it has no setting; with the
 * script of this Hubot: it answers `ping`. Hubot's own program loads it as HUBOT_FILE.
 */
import { createRequire } from 'node:module';
import { SlackBot } from '@hubot-friends/hubot-slack/src/Bot.mjs';

// The adapter's own version of the library: it stands in its node_modules, not in ours.
const { WebClient } = createRequire(import.meta.resolve('@hubot-friends/hubot-slack'))(
  '@slack/web-api',
);

// Whoever started this may be gone.
setTimeout(() => process.exit(1), 60_000).unref();

const {
  SLACK_API_URL: slackApiUrl,
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
} = process.env;

export default {
  use: (robot) => {
    const web = new WebClient(botToken, {
      slackApiUrl,
      maxRequestConcurrency: 1,
      logLevel: 'error',
    });
    robot.respond(/ping$/i, (response) => response.reply('PONG'));
    robot.on('scripts have loaded', async () => {
      // Requests go one by one: this one is answered after Hubot's own, by which it learns who it is.
      await web.auth.test();
      console.log(JSON.stringify({ event: 'ready' }));
    });
    const socketModeOptions = { clientOptions: { slackApiUrl } };
    return new SlackBot(robot, { botToken, appToken, socketModeOptions, web });
  },
};
