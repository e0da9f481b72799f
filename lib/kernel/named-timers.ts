import type { CancelTimer, Clock, Millis } from './clock.ts';

/** Timers by name, at most one for each. */
export interface NamedTimers {
  /** Lets this happen once after `delay`, instead of what was to happen under that name; after {@link rest}, nothing happens. */
  set(name: string, delay: Millis, task: () => void): void;
  /** Takes back what was to happen under that name, if anything was. */
  cancel(name: string): void;
  /** Takes back all of it, and all that is set from now on. */
  rest(): void;
}

/** No timers yet. */
export const createNamedTimers = (clock: Clock): NamedTimers => {
  const timers = new Map<string, CancelTimer>();
  let resting = false;

  const cancel = (name: string): void => {
    timers.get(name)?.();
    timers.delete(name);
  };

  return {
    set: (name, delay, task) => {
      cancel(name);
      if (!resting) {
        const happen = (): void => {
          timers.delete(name);
          task();
        };
        timers.set(name, clock.schedule(delay, happen));
      }
    },
    cancel,
    rest: () => {
      resting = true;
      timers.forEach((cancelTimer) => cancelTimer());
      timers.clear();
    },
  };
};
