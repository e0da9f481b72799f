import { afterEach, describe, expect, it } from '@jest/globals';
import { demoWorkspace } from '../demo-workspace.ts';
import type { EventName } from '../model/seed.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

let app: TestApp;

afterEach(() => app.stop());

const subscribeTo = async (...events: readonly EventName[]): Promise<void> => {
  app = await startTestApp({ app: { ...demoWorkspace.app, events } });
};

const heard = (): readonly unknown[] => app.received.map(({ body }) => body['event']);

describe('an app that has subscribed to the messages of channels', () => {
  it('hears every message in public and private channels that the bot is in', async () => {
    await subscribeTo('message.channels', 'message.groups');
    const alice = app.workspace.person('U0ALICE');
    await alice.says('C0GENERAL', 'hello');
    await alice.says('C0APPROVALS', 'psst');
    app.workspace.leave('C0PLATFORM', 'U0BOT');
    expect((await alice.says('C0PLATFORM', 'unheard')).event).toBeUndefined();
    expect(heard()).toMatchObject([
      { type: 'message', channel_type: 'channel', channel: 'C0GENERAL', text: 'hello' },
      { type: 'message', channel_type: 'group', channel: 'C0APPROVALS', text: 'psst' },
    ]);
  });

  it('hears a mention twice, as app_mention and as message, each with an id of its own', async () => {
    await subscribeTo('app_mention', 'message.channels');
    await app.workspace.person('U0DANA').says('C0GENERAL', '@quartermaster ping');
    expect(heard()).toMatchObject([{ type: 'app_mention' }, { type: 'message' }]);
    expect(new Set(app.received.map(({ body }) => body['event_id'])).size).toBe(2);
  });

  it('hears itself there too', async () => {
    await subscribeTo('message.channels');
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'one' });
    await app.web.chat.postMessage({ channel: 'U0DANA', text: 'unheard' });
    await app.workspace.until(() => app.received.length > 0);
    expect(heard()).toMatchObject([{ channel_type: 'channel', bot_id: 'B0BOT', text: 'one' }]);
  });

  it('hears nothing without the scope for it', async () => {
    await subscribeTo('message.channels');
    app.workspace.scopes.delete('channels:history');
    const { event } = await app.workspace.person('U0DANA').says('C0GENERAL', 'hello');
    expect(event).toBeUndefined();
  });
});

it('an app that has not subscribed to DMs hears none', async () => {
  await subscribeTo('app_mention');
  const dana = app.workspace.person('U0DANA');
  expect((await dana.says(dana.dmChannel, 'help')).event).toBeUndefined();
});
