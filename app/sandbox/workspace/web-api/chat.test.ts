import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({}, false);
});

afterEach(() => app.stop());

const failure = (error: string) => ({ data: { ok: false, error } });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('chat.postMessage', () => {
  it('posts where the bot is, with metadata, for everybody there', async () => {
    const metadata = { event_type: 'card', event_payload: { request_id: 'req-abcdef' } };
    const answer = await app.web.chat.postMessage({
      channel: 'C0APPROVALS',
      text: 'Hello',
      metadata,
    });
    expect(answer).toMatchObject({
      channel: 'C0APPROVALS',
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      message: {
        type: 'message',
        user: 'U0BOT',
        bot_id: 'B0BOT',
        app_id: 'A0QUARTER',
        text: 'Hello',
      },
    });
    expect(app.workspace.person('U0AMIR').reads('C0APPROVALS')).toMatchObject([
      { ts: answer.ts, text: 'Hello', metadata, ephemeral: false, edited: false },
    ]);
    expect(() => app.workspace.person('U0DANA').reads('C0APPROVALS')).toThrow('cannot see');
  });

  it('takes a person as the channel: their DM', async () => {
    const answer = await app.web.chat.postMessage({ channel: 'U0DANA', text: 'For you' });
    const dana = app.workspace.person('U0DANA');
    expect(answer.channel).toBe(dana.dmChannel);
    expect(dana.dms().map(({ text }) => text)).toEqual(['For you']);
    expect(() => app.workspace.person('U0ALICE').reads(dana.dmChannel)).toThrow('cannot see');
  });

  it('needs membership: not_in_channel for public channels, channel_not_found for private ones', async () => {
    app.workspace.leave('C0GENERAL', 'U0BOT');
    app.workspace.leave('C0APPROVALS', 'U0BOT');
    const posting = (channel: string) => app.web.chat.postMessage({ channel, text: 'x' });
    await expect(posting('C0GENERAL')).rejects.toMatchObject(failure('not_in_channel'));
    await expect(posting('C0APPROVALS')).rejects.toMatchObject(failure('channel_not_found'));
    await expect(posting('C0NOWHERE')).rejects.toMatchObject(failure('channel_not_found'));
    app.workspace.scopes.add('chat:write.public');
    await expect(posting('C0GENERAL')).resolves.toMatchObject({ ok: true });
  });

  it('refuses to say nothing', async () => {
    const posting = app.web.chat.postMessage({ channel: 'C0GENERAL', text: '' });
    await expect(posting).rejects.toMatchObject(failure('no_text'));
  });

  it('points at what is wrong with blocks', async () => {
    const blocks = [section('fine'), section('x'.repeat(3_001))];
    const posting = app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'x', blocks });
    await expect(posting).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: [
            '[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
          ],
        },
      },
    });
  });

  it('names blocks and elements that the app did not name', async () => {
    await app.web.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'x',
      blocks: [section('a'), section('b')],
    });
    const ids = app.workspace
      .person('U0DANA')
      .reads('C0GENERAL')[0]
      ?.blocks.map((block) => block['block_id']);
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(undefined);
  });
});

describe('chat.update', () => {
  it('changes what is given, retains the rest and marks the message as edited', async () => {
    const { ts = '' } = await app.web.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'old',
      blocks: [section('old')],
    });
    await app.web.chat.update({ channel: 'C0GENERAL', ts, text: 'new' });
    const dana = app.workspace.person('U0DANA');
    expect(dana.reads('C0GENERAL')).toMatchObject([
      { ts, text: 'new', shown: 'old', edited: true },
    ]);
    await app.web.chat.update({ channel: 'C0GENERAL', ts, text: 'new', blocks: [] });
    expect(dana.reads('C0GENERAL')[0]?.shown).toBe('new');
  });

  it("changes only the bot's own messages", async () => {
    const dana = app.workspace.person('U0DANA');
    const { message } = await dana.says('C0GENERAL', 'mine');
    const updating = app.web.chat.update({ channel: 'C0GENERAL', ts: message.ts, text: 'yours' });
    await expect(updating).rejects.toMatchObject(failure('cant_update_message'));
    const gone = app.web.chat.update({ channel: 'C0GENERAL', ts: '1.000000', text: 'x' });
    await expect(gone).rejects.toMatchObject(failure('message_not_found'));
  });

  it('takes no text beyond 4,000 characters', async () => {
    const { ts = '' } = await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
    const updating = app.web.chat.update({ channel: 'C0GENERAL', ts, text: 'x'.repeat(4_001) });
    await expect(updating).rejects.toMatchObject(failure('msg_too_long'));
  });
});

describe('chat.postEphemeral', () => {
  it('shows the message to one member of the channel, who sees nothing of it in the history', async () => {
    await app.web.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0DANA', text: 'psst' });
    expect(app.workspace.person('U0DANA').ephemerals()).toMatchObject([{ text: 'psst' }]);
    expect(app.workspace.person('U0ALICE').reads('C0GENERAL')).toEqual([]);
    const history = await app.web.conversations.history({ channel: 'C0GENERAL' });
    expect(history.messages).toEqual([]);
  });

  it('cannot reach who is not in the channel', async () => {
    const posting = app.web.chat.postEphemeral({
      channel: 'C0APPROVALS',
      user: 'U0DANA',
      text: 'psst',
    });
    await expect(posting).rejects.toMatchObject(failure('user_not_in_channel'));
  });

  it('cannot be updated', async () => {
    const { message_ts: ts = '' } = await app.web.chat.postEphemeral({
      channel: 'C0GENERAL',
      user: 'U0DANA',
      text: 'psst',
    });
    const updating = app.web.chat.update({ channel: 'C0GENERAL', ts, text: 'x' });
    await expect(updating).rejects.toMatchObject(failure('message_not_found'));
  });
});

describe('chat.delete', () => {
  it("takes away the bot's own message and no other", async () => {
    const { ts = '' } = await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
    await app.web.chat.delete({ channel: 'C0GENERAL', ts });
    const { message } = await app.workspace.person('U0DANA').says('C0GENERAL', 'mine');
    const deleting = app.web.chat.delete({ channel: 'C0GENERAL', ts: message.ts });
    await expect(deleting).rejects.toMatchObject(failure('cant_delete_message'));
    expect(
      app.workspace
        .person('U0DANA')
        .reads('C0GENERAL')
        .map(({ text }) => text),
    ).toEqual(['mine']);
  });
});
