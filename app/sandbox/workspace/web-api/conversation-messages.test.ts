import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const channel = 'C0GENERAL';

let app: TestApp;
let ts: string;

const post = async (text: string, thread?: string): Promise<string> => {
  const where = thread === undefined ? {} : { thread_ts: thread };
  const posted = await app.web.chat.postMessage({ channel, text, ...where });
  return posted.ts ?? '';
};

beforeEach(async () => {
  app = await startTestApp({}, false);
  ts = await post('first');
  await post('reply one', ts);
  await app.workspace.person('U0DANA').says(channel, 'reply two', { thread: ts });
  await post('outside');
});

afterEach(() => app.stop());

const textsOf = (messages: readonly { text?: string }[] = []) => messages.map(({ text }) => text);

describe('conversations.replies', () => {
  it('shows the whole thread, oldest first, and its sum at the first message', async () => {
    const { messages = [], has_more: hasMore } = await app.web.conversations.replies({
      channel,
      ts,
    });
    expect(textsOf(messages)).toEqual(['first', 'reply one', 'reply two']);
    expect(messages[0]).toMatchObject({
      thread_ts: ts,
      reply_count: 2,
      reply_users: ['U0BOT', 'U0DANA'],
      reply_users_count: 2,
      latest_reply: messages[2]?.ts,
    });
    expect(messages[1]).toMatchObject({ thread_ts: ts });
    expect(hasMore).toBe(false);
  });

  it('finds the thread by one of its replies, and shows a message without replies alone', async () => {
    const { messages = [] } = await app.web.conversations.replies({ channel, ts });
    const byReply = await app.web.conversations.replies({ channel, ts: messages[1]?.ts ?? '' });
    expect(textsOf(byReply.messages)).toEqual(textsOf(messages));
    const alone = await app.web.conversations.replies({ channel, ts: await post('alone') });
    expect(textsOf(alone.messages)).toEqual(['alone']);
    expect(alone.messages?.[0]?.thread_ts).toBeUndefined();
  });

  it('pages, and cuts by time', async () => {
    const page = await app.web.conversations.replies({ channel, ts, limit: 2 });
    expect(textsOf(page.messages)).toEqual(['first', 'reply one']);
    const cursor = page.response_metadata?.next_cursor ?? '';
    const rest = await app.web.conversations.replies({ channel, ts, limit: 2, cursor });
    expect(textsOf(rest.messages)).toEqual(['reply two']);
    const later = await app.web.conversations.replies({ channel, ts, oldest: ts });
    expect(textsOf(later.messages)).toEqual(['reply one', 'reply two']);
  });

  it('hides what only one person sees', async () => {
    await app.web.chat.postEphemeral({ channel, user: 'U0DANA', text: 'psst', thread_ts: ts });
    const { messages } = await app.web.conversations.replies({ channel, ts });
    expect(textsOf(messages)).not.toContain('psst');
  });

  it.each([
    ['an unknown message', { channel, ts: '1.000001' }, 'thread_not_found'],
    ['an unknown channel', { channel: 'C0NONE', ts: '1.000001' }, 'channel_not_found'],
  ])('refuses %s', async (_what, args, error) => {
    const asking = app.web.conversations.replies(args);
    await expect(asking).rejects.toMatchObject({ data: { ok: false, error } });
  });

  it('needs the bot in the channel and the scope of its kind', async () => {
    app.workspace.leave(channel, 'U0BOT');
    const asking = app.web.conversations.replies({ channel, ts });
    await expect(asking).rejects.toMatchObject({ data: { error: 'not_in_channel' } });
    app.workspace.scopes.delete('channels:history');
    const again = app.web.conversations.replies({ channel, ts });
    await expect(again).rejects.toMatchObject({ data: { needed: 'channels:history' } });
  });
});

it('conversations.history shows the sum of a thread at its first message', async () => {
  const { messages = [] } = await app.web.conversations.history({ channel });
  expect(messages).toMatchObject([{ text: 'outside' }, { text: 'first', reply_count: 2 }]);
});
