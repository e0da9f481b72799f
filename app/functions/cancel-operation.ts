import type { UserInfo } from '../../lib/contract/call-header.ts';
import type { ErrorEnvelope } from '../../lib/contract/error-envelope.ts';
import type { OperationProgress } from '../../lib/contract/orchestrator.ts';
import { cancelledBy } from '../../lib/environment/operation-progress.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { type OrchestratorPorts, progressOf } from './orchestrator-ports.ts';
import { unknownOperation } from './tick-operation.ts';

/** How often a lost race is run again: each time somebody else has brought the operation further. */
const attempts = 10;

/**
 * Ends an operation where it stands, on behalf of `by`: nothing more is sent, and what was sent goes on by itself. One at an end stays as it is.
 * Nothing is wanted of the environment afterwards: what runs in it is left running.
 */
export const cancelOperation = async (
  { store }: OrchestratorPorts,
  id: string,
  by: UserInfo,
): Promise<OperationProgress | ErrorEnvelope> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const operation = await store.find(id);
    if (operation === undefined) {
      return unknownOperation(id);
    }
    if (operation.progress.state !== 'in_progress') {
      return progressOf(operation);
    }
    const progress = cancelledBy(operation.progress, by.display_name);
    const ended = { ...operation, progress, cancelled: true };
    await store.setWanted(operation.environment, 'running');
    if (await store.update(ended)) {
      return progressOf(ended);
    }
  }
  throw new Fault('LOST_RACE', `${id} was changed by others ${attempts} times in a row`);
};
