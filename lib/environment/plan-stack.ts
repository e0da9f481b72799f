import type { SnapshotState, StackState } from './cloud.ts';
import { reasonToKeep } from './stack-protection.ts';
import {
  failed,
  isOurs,
  reached,
  running,
  type Step,
  type StepVerdict,
  skipped,
  waiting,
} from './step-verdict.ts';

const withReason = ({ status, statusReason }: StackState): string =>
  statusReason === undefined ? status : `${status}, ${statusReason}`;

const isComplete = (status: string): boolean =>
  status.endsWith('_COMPLETE') && status !== 'ROLLBACK_COMPLETE' && status !== 'DELETE_COMPLETE';

/**
 * Deletes a stack, never by force, and never one that holds what a teardown preserves. One whose deletion failed before this operation is
 * tried again; one whose deletion fails now is reported.
 */
export const deleteStack = (
  stack: StackState,
  operationId: string,
  before: Step | undefined,
): StepVerdict => {
  const { name, status } = stack;
  if (status === 'ABSENT') {
    return reached(before, 'it was deleted already');
  }
  if (status.endsWith('_IN_PROGRESS')) {
    return waiting(before, `its status is ${status}`);
  }
  if (status === 'DELETE_FAILED' && isOurs(before)) {
    return failed(
      `${withReason(stack)}: remove what holds it in CloudFormation, then tear down again`,
    );
  }
  const kept = reasonToKeep(stack);
  return kept === undefined
    ? running('to delete', [{ do: 'delete-stack', stack: name, operationId }])
    : failed(kept);
};

const newestSnapshots = (
  { databases }: StackState,
  snapshots: readonly SnapshotState[],
): readonly (readonly [database: string, snapshot: SnapshotState | undefined])[] =>
  databases.map((database) => {
    const own = snapshots.filter((snapshot) => snapshot.database === database);
    return [database, own.find(({ status }) => status === 'available') ?? own[0]];
  });

/** Creates a stack that is absent, its databases from their newest snapshots, and waits for one that is still being taken. */
export const createStack = (
  stack: StackState,
  snapshots: readonly SnapshotState[],
  operationId: string,
  before: Step | undefined,
): StepVerdict => {
  const { name, status } = stack;
  if (isComplete(status)) {
    return reached(before, 'it was there already');
  }
  if (status.endsWith('_IN_PROGRESS')) {
    return waiting(before, `its status is ${withReason(stack)}`);
  }
  if (status !== 'ABSENT') {
    return failed(
      `${withReason(stack)}: repair or delete it in CloudFormation, then spin up again`,
    );
  }
  const newest = newestSnapshots(stack, snapshots);
  const unready = newest.find(([, snapshot]) => snapshot?.status === 'creating');
  if (unready !== undefined) {
    return waiting(before, `waits for the snapshot of ${unready[0]}`);
  }
  const usable = newest.flatMap(([database, snapshot]) =>
    snapshot?.status === 'available' ? [[database, snapshot.id] as const] : [],
  );
  const empty = newest.filter(([, snapshot]) => snapshot?.status !== 'available');
  const what =
    empty.length === 0
      ? 'to create'
      : `to create; no snapshot of ${empty.map(([database]) => database).join(', ')}`;
  return running(what, [
    { do: 'create-stack', stack: name, operationId, snapshots: Object.fromEntries(usable) },
  ]);
};

/** Whether the stack stands, so that what comes after it may begin. */
export const isStanding = ({ status }: StackState): boolean => isComplete(status);

/** The step of a service that is remembered and not there: it comes back with its stack, or not at all. */
export const awaitService = (isOpen: boolean): StepVerdict =>
  isOpen
    ? skipped('it is not there any more')
    : { state: 'pending', detail: 'comes back with its stack' };
