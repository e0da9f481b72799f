import type { CancelTimer, Clock, Millis } from './clock.ts';
import { describeError } from './errors.ts';
import type { Log } from './log.ts';

/** Something that is looked at every minute as long as the daemon lives. */
export interface MinuteWatch {
  /** Looks at once, and then every minute. */
  readonly start: () => void;
  /** Looks at once; while a look is under way, another one follows it. Does nothing before the start and after the end. */
  readonly hurry: () => void;
  /** Looks no more; resolves when nothing of it runs. */
  readonly stop: () => Promise<void>;
}

/** What a watch works with. */
export interface MinuteWatchPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** One look; resolves with whether it is worth looking again. `stopped` is aborted when the watch is to end. */
  readonly look: (stopped: AbortSignal) => Promise<boolean>;
  /** The event of the log line for a look that rejects; the next one follows all the same. */
  readonly failure: string;
}

const interval: Millis = 60_000;

/** A watch that has not been started. */
export const createMinuteWatch = ({ clock, log, look, failure }: MinuteWatchPorts): MinuteWatch => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const state: { running: Promise<void>; next: CancelTimer | undefined; hurry: boolean } = {
    running: Promise.resolve(),
    next: undefined,
    hurry: false,
  };

  const turn = async (): Promise<void> => {
    state.next = undefined;
    state.hurry = false;
    const again = await look(signal).catch((error: unknown) => {
      log.error(failure, { error: describeError(error) });
      return true;
    });
    if (again && !signal.aborted) {
      state.next = clock.schedule(state.hurry ? 0 : interval, begin);
    }
  };

  const begin = (): void => {
    state.running = turn();
  };

  return {
    start: begin,
    hurry: () => {
      if (signal.aborted) {
        return;
      }
      // A look that is under way may have begun before what it is to see.
      state.hurry = true;
      if (state.next !== undefined) {
        state.next();
        begin();
      }
    },
    stop: () => {
      stopping.abort();
      state.next?.();
      return state.running;
    },
  };
};
