import { describe, expect, it } from '@jest/globals';
import { createDeferred } from './deferred.fixture.ts';
import { createManualClock } from './manual-clock.ts';
import { createMinuteWatch } from './minute-watch.ts';
import { createRecordingLog } from './recording-log.fixture.ts';

const minute = 60_000;

const createBench = (look: (stopped: AbortSignal) => Promise<boolean> = async () => true) => {
  const clock = createManualClock();
  const log = createRecordingLog();
  const state = { looks: 0 };
  const watch = createMinuteWatch({
    clock,
    log,
    look: (stopped) => {
      state.looks += 1;
      return look(stopped);
    },
    failure: 'things.watch_failed',
  });
  return { clock, log, state, watch };
};

describe('a minute watch', () => {
  it('looks at once and then every minute, until a look says that it is not worth it', async () => {
    const { clock, state, watch } = createBench(async () => state.looks < 3);
    expect(state.looks).toBe(0);
    watch.start();
    expect(state.looks).toBe(1);
    await clock.advance(minute - 1);
    expect(state.looks).toBe(1);
    await clock.advance(1);
    expect(state.looks).toBe(2);
    await clock.advance(10 * minute);

    expect(state.looks).toBe(3);
    expect(clock.pending).toBe(0);
  });

  it('logs a look that rejects, and looks again a minute later', async () => {
    const { clock, log, state, watch } = createBench(() => Promise.reject(new Error('a bug')));
    watch.start();
    await clock.advance(minute);

    expect(state.looks).toBe(2);
    expect(log.lines).toMatchObject([
      { event: 'things.watch_failed', error: 'a bug' },
      { event: 'things.watch_failed' },
    ]);
  });

  it('hurries: between two looks at once, during a look right after it', async () => {
    const held = createDeferred<boolean>();
    const { clock, state, watch } = createBench(() =>
      state.looks === 2 ? held.promise : Promise.resolve(true),
    );
    watch.hurry();
    expect(state.looks).toBe(0);
    watch.start();
    await clock.advance(0);
    watch.hurry();
    expect(state.looks).toBe(2);
    watch.hurry();
    held.resolve(true);
    await clock.advance(0);
    expect(state.looks).toBe(3);
    await clock.advance(minute);

    expect(state.looks).toBe(4);
    expect(clock.pending).toBe(1);
  });

  it('ends when the look that is under way has ended, and tells it to', async () => {
    const held = createDeferred<boolean>();
    const { clock, state, watch } = createBench(async (stopped) => {
      stopped.addEventListener('abort', () => held.resolve(true));
      return held.promise;
    });
    watch.start();
    await watch.stop();
    watch.hurry();
    await clock.advance(10 * minute);

    expect(state.looks).toBe(1);
    expect(clock.pending).toBe(0);
  });
});
