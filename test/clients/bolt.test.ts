import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoWorkspace } from '../../app/sandbox/workspace/demo-workspace.ts';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { startWorkspace, type Workspace } from '../../app/sandbox/workspace/workspace.ts';
import { type ClientProcess, pathOf, startClient } from './client-process.ts';

const channel = 'C0GENERAL';

let workspace: Workspace;
let bot: ClientProcess;
let dana: Person;

beforeEach(async () => {
  workspace = await startWorkspace({
    ...demoWorkspace,
    app: { ...demoWorkspace.app, events: ['app_mention', 'message.channels', 'message.im'] },
    port: 0,
  });
  bot = await startClient(workspace, pathOf('test/clients/bolt-client.mjs'));
  dana = workspace.person('U0DANA');
});
afterEach(async () => {
  await bot.stop();
  await workspace.stop();
});

const answer = async (text: string, where = channel): Promise<SeenMessage> =>
  workspace.until(
    () => dana.reads(where).find((message) => message.from === 'U0BOT' && message.text === text),
    { what: `"${text}"` },
  );

const refusals = () => workspace.calls().filter((call) => !call.answer.ok);

describe('an app made after the guides of Bolt', () => {
  it('answers a message with a button, and hears the button', async () => {
    await dana.says(channel, 'hello');
    const greeting = await answer('Hey there <@U0DANA>!');
    expect(await dana.clicks(greeting, 'Click Me')).toBe('acknowledged');
    await answer('<@U0DANA> clicked the button');
    expect(await answer('Only you see this')).toMatchObject({ ephemeral: true });
    expect(refusals()).toEqual([]);
  });

  it('answers a mention in its thread', async () => {
    const { message } = await dana.says(channel, '@quartermaster you there?');
    expect((await answer('You called, Dana Developer?')).threadTs).toBe(message.ts);
  });

  it('answers a command over its response_url', async () => {
    expect(await dana.types(channel, '/echo one two')).toMatchObject({ outcome: 'acknowledged' });
    expect(await answer('one two')).toMatchObject({ ephemeral: true });
  });

  it('opens a modal, complains about a field, and takes what is corrected', async () => {
    await dana.types(channel, '/ticket');
    await workspace.until(() => dana.modal, { what: 'the modal' });
    expect(await dana.submits({ title: 'No' })).toBe('errors');
    expect(dana.modal?.fields).toMatchObject([{ error: 'Say more' }]);
    expect(await dana.submits({ title: 'It works' })).toBe('closed');
    await answer('Ticket: It works', dana.dmChannel);
    expect(refusals()).toEqual([]);
  });
});
