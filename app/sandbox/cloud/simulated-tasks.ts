import type { ServiceScaling } from '../../../lib/environment/cloud.ts';
import type { EpochMillis, Millis } from '../../../lib/kernel/clock.ts';
import { become, settle, steady } from './changing.ts';

/** The tasks of one service: as many as are wanted run after a while. */
export interface SimulatedTasks {
  /** The count that is wanted. */
  readonly desired: number;
  readonly running: number;
  /** One word for both, as `STARTING` while fewer run than are wanted. */
  readonly status: string;
  /** Wants another count; where that is the present one, nothing changes. */
  scaleTo(desired: number, now: EpochMillis): void;
  /** Wants the nearest count within the bounds. */
  keepWithin(bounds: Pick<ServiceScaling, 'min' | 'max'>, now: EpochMillis): void;
  /** Lets so many run at once, whatever count is wanted, until another is. */
  run(count: number, now: EpochMillis): void;
  settle(now: EpochMillis): void;
}

const statusOf = (desired: number, running: number): string => {
  if (desired === 0) {
    return running === 0 ? 'STOPPED' : 'STOPPING';
  }
  return running < desired ? 'STARTING' : 'RUNNING';
};

/** Makes tasks, that many wanted and running; `delay` is how long they take to start and to end. */
export const createSimulatedTasks = (count: number, delay: Millis): SimulatedTasks => {
  let wanted = count;
  const running = steady(count);
  const scaleTo = (desired: number, now: EpochMillis): void => {
    if (wanted !== desired) {
      wanted = desired;
      become(running, now, running.current, [delay, desired]);
    }
  };
  return {
    get desired() {
      return wanted;
    },
    get running() {
      return running.current;
    },
    get status() {
      return statusOf(wanted, running.current);
    },
    scaleTo,
    keepWithin: ({ min, max }, now) => scaleTo(Math.min(Math.max(wanted, min), max), now),
    run: (many, now) => become(running, now, many),
    settle: (now) => settle(running, now),
  };
};
