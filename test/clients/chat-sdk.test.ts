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
  bot = await startClient(workspace, pathOf('test/clients/chat-client.mjs'));
  dana = workspace.person('U0DANA');
});
afterEach(async () => {
  await bot.stop();
  await workspace.stop();
});

/** The bot's first message in the channel that says this. */
const answer = async (words: string, where = channel): Promise<SeenMessage> =>
  workspace.until(
    () => dana.reads(where).find(({ from, shown }) => from === 'U0BOT' && shown.includes(words)),
    { what: `"${words}"` },
  );

const refusals = () => workspace.calls().filter((call) => !call.answer.ok);

describe('a bot made with the Chat SDK', () => {
  it('answers a mention in its thread, and follows the thread from then on', async () => {
    const { message, event } = await dana.says(channel, '@quartermaster what is up?');
    expect(event).toBe('acknowledged');
    const first = await answer('Dana Developer said: <@U0BOT> what is up?');
    expect(first.threadTs).toBe(message.ts);
    await dana.says(channel, 'tell me more', { thread: message.ts });
    await answer(
      'So far: <@U0BOT> what is up? / Dana Developer said: <@U0BOT> what is up? / tell me more',
    );
    expect(refusals()).toEqual([]);
  });

  it('answers once although the mention reaches it as two events', async () => {
    await dana.says(channel, '@quartermaster hello');
    await answer('said:');
    await workspace.until(
      () => workspace.envelopes().every(({ acknowledgements }) => acknowledgements.length > 0),
      { what: 'every envelope acknowledged' },
    );
    expect(workspace.calls('chat.postMessage')).toHaveLength(1);
  });

  it('answers a direct message', async () => {
    await dana.says(dana.dmChannel, 'hello');
    const { from } = await answer('Dana Developer said: hello', dana.dmChannel);
    expect(from).toBe('U0BOT');
    expect(refusals()).toEqual([]);
  });

  it('answers a slash command in the channel', async () => {
    const { outcome } = await dana.types(channel, '/greet');
    expect(outcome).toBe('acknowledged');
    await answer('Hello, Dana Developer!');
    expect(refusals()).toEqual([]);
  });

  it('shows a card and hears its button', async () => {
    await dana.types(channel, '/order');
    const card = await answer('One image, hardened');
    expect(card.shown).toContain('Order 12');
    expect(await dana.clicks(card, 'Approve')).toBe('acknowledged');
    expect((await answer('dana approved 12')).threadTs).toBe(card.ts);
    expect(refusals()).toEqual([]);
  });

  it('opens a modal, complains about a field, and takes what is corrected', async () => {
    await dana.types(channel, '/feedback');
    const modal = await workspace.until(() => dana.modal, { what: 'the modal' });
    expect(modal).toMatchObject({ title: 'Send feedback', submit: 'Send' });
    expect(await dana.submits({ 'Your feedback': 'no' })).toBe('errors');
    expect(dana.modal?.fields).toMatchObject([{ error: 'Too short' }]);
    await dana.submits({ 'Your feedback': 'It works' });
    expect(dana.modal).toBeUndefined();
    await answer('Feedback: It works', dana.dmChannel);
    expect(refusals()).toEqual([]);
  });
});
