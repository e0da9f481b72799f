import { type Clock, type Millis, systemClock } from '../../lib/kernel/clock.ts';

/** A clock that shows the real time, but on which every pause is over at once. */
export interface HastyClock {
  readonly clock: Clock;
  /** The lengths of the pauses so far. */
  readonly pauses: readonly Millis[];
}

/** Nobody has paused yet. */
export const createHastyClock = (): HastyClock => {
  const pauses: Millis[] = [];
  return {
    pauses,
    clock: {
      now: () => systemClock.now(),
      schedule: (delay, task) => {
        pauses.push(delay);
        const immediate = setImmediate(task);
        return () => clearImmediate(immediate);
      },
    },
  };
};
