import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ clock }, false);
});

afterEach(() => app.stop());

const post = (client = app.web) => client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
const posted = (): number => app.workspace.person('U0DANA').reads('C0GENERAL').length;

describe('a fault', () => {
  it('answers 429 with Retry-After, as often as it is told to', async () => {
    app.workspace.faults.rateLimit('chat.postMessage', 7, 2);
    const impatient = new WebClient(app.workspace.botToken, {
      slackApiUrl: app.workspace.apiUrl,
      rejectRateLimitedCalls: true,
    });
    await expect(post(impatient)).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post(impatient)).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post(impatient)).resolves.toMatchObject({ ok: true });
    expect(posted()).toBe(1);
  });

  it('strikes its own method only, or any', async () => {
    app.workspace.faults.next('chat.postMessage', { kind: 'http', status: 500 });
    await expect(app.web.auth.test()).resolves.toMatchObject({ ok: true });
    await expect(post()).rejects.toThrow('500');
    app.workspace.faults.next('*', { kind: 'error', code: 'internal_error' });
    await expect(app.web.auth.test()).rejects.toThrow('internal_error');
    app.workspace.faults.next('*', { kind: 'reset' });
    app.workspace.faults.clear();
    await expect(app.web.auth.test()).resolves.toMatchObject({ ok: true });
  });

  it('cuts the connection before or after the work', async () => {
    app.workspace.faults.next('chat.postMessage', { kind: 'reset' });
    await expect(post()).rejects.toThrow('request error');
    expect(posted()).toBe(0);
    app.workspace.faults.next('chat.postMessage', { kind: 'lost answer' });
    await expect(post()).rejects.toThrow('request error');
    expect(posted()).toBe(1);
    expect(app.workspace.calls('chat.postMessage').map(({ answer }) => answer.ok)).toEqual([
      false,
      true,
    ]);
  });

  it('delays an answer by the clock of the workspace, or swallows it', async () => {
    app.workspace.faults.next('chat.postMessage', { kind: 'late', by: 5_000 });
    let isAnswered = false;
    const posting = post().finally(() => {
      isAnswered = true;
    });
    await app.workspace.until(() => posted() === 1);
    await clock.advance(4_999);
    expect(isAnswered).toBe(false);
    await clock.advance(1);
    await posting;
    app.workspace.faults.next('auth.test', { kind: 'silence' });
    const hasty = new WebClient(app.workspace.botToken, {
      slackApiUrl: app.workspace.apiUrl,
      logLevel: LogLevel.ERROR,
      timeout: 50,
      retryConfig: { retries: 0 },
    });
    await expect(hasty.auth.test()).rejects.toThrow('timeout');
  });

  it('spoils response_urls too', async () => {
    await app.socket.start();
    await app.workspace.person('U0DANA').types('C0GENERAL', '/x');
    const url = String(app.received[0]?.body['response_url']);
    app.workspace.faults.next('response_url', { kind: 'http', status: 503 });
    const answer = () => fetch(url, { method: 'POST', body: '{"text":"x"}' });
    expect((await answer()).status).toBe(503);
    expect((await answer()).status).toBe(200);
  });
});
