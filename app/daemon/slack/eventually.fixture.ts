import { pause, systemClock } from '../../../lib/kernel/clock.ts';

/** Resolves as soon as the condition holds; rejects after `within` milliseconds (5000) of real time. */
export const eventually = async (
  condition: () => boolean,
  what: string,
  within = 5_000,
): Promise<void> => {
  const end = systemClock.now() + within;
  while (!condition()) {
    if (systemClock.now() > end) {
      throw new Error(`no sign of ${what} within ${within} ms`);
    }
    await pause(systemClock, 5);
  }
};
