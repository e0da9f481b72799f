import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoWorkspace } from '../../app/sandbox/workspace/demo-workspace.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import {
  startWorkspace,
  usualScopes,
  type Workspace,
} from '../../app/sandbox/workspace/workspace.ts';
import { type ClientProcess, pathOf, startClient } from './client-process.ts';

let workspace: Workspace;
let hubot: ClientProcess;

beforeEach(async () => {
  workspace = await startWorkspace({
    ...demoWorkspace,
    // What the adapter's manual asks for, but for app_mention: the adapter never acknowledges that one.
    app: {
      ...demoWorkspace.app,
      events: ['message.channels', 'message.groups', 'message.im'],
    },
    scopes: [...usualScopes, 'im:read'],
    port: 0,
  });
  hubot = await startClient(workspace, pathOf('node_modules/hubot/bin/Hubot.mjs'), {
    HUBOT_FILE: pathOf('test/clients/hubot-client.mjs'),
    // Its name on Slack, as it compiles it into what it listens for.
    HUBOT_NAME: 'quartermaster',
    HUBOT_HTTPD: 'false',
    HUBOT_LOG_LEVEL: 'error',
  });
});
afterEach(async () => {
  await hubot.stop();
  await workspace.stop();
});

const answerIn = async (channel: string): Promise<SeenMessage> =>
  workspace.until(
    () =>
      workspace
        .person('U0DANA')
        .reads(channel)
        .find(({ from }) => from === 'U0BOT'),
    { what: 'an answer of Hubot' },
  );

describe('Hubot with its Slack adapter', () => {
  it.each(['@quartermaster ping', 'quartermaster ping'])(
    'answers "%s" in a channel',
    async (typed) => {
      const { event } = await workspace.person('U0DANA').says('C0GENERAL', typed);
      expect(event).toBe('acknowledged');
      expect((await answerIn('C0GENERAL')).text).toBe('<@U0DANA>: PONG');
    },
  );

  it('answers a direct message, and not what it hears itself say', async () => {
    const dana = workspace.person('U0DANA');
    await dana.says(dana.dmChannel, 'ping');
    expect((await answerIn(dana.dmChannel)).text).toBe('PONG');
    await workspace.until(
      () =>
        workspace.envelopes().length === 2 &&
        workspace.envelopes().every(({ acknowledgements }) => acknowledgements.length === 1),
      { what: 'its own message come back to it' },
    );
    expect(dana.dms()).toHaveLength(2);
  });

  it('answers in the thread it was asked in', async () => {
    const dana = workspace.person('U0DANA');
    const { message } = await dana.says('C0GENERAL', 'hello');
    await dana.says('C0GENERAL', '@quartermaster ping', { thread: message.ts });
    expect(await answerIn('C0GENERAL')).toMatchObject({ threadTs: message.ts });
  });

  it('is refused nothing', async () => {
    await workspace.person('U0DANA').says('C0GENERAL', '@quartermaster ping');
    await answerIn('C0GENERAL');
    expect(workspace.calls().filter(({ answer }) => !answer.ok)).toEqual([]);
    expect(new Set(workspace.calls().map(({ method }) => method))).toEqual(
      new Set([
        'apps.connections.open',
        'auth.test',
        'users.list',
        'conversations.info',
        'users.info',
        'chat.postMessage',
      ]),
    );
  });

  it('connects again when Slack asks for it, and answers on', async () => {
    workspace.sockets.refresh(0);
    await workspace.until(
      () => workspace.calls('apps.connections.open').length === 2 && workspace.sockets.count === 1,
      // The library waits for five seconds first.
      { within: 15_000, what: 'a second connection' },
    );
    await workspace.person('U0DANA').says('C0GENERAL', '@quartermaster ping');
    expect((await answerIn('C0GENERAL')).text).toBe('<@U0DANA>: PONG');
  });
});
