import { describe, expect, it } from '@jest/globals';
import { withDeadline } from './deadline.ts';
import { createManualClock } from './manual-clock.ts';

const never = new Promise<string>(() => undefined);

describe('withDeadline', () => {
  it('settles as the work does and leaves no timer behind', async () => {
    const clock = createManualClock();

    expect(await withDeadline(clock, 100, 'x', Promise.resolve('done'))).toBe('done');
    await expect(
      withDeadline(clock, 100, 'x', Promise.reject(new Error('broken'))),
    ).rejects.toThrow('broken');

    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('waits up to the limit and not a moment longer', async () => {
    const clock = createManualClock();
    let caught: unknown;
    const waiting = withDeadline(clock, 100, 'writing it down', never).catch((error: unknown) => {
      caught = error;
    });

    await clock.advance(99);
    expect(caught).toBeUndefined();
    await clock.advance(1);
    await waiting;

    expect(caught).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: 'writing it down took longer than 100 ms',
    });
  });
});
