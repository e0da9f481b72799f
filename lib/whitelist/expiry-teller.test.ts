import { describe, expect, it } from '@jest/globals';
import { asks, createWatchBench, ended, expiry, minute } from './expiry-watch.fixture.ts';
import { home, listing } from './operations.fixture.ts';

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
    expect([...board.shown.values()].map(({ to }) => to)).toEqual([
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
    expect(functions.calls.filter(({ payload }) => payload.action === 'list')).toMatchObject([
      { payload: { environment: 'dev', user_info: { user_id: 'system:expiry' } } },
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
    expect(functions.calls.filter(({ payload }) => payload.action === 'list')).toEqual([]);
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
