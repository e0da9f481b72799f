import { describe, expect, it } from '@jest/globals';
import { pause, pauseUnless, systemClock, toIsoTime } from './clock.ts';
import { createManualClock } from './manual-clock.ts';

describe('the clock', () => {
  it('of the machine shows the present and fires what was not cancelled', async () => {
    const before = Date.now();
    const fired: string[] = [];
    const cancel = systemClock.schedule(0, () => fired.push('cancelled'));
    cancel();

    await new Promise<void>((resolve) => {
      systemClock.schedule(1, resolve);
      // The clock's own timers keep no process alive; this one does.
      setTimeout(() => undefined, 50);
    });

    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
    expect(fired).toEqual([]);
  });

  it('pauses for as long as it is told', async () => {
    const clock = createManualClock();
    const seen: string[] = [];
    const pausing = pause(clock, 10).then(() => seen.push('over'));

    await clock.advance(9);
    expect(seen).toEqual([]);
    await clock.advance(1);
    await pausing;

    expect(seen).toEqual(['over']);
  });

  it('pauses until its signal is aborted, and leaves no timer behind', async () => {
    const clock = createManualClock();
    const given = new AbortController();
    const pausing = pauseUnless(given.signal, clock, 10);
    expect(clock.pending).toBe(1);

    given.abort();
    await pausing;

    expect(clock.pending).toBe(0);
    await pauseUnless(given.signal, clock, 10);
    expect(clock.pending).toBe(0);
  });

  it('writes moments in UTC', () => {
    expect(toIsoTime(Date.UTC(2026, 0, 5, 9))).toBe('2026-01-05T09:00:00.000Z');
  });
});
