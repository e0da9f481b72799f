import { describe, expect, it } from '@jest/globals';
import { pause } from './clock.ts';
import { createManualClock } from './manual-clock.ts';

describe('the manual clock', () => {
  it('starts on the Monday that tests count on and moves only when told to', async () => {
    const clock = createManualClock();
    expect(new Date(clock.now()).toISOString()).toBe('2026-01-05T09:00:00.000Z');
    await clock.advance(1500);
    expect(clock.now()).toBe(Date.UTC(2026, 0, 5, 9, 0, 1, 500));
  });

  it('fires due timers in order of time, each at its own moment, equal ones in order of setting', async () => {
    const clock = createManualClock(0);
    const fired: string[] = [];
    clock.schedule(30, () => fired.push(`late ${clock.now()}`));
    clock.schedule(10, () => fired.push(`early ${clock.now()}`));
    clock.schedule(10, () => fired.push(`early too ${clock.now()}`));
    clock.schedule(31, () => fired.push('not yet'));
    await clock.advance(30);
    expect(fired).toEqual(['early 10', 'early too 10', 'late 30']);
    expect(clock.pending).toBe(1);
  });

  it('fires what promise chains schedule inside the span', async () => {
    const clock = createManualClock(0);
    const moments: number[] = [];
    const loop = async (): Promise<void> => {
      for (let round = 0; round < 4; round += 1) {
        await pause(clock, 10);
        moments.push(clock.now());
      }
    };
    const done = loop();
    await clock.advance(100);
    await done;
    expect(moments).toEqual([10, 20, 30, 40]);
    expect(clock.now()).toBe(100);
  });

  it('never fires a cancelled timer', async () => {
    const clock = createManualClock();
    const fired: string[] = [];
    const cancel = clock.schedule(10, () => fired.push('cancelled'));
    clock.schedule(5, cancel);
    await clock.advance(20);
    cancel();
    expect(fired).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('takes a negative delay as none', async () => {
    const clock = createManualClock(0);
    const moments: number[] = [];
    clock.schedule(-5, () => moments.push(clock.now()));
    await clock.advance(0);
    expect(moments).toEqual([0]);
  });
});
