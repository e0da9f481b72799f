import { describe, expect, it } from '@jest/globals';
import type { Notice } from '../reply/noticeboard.ts';
import { asks, createWatchBench, ended, expiry, minute } from './expiry-watch.fixture.ts';
import { home, listing } from './operations.fixture.ts';

/** How the function was asked for the lists of one environment. */
const listsOf = ({ calls }: Pick<ReturnType<typeof createWatchBench>['functions'], 'calls'>) =>
  calls
    .map(({ payload }) => payload)
    .filter((payload) => payload.action === 'list' && payload.environment !== undefined);

describe('what the watch tells', () => {
  it('asks the owner, and tells everybody of the end', async () => {
    const { watch, clock, board, says } = createWatchBench(expiry([home]));
    watch.start();
    await clock.advance(0);
    expect(board.words()).toEqual([asks]);
    says(expiry([], [home]));
    await clock.advance(minute);

    expect(board.words()).toEqual([
      '⌛ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) has expired and is no longer let in.',
      ended,
    ]);
    expect(board.messages().map(({ to }) => to)).toEqual([
      { person: 'slack:U0DANA' },
      { channel: 'C0NOTIFY' },
    ]);
  });

  it('asks nobody about what a machine has added, but tells of its end', async () => {
    const machine = { ...home, added_by: 'system:scheduler' };
    const { watch, clock, board } = createWatchBench(expiry([machine], [machine]));
    watch.start();
    await clock.advance(0);

    expect(board.words()).toEqual([
      '⌛ 1.2.3.4/32 (DEV, Home office, added by @scheduler) has expired and is no longer let in. Connections already open end by themselves.',
    ]);
  });

  it('takes the question back when the entry was extended', async () => {
    const { watch, clock, board, says, functions } = createWatchBench(expiry([home]));
    watch.start();
    await clock.advance(0);
    says(expiry([]));
    const other = { ...home, ip_address: '1.2.3.5/32' };
    functions.script.set(
      'ip-whitelist list',
      listing(other, { ...home, expires_at: '2026-03-01T09:00:00.000Z' }),
    );
    await clock.advance(minute);
    await clock.advance(minute);

    expect(board.words()).toEqual([
      '✅ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) may connect until 2026-03-01 09:00 UTC.',
    ]);
    expect(listsOf(functions)).toMatchObject([
      { environment: 'dev', user_info: { user_id: 'system:expiry' } },
    ]);
  });

  it('takes the question back when the entry was removed, also if the address was added anew', async () => {
    const { watch, clock, board, says, functions } = createWatchBench(expiry([home]));
    watch.start();
    await clock.advance(0);
    says(expiry([]));
    functions.script.set(
      'ip-whitelist list',
      listing({ ...home, added_at: '2026-02-04T08:00:00.000Z' }),
    );
    await clock.advance(minute);

    expect(board.words()).toEqual([
      '⚪ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) was removed and is no longer let in.',
    ]);
  });

  it('leaves the question where nobody can tell what became of the entry', async () => {
    const { watch, clock, board, says, functions } = createWatchBench(expiry([home]));
    watch.start();
    await clock.advance(0);
    says(expiry([]));
    functions.script.set('ip-whitelist list', { kind: 'lost', reason: 'a reset' });
    await clock.advance(minute);
    expect(board.words()).toEqual([asks]);
    functions.script.set('ip-whitelist list', listing());
    await clock.advance(minute);

    expect(board.words()[0]).toContain('was removed');
  });

  it('asks again about the new end of an entry that was extended', async () => {
    const { watch, clock, board, says, functions } = createWatchBench(expiry([home]));
    const extended = { ...home, expires_at: '2026-02-05T09:00:00.000Z' };
    watch.start();
    await clock.advance(0);
    says(expiry([extended]));
    functions.script.set('ip-whitelist list', listing(extended));
    await clock.advance(minute);

    expect(board.words()).toEqual([
      '✅ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) may connect until 2026-02-05 09:00 UTC.',
      '⏳ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) may connect until 2026-02-05 09:00 UTC.',
    ]);
  });

  it('takes nothing back that was never shown', async () => {
    const { watch, clock, board, says, functions } = createWatchBench(expiry([home]));
    board.state.refuses = true;
    watch.start();
    await clock.advance(0);
    board.state.refuses = false;
    says(expiry([]));
    await clock.advance(10 * minute);

    expect(board.words()).toEqual([]);
    expect(listsOf(functions)).toEqual([]);
  });
});

/** What hangs there once an earlier process has told all this, in turn. */
const left = async (...looks: readonly ReturnType<typeof expiry>[]) => {
  const messages = new Map<string, Notice>();
  const bench = createWatchBench(looks[0], undefined, messages);
  bench.watch.start();
  for (const look of looks) {
    bench.says(look);
    await bench.clock.advance(minute);
  }
  await bench.watch.stop();
  return messages;
};
const endedEntry = (how: 'removed' | 'expired') => ({
  sends: { success: true, entries: [], ended: [{ ...home, how, operation_id: 'op-000009' }] },
});

describe('what was asked before this process began', () => {
  const extended = { ...home, expires_at: '2026-03-01T09:00:00.000Z' };
  const until = '✅ 1.2.3.4/32 (DEV, Home office, added by @U0DANA) may connect until 2026-03-01';

  it.each([
    ['was extended since', listing(extended), until],
    ['was removed since', endedEntry('removed'), '⚪ 1.2.3.4/32'],
    ['expired so long since that it is no news', endedEntry('expired'), '⌛ 1.2.3.4/32'],
  ])('is settled where the entry %s', async (_, list, words) => {
    const { watch, clock, board, functions } = createWatchBench(
      expiry([]),
      undefined,
      await left(expiry([home])),
    );
    functions.script.set('ip-whitelist list', list);
    watch.start();
    await clock.advance(0);

    expect(board.words()).toEqual([expect.stringContaining(words)]);
    expect(board.messages()).toMatchObject([{ isFinal: true, to: { person: 'slack:U0DANA' } }]);
  });

  it('is settled once the function answers', async () => {
    const { watch, clock, board, functions } = createWatchBench(
      expiry([]),
      undefined,
      await left(expiry([home])),
    );
    functions.script.set('ip-whitelist list', { kind: 'lost', reason: 'a reset' });
    watch.start();
    await clock.advance(0);
    expect(board.words()).toEqual([asks]);
    functions.script.set('ip-whitelist list', endedEntry('removed'));
    await clock.advance(minute);

    expect(board.words()).toEqual([expect.stringContaining('was removed')]);
  });

  it('is settled also where the entry is about to expire again', async () => {
    const { watch, clock, board, functions } = createWatchBench(
      expiry([extended]),
      undefined,
      await left(expiry([home])),
    );
    functions.script.set('ip-whitelist list', listing(extended));
    watch.start();
    await clock.advance(0);

    expect(board.words()).toEqual([
      expect.stringContaining(until),
      expect.stringContaining('⏳ 1.2.3.4/32'),
    ]);
  });

  it('stays as it is where the entry is about to expire still', async () => {
    const { watch, clock, board, functions } = createWatchBench(
      expiry([home]),
      undefined,
      await left(expiry([home])),
    );
    functions.script.set('ip-whitelist list', listing(home));
    watch.start();
    await clock.advance(0);

    expect(board.words()).toEqual([asks]);
  });

  it('stays as it is where it was settled before, and where it was no question', async () => {
    const messages = await left(expiry([home]), expiry([], [home]));
    const before = [...messages.values()];
    const { watch, clock, board, functions } = createWatchBench(expiry([]), undefined, messages);
    functions.script.set('ip-whitelist list', endedEntry('expired'));
    watch.start();
    await clock.advance(minute);

    expect(before).toHaveLength(2);
    expect(board.messages()).toEqual(before);
    expect(board.state.asked).toBe(0);
  });
});

describe('a message that cannot be shown', () => {
  it('is tried again after longer and longer pauses, and then no more', async () => {
    const { watch, clock, board } = createWatchBench(expiry([], [home]));
    board.state.refuses = true;
    watch.start();
    await clock.advance(0);
    const tries: number[] = [];
    for (let minutes = 1; minutes <= 180; minutes += 1) {
      const before = board.state.asked;
      await clock.advance(minute);
      if (board.state.asked > before) {
        tries.push(minutes);
      }
    }

    expect(tries).toEqual([1, 3, 7, 15, 31, 63]);
  });

  it('has its tries again when it comes up anew', async () => {
    const { watch, clock, board, says } = createWatchBench(expiry([], [home]));
    board.state.refuses = true;
    watch.start();
    await clock.advance(100 * minute);
    says(expiry([]));
    await clock.advance(minute);
    board.state.refuses = false;
    says(expiry([], [home]));
    await clock.advance(minute);

    expect(board.words()).toEqual([ended]);
  });
});
