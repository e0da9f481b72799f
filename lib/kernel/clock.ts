/** Milliseconds since 1970-01-01T00:00:00Z, as `Date.now()` gives them. */
export type EpochMillis = number;

/** A span of time in milliseconds. */
export type Millis = number;

/** Stops a timer that has not fired yet; afterwards it does nothing. */
export type CancelTimer = () => void;

/** The one source of time. Nothing else in lib or app reads the wall clock or sets a timer. */
export interface Clock {
  /** The present moment. */
  now(): EpochMillis;
  /** Runs `task` once, `delay` from now. The timer alone does not keep the process alive. */
  schedule(delay: Millis, task: () => void): CancelTimer;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (delay, task) => {
    const timer = setTimeout(task, delay);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delay` on the given clock. */
export const pause = (clock: Clock, delay: Millis): Promise<void> =>
  new Promise((resolve) => {
    clock.schedule(delay, resolve);
  });

/** Resolves after `delay` on the given clock, or as soon as `signal` is aborted. */
export const pauseUnless = (
  signal: AbortSignal | undefined,
  clock: Clock,
  delay: Millis,
): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const finish = (): void => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.schedule(delay, finish);
    signal?.addEventListener('abort', finish);
  });

/** An ISO 8601 timestamp in UTC, as it stands in ledger lines and payloads. */
export const toIsoTime = (moment: EpochMillis): string => new Date(moment).toISOString();
