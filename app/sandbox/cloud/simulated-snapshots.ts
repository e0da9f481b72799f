import type { SnapshotState } from '../../../lib/environment/cloud.ts';
import { type EpochMillis, type Millis, toIsoTime } from '../../../lib/kernel/clock.ts';
import { become, type Changing, settle, steady } from './changing.ts';

interface Snapshot extends Omit<SnapshotState, 'status'> {
  readonly status: Changing<string>;
}

/** The snapshots of the databases of one environment. */
export interface SimulatedSnapshots {
  has(id: string): boolean;
  /** Begins one of that database: it is `creating` for a while, and then `available`. */
  create(id: string, database: string, now: EpochMillis): void;
  settle(now: EpochMillis): void;
  /** Newest first. */
  list(): readonly SnapshotState[];
}

/** Makes a place for snapshots, without any; `delay` is how long it takes to create one. */
export const createSimulatedSnapshots = (delay: Millis): SimulatedSnapshots => {
  const snapshots = new Map<string, Snapshot>();
  return {
    has: (id) => snapshots.has(id),
    create: (id, database, now) => {
      const status = steady('creating');
      become(status, now, 'creating', [delay, 'available']);
      snapshots.set(id, { id, database, status, createdAt: toIsoTime(now) });
    },
    settle: (now) => {
      for (const { status } of snapshots.values()) {
        settle(status, now);
      }
    },
    list: () =>
      [...snapshots.values()]
        .map((snapshot) => ({ ...snapshot, status: snapshot.status.current }))
        .toReversed(),
  };
};
