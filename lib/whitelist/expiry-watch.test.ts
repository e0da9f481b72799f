import { describe, expect, it } from '@jest/globals';
import { refuse } from '../contract/error-envelope.ts';
import { createDeferred } from '../kernel/deferred.fixture.ts';
import { createWatchBench, ended, expiry, minute } from './expiry-watch.fixture.ts';
import { home } from './operations.fixture.ts';

describe('the watch over what expires', () => {
  it('looks at once and then every minute, as an operation of its own each time', async () => {
    const { watch, clock, functions, looks } = createWatchBench();
    watch.start();
    await clock.advance(0);
    expect(looks()).toBe(1);
    await clock.advance(minute - 1);
    expect(looks()).toBe(1);
    await clock.advance(1);
    await clock.advance(minute);

    // Between the first two it asks once what it may have missed.
    expect(functions.calls.filter(({ payload }) => payload.action === 'expire')).toEqual(
      ['op-000001', 'op-000003', 'op-000004'].map((operation_id) => ({
        function: 'ip-whitelist',
        payload: {
          action: 'expire',
          operation_id,
          user_info: {
            user_id: 'system:expiry',
            username: 'expiry',
            display_name: 'Expiry of the whitelist',
          },
        },
      })),
    );
  });

  it('looks no more where there is no function', async () => {
    const { watch, clock, log, functions, looks } = createWatchBench();
    functions.script.delete('ip-whitelist expire');
    watch.start();
    await clock.advance(10 * minute);

    expect(looks()).toBe(1);
    expect(clock.pending).toBe(0);
    expect(log.lines).toMatchObject([{ event: 'whitelist.not_watched', missing: 'NOT_SCRIPTED' }]);
  });

  it('logs what goes wrong, and looks again a minute later', async () => {
    const { watch, clock, log, says, board } = createWatchBench({
      sends: refuse('INTERNAL', 'The table is gone.'),
    });
    watch.start();
    await clock.advance(0);
    expect(log.lines).toMatchObject([
      { event: 'whitelist.expiry_failed', code: 'INTERNAL', error: 'The table is gone.' },
    ]);
    says(expiry([], [home]));
    await clock.advance(minute);

    expect(board.words()).toEqual([ended]);
  });

  it('outlives a bug of the noticeboard', async () => {
    const { watch, clock, log, board, looks } = createWatchBench(expiry([], [home]));
    board.show = () => Promise.reject(new Error('a bug'));
    watch.start();
    await clock.advance(minute);

    expect(looks()).toBe(2);
    expect(log.lines).toMatchObject([
      { event: 'whitelist.watch_failed', error: 'a bug' },
      { event: 'whitelist.watch_failed' },
    ]);
  });

  it('stops: nothing is scheduled, and what is under way is given up', async () => {
    const held = createDeferred<void>();
    let aborted = false;
    const { watch, clock, board } = createWatchBench(expiry([home], [home]), (functions) => ({
      invoke: async (call, signal) => {
        await held.promise;
        aborted ||= signal?.aborted === true;
        return functions.invoke(call, signal);
      },
    }));
    watch.start();
    const stopped = watch.stop();
    held.resolve();
    await stopped;

    expect(aborted).toBe(true);
    expect(board.messages()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('says nothing of a call that stopping has broken off', async () => {
    const { watch, log, functions } = createWatchBench();
    functions.script.set('ip-whitelist expire', { kind: 'lost', reason: 'aborted' });
    watch.start();
    await watch.stop();

    expect(log.lines).toEqual([]);
  });

  it('stops between two looks, and before it was started', async () => {
    const { watch, clock, looks } = createWatchBench();
    watch.start();
    await clock.advance(0);
    await watch.stop();
    await clock.advance(10 * minute);
    watch.changed('dev', '1.2.3.4/32');

    expect(looks()).toBe(1);
    await expect(createWatchBench().watch.stop()).resolves.toBeUndefined();
  });
});

describe('a change by a command', () => {
  it('lets the watch look at once, if the owner was asked', async () => {
    const { watch, clock, looks } = createWatchBench(expiry([home]));
    watch.start();
    await clock.advance(0);
    watch.changed('dev', '1.2.3.5/32');
    watch.changed('staging', '1.2.3.4/32');
    await clock.advance(0);
    expect(looks()).toBe(1);
    watch.changed('dev', '1.2.3.4/32');
    await clock.advance(0);
    expect(looks()).toBe(2);
    await clock.advance(minute);

    expect(looks()).toBe(3);
    expect(clock.pending).toBe(1);
  });

  it('during a look lets another follow', async () => {
    const gates = [createDeferred<void>(), createDeferred<void>(), createDeferred<void>()];
    let expiries = 0;
    const { watch, clock, looks } = createWatchBench(expiry([home]), (functions) => ({
      invoke: async (call, signal) => {
        if (call.payload.action === 'expire') {
          expiries += 1;
          await gates[expiries - 1]?.promise;
        }
        return functions.invoke(call, signal);
      },
    }));
    gates[0]?.resolve();
    watch.start();
    await clock.advance(minute);
    watch.changed('dev', '1.2.3.4/32');
    gates[1]?.resolve();
    await clock.advance(0);
    gates[2]?.resolve();
    await clock.advance(0);

    expect(looks()).toBe(3);
  });
});
