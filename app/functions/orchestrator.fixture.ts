import { type OperationProgress, orchestratorActions } from '../../lib/contract/orchestrator.ts';
import type { EnvironmentState } from '../../lib/environment/cloud.ts';
import type { OperationStore } from '../../lib/environment/operation-store.ts';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createRecordingLog } from '../../lib/kernel/recording-log.fixture.ts';
import { createMemoryOperationStore } from '../sandbox/cloud/memory-operation-store.ts';
import { createFaultyCloud } from './faulty-cloud.fixture.ts';
import { createOrchestrator } from './orchestrator.ts';
import { createOrchestratorSchedule } from './orchestrator-schedule.ts';

/** Who asks. */
export const dana = { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' };

const minute = 60_000;

/** An orchestrator over a cloud in that state, with the table that it keeps. `wrap` puts something between it and its table. */
export const createTestOrchestrator = (
  initially: EnvironmentState,
  wrap: (store: OperationStore) => OperationStore = (store) => store,
) => {
  const cloud = createFaultyCloud(initially);
  const store = createMemoryOperationStore();
  const clock = createManualClock();
  const log = createRecordingLog();
  const ports = { cloud, store: wrap(store), clock, log };
  const orchestrator = createOrchestrator(ports);
  const schedule = createOrchestratorSchedule(ports);

  const call = (action: string, id: string, fields: object = {}) =>
    orchestrator({ action, operation_id: id, user_info: dana, ...fields });

  return {
    cloud,
    store,
    clock,
    log,
    schedule,
    /** Answers whatever it is. */
    call,
    /** Answers how far the operation is, or throws what it was refused with. */
    progress: async (
      action: string,
      id: string,
      fields: object = {},
    ): Promise<OperationProgress> => {
      const answer = await call(action, id, fields);
      return orchestratorActions.operation.response.parse(answer);
    },
    /** Lets the cloud move on and a minute go by, and looks at the operation, until it is at an end. */
    finish: async (id: string): Promise<OperationProgress> => {
      for (let round = 0; round < 200; round += 1) {
        const answer = orchestratorActions.operation.response.parse(await call('operation', id));
        if (answer.state !== 'in_progress') {
          return answer;
        }
        cloud.moveOn();
        await clock.advance(minute);
      }
      throw new Error(`${id} does not end`);
    },
  };
};
