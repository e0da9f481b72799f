import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';
import { createRateLimits, type RateLimits, type RateTier } from './rate-limits.ts';

let clock: ManualClock;
let limits: RateLimits;

beforeEach(() => {
  clock = createManualClock();
  limits = createRateLimits(clock);
});

const admit = (tier: RateTier, method: string, channel = 'C1') =>
  limits.admit({ method, tier, channel });
/** How many calls are admitted at this moment; at most a thousand are tried. */
const admitted = (tier: RateTier, method: string): number => {
  let count = 0;
  while (count < 1_000 && admit(tier, method) === undefined) {
    count += 1;
  }
  return count;
};

describe('a tier', () => {
  it.each([
    ['tier 2', 20],
    ['tier 3', 50],
    ['tier 4', 100],
    ['special', 300],
  ] as const)('admits in any minute, of %s, %i calls', async (tier, most) => {
    expect(admit(tier, 'm')).toBeUndefined();
    await clock.advance(30_000);
    expect(admitted(tier, 'm')).toBe(most - 1);
    expect(admit(tier, 'm')).toBe(30);
    await clock.advance(29_999);
    expect(admit(tier, 'm')).toBe(1);
    await clock.advance(1);
    expect(admitted(tier, 'm')).toBe(1);
    expect(admit(tier, 'm')).toBe(30);
  });

  it('counts each method by itself, and all channels together', () => {
    expect(admitted('tier 2', 'one')).toBe(20);
    expect(admitted('tier 2', 'other')).toBe(20);
    expect(admit('tier 2', 'one', 'C2')).toBe(60);
  });

  it('counts nothing that it turned away', async () => {
    admitted('tier 2', 'm');
    await clock.advance(59_999);
    expect(admit('tier 2', 'm')).toBe(1);
    await clock.advance(1);
    expect(admitted('tier 2', 'm')).toBe(20);
  });
});

describe('posts', () => {
  it('may come in a short burst, and then one a second', async () => {
    expect(admitted('posts', 'm')).toBe(15);
    expect(admit('posts', 'm')).toBe(1);
    await clock.advance(999);
    expect(admitted('posts', 'm')).toBe(0);
    await clock.advance(1);
    expect(admitted('posts', 'm')).toBe(1);
    await clock.advance(3_000);
    expect(admitted('posts', 'm')).toBe(3);
  });

  it('have their pace for each channel, and a limit for all of them', () => {
    const all = Array.from({ length: 30 }, (_, channel) =>
      Array.from({ length: 15 }, () => admit('posts', 'm', `C${channel}`)),
    ).flat();
    expect(all.filter((wait) => wait === undefined)).toHaveLength(300);
    expect(all.at(-1)).toBe(60);
  });
});

describe('a call that comes too soon', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const post = (channel: string, token = app.workspace.botToken) =>
    fetch(`${app.workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel, text: 'x' }),
    });
  const postMany = async (count: number, channel: string): Promise<readonly number[]> => {
    const answers = await Promise.all(Array.from({ length: count }, () => post(channel)));
    return answers.map(({ status }) => status);
  };

  it('is answered as Slack does, changes nothing, and may come again when it was told to', async () => {
    app = await startTestApp({ clock }, false);
    await postMany(15, 'C0GENERAL');

    const answer = await post('C0GENERAL');

    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toEqual({ ok: false, error: 'ratelimited' });
    expect(app.workspace.person('U0DANA').reads('C0GENERAL')).toHaveLength(15);
    expect(app.workspace.calls().at(-1)?.answer).toEqual({ ok: false, error: 'ratelimited' });
    await clock.advance(1_000);
    expect(await postMany(1, 'C0GENERAL')).toEqual([200]);
  });

  it('is known by its channel, whatever the channel is called', async () => {
    app = await startTestApp({ clock }, false);
    await postMany(15, 'C0GENERAL');
    await postMany(15, 'U0DANA');

    expect(await postMany(1, '#general')).toEqual([429]);
    expect(await postMany(1, 'D0DANA')).toEqual([429]);
    expect(await postMany(1, 'C0PLATFORM')).toEqual([200]);
  });

  it('is not one of somebody without the right token, whose calls count for nothing', async () => {
    app = await startTestApp({ clock }, false);
    const strangers = Array.from({ length: 20 }, () => post('C0GENERAL', 'xoxb-nobody'));

    expect(new Set((await Promise.all(strangers)).map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    expect(await postMany(1, 'C0GENERAL')).toEqual([200]);
  });

  it('is taken where the limits are off', async () => {
    app = await startTestApp({ clock, rateLimits: false }, false);

    expect(new Set(await postMany(120, 'C0GENERAL'))).toEqual(new Set([200]));
  });
});

describe('the methods', () => {
  it.each([
    ['conversations.list', 20],
    ['chat.update', 50],
    ['conversations.history', 50],
    ['users.info', 100],
    ['views.open', 100],
    ['auth.test', 300],
  ])('have the tier of their page in the reference: %s takes %i a minute', async (method, most) => {
    const app = await startTestApp({ clock }, false);
    const call = () =>
      fetch(`${app.workspace.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.workspace.botToken}` },
      });
    const answers = await Promise.all(Array.from({ length: most + 5 }, call));
    await app.stop();
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(most);
  });
});
