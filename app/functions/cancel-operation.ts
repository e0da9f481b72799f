import type { UserInfo } from '../../lib/contract/call-header.ts';
import type { OperationProgress } from '../../lib/contract/orchestrator.ts';
import { cancelledBy, cancelledUnbegun } from '../../lib/environment/operation-progress.ts';
import type { StoredOperation } from '../../lib/environment/operation-store.ts';
import { toIsoTime } from '../../lib/kernel/clock.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { type OrchestratorPorts, progressOf } from './orchestrator-ports.ts';

/** How often a lost race is run again: each time somebody else has brought the operation further. */
const attempts = 10;

/** Stores the cancellation of what has not begun; undefined where it began at this moment. */
const forestall = async (
  { store, clock }: OrchestratorPorts,
  id: string,
  by: UserInfo,
): Promise<StoredOperation | undefined> => {
  const unbegun: StoredOperation = {
    id,
    kind: 'none',
    environment: '',
    by,
    startedAt: toIsoTime(clock.now()),
    progress: cancelledUnbegun(by.display_name),
    cancelled: true,
    version: 1,
  };
  const begun = await store.begin(unbegun);
  return begun.kind === 'begun' ? unbegun : undefined;
};

/** Stores the cancellation of one in progress; undefined where somebody else brought it further at this moment. */
const end = async (
  { store }: OrchestratorPorts,
  operation: StoredOperation,
  by: UserInfo,
): Promise<StoredOperation | undefined> => {
  const progress = cancelledBy(operation.progress, by.display_name);
  const ended = { ...operation, progress, cancelled: true };
  // One of which everything was done is not cancelled: what was wanted of the environment is so.
  const wanted = progress.state === 'failed' ? 'running' : undefined;
  return (await store.update(ended, wanted)) ? ended : undefined;
};

/**
 * Ends an operation where it stands, on behalf of `by`: of what was not sent before, nothing is sent any more, but for the commands of up to
 * five resources that are on their way at this very moment; what was sent goes on by itself. One at an end stays as it is. One that nobody
 * knows will not begin: whoever begins it later gets this end. Nothing is wanted of the environment afterwards: what runs in it is left
 * running.
 */
export const cancelOperation = async (
  ports: OrchestratorPorts,
  id: string,
  by: UserInfo,
): Promise<OperationProgress> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const operation = await ports.store.find(id);
    if (operation !== undefined && operation.progress.state !== 'in_progress') {
      return progressOf(operation);
    }
    const ended =
      operation === undefined ? await forestall(ports, id, by) : await end(ports, operation, by);
    if (ended !== undefined) {
      return progressOf(ended);
    }
  }
  throw new Fault('LOST_RACE', `${id} was changed by others ${attempts} times in a row`);
};
