import type { DatabaseState, SnapshotState } from './cloud.ts';
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

/** RDS's words for a database that answers while RDS does something beside. */
const serving: ReadonlySet<string> = new Set([
  'available',
  'backing-up',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'storage-initialization',
  'storage-optimization',
]);

const lost: ReadonlySet<string> = new Set([
  'cloning-failed',
  'deleting',
  'delete-precheck',
  'failed',
  'insufficient-capacity',
  'migration-failed',
  'restore-error',
  'storage-full',
]);

/** Whether a database is in a state that it does not leave by itself, as `inaccessible-encryption-credentials`. */
const isLost = (status: string): boolean =>
  lost.has(status) || status.startsWith('inaccessible-') || status.startsWith('incompatible-');

/** What is said of a database that needed no stop. */
export const stoppedAlready = 'it was stopped already';

/**
 * Stops a database, which RDS takes only while it is `available`; in any state that passes it is waited for. `because` is told of what this
 * operation stops.
 */
export const stopDatabase = (
  { id, status, exempt }: DatabaseState,
  before: Step | undefined,
  because?: string,
): StepVerdict => {
  if (exempt !== undefined) {
    return skipped(exempt);
  }
  if (status === 'stopped') {
    const end = reached(before, stoppedAlready);
    return because === undefined || end.state === 'skipped' ? end : { ...end, detail: because };
  }
  if (isLost(status)) {
    return skipped(`its status is ${status}`);
  }
  return status === 'available'
    ? running(because ?? 'to stop', [{ do: 'stop-database', database: id }])
    : waiting(before, `it is ${status}; it will be stopped when that is done`);
};

/** Starts a database that is `stopped`, and waits until it answers. */
export const startDatabase = (
  { id, status, exempt }: DatabaseState,
  before: Step | undefined,
): StepVerdict => {
  if (exempt !== undefined) {
    return skipped(exempt);
  }
  if (serving.has(status)) {
    return reached(before, 'it runs already');
  }
  if (isLost(status)) {
    return failed(`its status is ${status}: repair it in the RDS console, then start again`);
  }
  return status === 'stopped'
    ? running('to start', [{ do: 'start-database', database: id }])
    : waiting(before, `it is ${status}`);
};

/** Of which operation, and under which id, a last snapshot is taken. */
export interface SnapshotOrder {
  readonly id: string;
  readonly operationId: string;
  readonly environment: string;
}

/** Takes the last snapshot of a database before its stack goes, and waits until the snapshot is `available`. */
export const snapshotDatabase = (
  database: DatabaseState,
  order: SnapshotOrder,
  snapshots: readonly SnapshotState[],
  before: Step | undefined,
): StepVerdict => {
  const { id, status } = database;
  const taken = snapshots.find((snapshot) => snapshot.id === order.id);
  if (taken !== undefined) {
    return judgeTaken(taken);
  }
  if (isLost(status)) {
    return failed(`no snapshot can be taken while its status is ${status}: nothing is deleted`);
  }
  if (status === 'stopped') {
    return running('to start, because RDS saves no stopped database', [
      { do: 'start-database', database: id },
    ]);
  }
  if (status === 'available' || status === 'storage-optimization') {
    return running(`to save as ${order.id}`, [
      {
        do: 'snapshot-database',
        database: id,
        snapshot: order.id,
        operationId: order.operationId,
      },
    ]);
  }
  return waiting(before, isOurs(before) ? `${order.id} is being taken` : `its status is ${status}`);
};

/**
 * The snapshot of a database that is not found. Where the deletion of its stack was begun before (`isGoing`), it went with that and is saved
 * by the last snapshot of ours. Elsewhere it may only be hidden from us, and everything stays.
 */
export const snapshotOfMissing = (
  id: string,
  order: SnapshotOrder,
  snapshots: readonly SnapshotState[],
  isGoing: boolean,
): StepVerdict => {
  const taken = snapshots.find((snapshot) => snapshot.id === order.id);
  if (taken !== undefined) {
    return judgeTaken(taken);
  }
  const last = isGoing
    ? snapshots.find(({ database, status }) => database === id && status === 'available')
    : undefined;
  return last === undefined
    ? failed(`${id} is not found, so that no last snapshot can be taken: nothing is deleted`)
    : skipped(`it is not there any more; its last snapshot is ${last.id}`);
};

const judgeTaken = ({ id, status }: SnapshotState): StepVerdict => {
  if (status === 'available') {
    return { state: 'succeeded', detail: id };
  }
  return isLost(status)
    ? failed(`the snapshot ${id} is ${status}: nothing is deleted; tear down again`)
    : { state: 'running', detail: `${id} is ${status}` };
};
