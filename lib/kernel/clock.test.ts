import { describe, expect, it } from '@jest/globals';
import { pause, systemClock, toIsoTime } from './clock.ts';
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

  it('writes moments in UTC', () => {
    expect(toIsoTime(Date.UTC(2026, 0, 5, 9))).toBe('2026-01-05T09:00:00.000Z');
  });
});
