import type { CancelTimer, Clock, EpochMillis, Millis } from '../../lib/kernel/clock.ts';

/** A clock that can be set forward. */
export interface SkippingClock extends Clock {
  /** Sets it to be so far ahead of the real one; what becomes due by that runs at once, the earliest first. */
  setAhead(ahead: Millis): void;
}

interface Timer {
  readonly due: EpochMillis;
  readonly task: () => void;
  cancel: CancelTimer;
}

/** A clock on top of a real one, so far ahead of it. */
export const createSkippingClock = (real: Clock, ahead: Millis): SkippingClock => {
  const state = { ahead };
  const timers = new Set<Timer>();
  const now = (): EpochMillis => real.now() + state.ahead;

  const arm = (timer: Timer): void => {
    timer.cancel = real.schedule(Math.max(0, timer.due - now()), () => {
      timers.delete(timer);
      timer.task();
    });
  };

  return {
    now,
    schedule: (delay, task) => {
      const timer: Timer = { due: now() + delay, task, cancel: () => undefined };
      timers.add(timer);
      arm(timer);
      return () => {
        timer.cancel();
        timers.delete(timer);
      };
    },
    setAhead: (further) => {
      state.ahead = further;
      for (const timer of [...timers].toSorted((a, b) => a.due - b.due)) {
        timer.cancel();
        arm(timer);
      }
    },
  };
};
