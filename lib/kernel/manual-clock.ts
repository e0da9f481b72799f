import type { Clock, EpochMillis, Millis } from './clock.ts';

/** A clock that stands still until it is told to go on: for tests. */
export interface ManualClock extends Clock {
  /**
   * Goes on by `by` milliseconds, firing each timer that falls due at its own moment, in order of time (of two
   * with the same moment the one that was set first). After each firing, and once at the start, promise chains and
   * finished I/O get several turns of the event loop, so that timers which they set inside the span fire too.
   */
  advance(by: Millis): Promise<void>;
  /** How many timers wait. */
  readonly pending: number;
}

interface Timer {
  readonly due: EpochMillis;
  readonly task: () => void;
}

const turnsToSettle = 5;

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < turnsToSettle; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
};

/** Makes a clock that shows `start` (2026-01-05T09:00:00Z, a Monday, unless told otherwise). */
export const createManualClock = (start: EpochMillis = Date.UTC(2026, 0, 5, 9)): ManualClock => {
  let present = start;
  const timers = new Set<Timer>();

  const takeNext = (until: EpochMillis): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.due <= until && (next === undefined || timer.due < next.due)) {
        next = timer;
      }
    }
    if (next !== undefined) {
      timers.delete(next);
    }
    return next;
  };

  return {
    now: () => present,
    schedule: (delay, task) => {
      const timer = { due: present + Math.max(0, delay), task };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: async (by) => {
      const until = present + by;
      await settle();
      for (let timer = takeNext(until); timer !== undefined; timer = takeNext(until)) {
        present = Math.max(present, timer.due);
        timer.task();
        await settle();
      }
      present = Math.max(present, until);
    },
    get pending() {
      return timers.size;
    },
  };
};
