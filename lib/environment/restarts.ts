import { operationIdSchema } from '../contract/call-header.ts';
import type { Restarted } from '../contract/orchestrator.ts';
import type { EpochMillis, Millis } from '../kernel/clock.ts';
import type { StoredOperation } from './operation-store.ts';
import { stoppedAlready } from './plan-database.ts';
import { isEnded } from './step-verdict.ts';

/** How long a restart is told of after the last operation because of it began. */
const toldFor: Millis = 7 * 24 * 60 * 60 * 1000;

/** What became of one database of an operation. */
const fateOf = (
  { progress }: Pick<StoredOperation, 'progress'>,
  database: string,
): Pick<Restarted, 'state' | 'reason'> => {
  // A database has the longer name where a service has its id; see databaseStepName.
  const step =
    progress.steps.find(({ name }) => name === `database ${database}`) ??
    progress.steps.find(({ name }) => name === database);
  const isOver = progress.state !== 'in_progress' || (step !== undefined && isEnded(step.state));
  if (!isOver) {
    return { state: 'in_progress' };
  }
  return step?.state === 'succeeded' || step?.detail === stoppedAlready
    ? { state: 'succeeded' }
    : { state: 'failed', reason: step?.detail ?? 'the operation did not come to it' };
};

/**
 * What AWS had started again by itself, from the operations that were begun because of that in the last seven days: each restart once, with
 * its last operation, those found first first.
 */
export const restartsFrom = (
  operations: readonly StoredOperation[],
  now: EpochMillis,
): readonly Restarted[] => {
  const restarts = new Map<string, Restarted>();
  const inOrder = operations
    .filter(({ startedAt }) => now - Date.parse(startedAt) <= toldFor)
    .toSorted((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
  for (const { id: operationId, environment, restarted = [], progress } of inOrder) {
    for (const { id, foundAt } of restarted) {
      restarts.set(`${environment} ${id} ${foundAt}`, {
        environment,
        id,
        found_at: foundAt,
        operation_id: operationIdSchema.parse(operationId),
        ...fateOf({ progress }, id),
      });
    }
  }
  return [...restarts.values()].toSorted(
    (one, other) => Date.parse(one.found_at) - Date.parse(other.found_at),
  );
};
