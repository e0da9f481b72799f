import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { OperationProgress } from '../../lib/contract/orchestrator.ts';
import { brokenOff } from '../../lib/environment/operation-progress.ts';
import type { StoredOperation } from '../../lib/environment/operation-store.ts';
import { advanceOperation, storeProgress } from './advance-operation.ts';
import { cloudRefusal } from './cloud-refusal.ts';
import { guardEnvironment } from './guard-environment.ts';
import { type OrchestratorPorts, progressOf } from './orchestrator-ports.ts';

const breakOff = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
  { error }: ErrorEnvelope,
): Promise<StoredOperation> =>
  (await storeProgress(ports, operation, brokenOff(operation.progress, error.message))).stored;

/**
 * Looks at an operation and does the next of it. One at an end stays as it is, and so does one whose cloud does not answer now. One whose
 * environment is no longer there, or protected by now, ends here and lets it go.
 */
export const tickOperation = async (
  ports: OrchestratorPorts,
  operation: StoredOperation,
): Promise<StoredOperation> => {
  const { environment, kind, progress } = operation;
  if (progress.state !== 'in_progress' || kind === 'none') {
    return operation;
  }
  const guarded = guardEnvironment(ports.cloud, environment, kind);
  if (guarded !== undefined) {
    return breakOff(ports, operation, guarded);
  }
  const described = await ports.cloud.describe(environment);
  if (described.ok) {
    return advanceOperation(ports, { ...operation, kind }, described.value);
  }
  return described.error.kind === 'unavailable'
    ? operation
    : breakOff(ports, operation, cloudRefusal(described.error, environment));
};

/** The refusal of an operation id that nothing is known of. */
export const unknownOperation = (id: string): ErrorEnvelope =>
  refuse('NOT_FOUND', `There is no operation ${id}. Ask with the id that you were told.`);

/** How far the operation of this id is, after a look at it. */
export const followOperation = async (
  ports: OrchestratorPorts,
  id: string,
): Promise<OperationProgress | ErrorEnvelope> => {
  const operation = await ports.store.find(id);
  return operation === undefined
    ? unknownOperation(id)
    : progressOf(await tickOperation(ports, operation));
};
