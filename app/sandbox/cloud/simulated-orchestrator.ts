import type { OperationStore } from '../../../lib/environment/operation-store.ts';
import type { CancelTimer, Clock, Millis } from '../../../lib/kernel/clock.ts';
import { createOrchestrator } from '../../functions/orchestrator.ts';
import {
  createOrchestratorSchedule,
  type ScheduleReport,
} from '../../functions/orchestrator-schedule.ts';
import { createMemoryOperationStore } from './memory-operation-store.ts';
import { type CloudOptions, createSimulatedCloud, type SimulatedCloud } from './simulated-cloud.ts';

/** The orchestrator function, and the world that it works on. */
export interface SimulatedOrchestrator {
  readonly handler: ReturnType<typeof createOrchestrator>;
  /** What EventBridge runs every minute in an account; here whoever wants it does. */
  readonly schedule: () => Promise<ScheduleReport>;
  readonly cloud: SimulatedCloud;
  readonly store: OperationStore;
}

/** Makes an orchestrator over a cloud and a table of its own; two of them share nothing. */
export const createSimulatedOrchestrator = (
  clock: Clock,
  options: CloudOptions = {},
): SimulatedOrchestrator => {
  const cloud = createSimulatedCloud(clock, options);
  const store = createMemoryOperationStore();
  const ports = { cloud, store, clock };
  return {
    handler: createOrchestrator(ports),
    schedule: createOrchestratorSchedule(ports),
    cloud,
    store,
  };
};

const minute: Millis = 60_000;

/** Runs the schedule every minute until the answer is called. */
export const runEveryMinute = (
  clock: Clock,
  { schedule }: Pick<SimulatedOrchestrator, 'schedule'>,
): CancelTimer => {
  const stopped = new AbortController();
  const wait = (): void => {
    if (!stopped.signal.aborted) {
      const cancel = clock.schedule(minute, () => void schedule().then(wait, wait));
      stopped.signal.addEventListener('abort', cancel, { once: true });
    }
  };
  wait();
  return () => stopped.abort();
};
