import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ clock });
});

afterEach(() => app.stop());

/** Types a command in #platform and gives its response_url. */
const responseUrl = async (): Promise<string> => {
  await app.workspace.person('U0DANA').types('C0PLATFORM', '/x');
  return String(app.received.at(-1)?.body['response_url']);
};
const post = async (url: string, body: object): Promise<[number, string]> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [answer.status, await answer.text()];
};

describe('a response_url', () => {
  it('takes an ephemeral and a public answer, also where the bot is no member', async () => {
    app.workspace.leave('C0PLATFORM', 'U0BOT');
    const url = await responseUrl();
    await expect(post(url, { text: 'for Dana' })).resolves.toEqual([200, 'ok']);
    await post(url, { text: 'for all', response_type: 'in_channel' });
    const texts = (id: string) =>
      app.workspace
        .person(id)
        .reads('C0PLATFORM')
        .map(({ text }) => text);
    expect(texts('U0DANA')).toEqual(['for Dana', '/x', 'for all']);
    expect(texts('U0ALICE')).toEqual(['/x', 'for all']);
  });

  it('takes five answers; the sixth gets 404', async () => {
    const url = await responseUrl();
    for (const text of ['1', '2', '3', '4', '5']) {
      await expect(post(url, { text })).resolves.toEqual([200, 'ok']);
    }
    await expect(post(url, { text: '6' })).resolves.toEqual([
      404,
      '{"ok":false,"error":"used_url"}',
    ]);
    expect(app.workspace.person('U0DANA').reads('C0PLATFORM')).toHaveLength(5);
  });

  it('lives for thirty minutes', async () => {
    const url = await responseUrl();
    await clock.advance(30 * 60_000);
    await expect(post(url, { text: 'in time' })).resolves.toEqual([200, 'ok']);
    await clock.advance(1);
    const [status, body] = await post(url, { text: 'late' });
    expect([status, body]).toEqual([404, '{"ok":false,"error":"expired_url"}']);
  });

  it('must have been issued', async () => {
    const url = await responseUrl();
    await expect(post(`${url}x`, { text: 'x' })).resolves.toEqual([
      404,
      '{"ok":false,"error":"unknown_url"}',
    ]);
  });

  it.each([
    ['no text', { text: '' }, 'no_text'],
    ['invalid blocks', { blocks: [{ type: 'nonsense' }] }, 'invalid_blocks'],
  ])('refuses %s without counting it', async (_what, body, error) => {
    const url = await responseUrl();
    for (let count = 0; count < 6; count += 1) {
      await expect(post(url, body)).resolves.toEqual([400, `{"ok":false,"error":"${error}"}`]);
    }
    await expect(post(url, { text: 'x' })).resolves.toEqual([200, 'ok']);
  });
});

describe('the response_url of a click', () => {
  it('replaces and deletes the message that was clicked', async () => {
    const button = {
      type: 'button' as const,
      text: { type: 'plain_text' as const, text: 'Go' },
      action_id: 'go',
    };
    await app.web.chat.postMessage({
      channel: 'C0PLATFORM',
      text: 'card',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const alice = app.workspace.person('U0ALICE');
    const [card] = alice.reads('C0PLATFORM');
    expect(card).toBeDefined();
    if (card !== undefined) {
      await alice.clicks(card, 'Go');
    }
    const url = String(app.received.at(-1)?.body['response_url']);
    await post(url, { replace_original: true, text: 'done' });
    expect(app.workspace.person('U0DANA').reads('C0PLATFORM')).toMatchObject([
      { ts: card?.ts, text: 'done', edited: true, buttons: [] },
    ]);
    await post(url, { delete_original: true });
    expect(alice.reads('C0PLATFORM')).toEqual([]);
    const [status] = await post(url, { replace_original: true, text: 'again' });
    expect(status).toBe(404);
  });
});
