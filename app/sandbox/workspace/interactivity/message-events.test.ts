import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ clock });
});

afterEach(() => app.stop());

describe('a message that mentions the bot', () => {
  it('is an app_mention, wrapped as Slack wraps events', async () => {
    const dana = app.workspace.person('U0DANA');
    const { message, event } = await dana.says('C0GENERAL', '@quartermaster help & more');
    expect(event).toBe('acknowledged');
    expect(app.received[0]).toMatchObject({ type: 'events_api', retry_num: 0 });
    expect(app.received[0]?.body).toEqual({
      token: expect.any(String),
      team_id: 'T0ACME',
      api_app_id: 'A0QUARTER',
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev\w+$/),
      event_time: expect.any(Number),
      authorizations: [
        {
          enterprise_id: null,
          team_id: 'T0ACME',
          user_id: 'U0BOT',
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: expect.any(String),
      event: {
        client_msg_id: expect.any(String),
        type: 'app_mention',
        text: '<@U0BOT> help &amp; more',
        user: 'U0DANA',
        ts: message.ts,
        team: 'T0ACME',
        blocks: [expect.objectContaining({ type: 'rich_text' })],
        channel: 'C0GENERAL',
        event_ts: message.ts,
      },
    });
  });

  it('carries its thread', async () => {
    const dana = app.workspace.person('U0DANA');
    const { message } = await dana.says('C0GENERAL', 'hello');
    await dana.says('C0GENERAL', '@quartermaster help', { thread: message.ts });
    expect(app.received[0]?.body['event']).toMatchObject({ thread_ts: message.ts });
  });

  it('is no event where the bot is not, nor without the scope', async () => {
    app.workspace.leave('C0GENERAL', 'U0BOT');
    const dana = app.workspace.person('U0DANA');
    expect((await dana.says('C0GENERAL', '@quartermaster help')).event).toBeUndefined();
    app.workspace.scopes.delete('app_mentions:read');
    expect((await dana.says('C0PLATFORM', '@quartermaster help')).event).toBeUndefined();
    expect(app.received).toEqual([]);
  });
});

describe('a message without a mention', () => {
  it('is an event in the DM with the app alone', async () => {
    const dana = app.workspace.person('U0DANA');
    expect((await dana.says('C0GENERAL', 'hello')).event).toBeUndefined();
    await dana.says(dana.dmChannel, 'help');
    expect(app.received.map(({ body }) => body['event'])).toMatchObject([
      { type: 'message', channel_type: 'im', channel: dana.dmChannel, text: 'help' },
    ]);
    expect(dana.dms().map(({ from }) => from)).toEqual(['U0DANA']);
  });
});

describe('what the bot itself says in a DM', () => {
  it('comes back to the app, as do its edits', async () => {
    const { ts = '', channel = '' } = await app.web.chat.postMessage({
      channel: 'U0DANA',
      text: 'one',
    });
    await app.web.chat.update({ channel, ts, text: 'two' });
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'unheard' });
    await app.workspace.until(
      () =>
        app.workspace.envelopes().filter((sent) => sent.acknowledgements.length > 0).length === 2,
    );
    expect(app.received.map(({ body }) => body['event'])).toMatchObject([
      { type: 'message', channel_type: 'im', channel, ts, bot_id: 'B0BOT', text: 'one' },
      { subtype: 'message_changed', message: { text: 'two' }, previous_message: { text: 'one' } },
    ]);
  });
});

describe('an event that is not acknowledged', () => {
  it('is delivered again after 1 s, 1 min and 5 min, as the same event in a new envelope', async () => {
    app.answerWith(() => undefined);
    const dana = app.workspace.person('U0DANA');
    const saying = dana.says(dana.dmChannel, 'help');
    await clock.advance(3_000);
    expect((await saying).event).toBe('timed out');
    await clock.advance(1_000 + 3_000 + 60_000 + 3_000 + 300_000 + 3_000 + 600_000);
    const arrivals = await app.workspace.until(() =>
      app.received.length === 4 ? app.received : undefined,
    );
    expect(arrivals.map((received) => [received.retry_num, received.retry_reason])).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
      [3, 'timeout'],
    ]);
    expect(new Set(arrivals.map(({ body }) => body['event_id'])).size).toBe(1);
    expect(new Set(arrivals.map(({ envelope_id: id }) => id)).size).toBe(4);
  });

  it('is not delivered again once a retry is acknowledged', async () => {
    app.answerWith(({ retry_num: retry, ack }) => (retry === 1 ? ack() : undefined));
    const dana = app.workspace.person('U0DANA');
    const saying = dana.says(dana.dmChannel, 'help');
    await clock.advance(3_000);
    await saying;
    await clock.advance(1_000);
    await app.workspace.until(() =>
      app.workspace.envelopes().some(({ acknowledgements }) => acknowledgements.length > 0),
    );
    await clock.advance(3_600_000);
    expect(app.workspace.envelopes()).toHaveLength(2);
  });

  it('waits for a socket where none was open', async () => {
    await app.socket.disconnect();
    await app.workspace.until(() => app.workspace.sockets.count === 0);
    const dana = app.workspace.person('U0DANA');
    expect((await dana.says(dana.dmChannel, 'help')).event).toBe('undeliverable');
    await app.socket.start();
    await clock.advance(1_000);
    await app.workspace.until(
      () => app.received.some(({ retry_num: retry }) => retry === 1) || undefined,
      {
        what: 'the retry',
      },
    );
  });
});
