import type {
  CloudCommand,
  CommandFailure,
  DatabaseState,
  SnapshotState,
} from '../../../lib/environment/cloud.ts';
import type { EpochMillis, Millis } from '../../../lib/kernel/clock.ts';
import { become, type Changing, settle, steady } from './changing.ts';
import type { DatabaseSeed } from './environments.ts';
import { createSimulatedSnapshots, type SimulatedSnapshots } from './simulated-snapshots.ts';

interface Database extends DatabaseSeed {
  readonly status: Changing<string>;
}

type DatabaseCommand = Extract<CloudCommand, { readonly database: string }>;

/** How long databases take, in milliseconds. */
export interface DatabaseTimings {
  /** To stop, and to start. */
  readonly database: Millis;
  readonly snapshot: Millis;
  /** After which time RDS starts a stopped database by itself. */
  readonly longestStop: Millis;
}

/** The databases of one environment, and the snapshots of them, which outlive them. */
export interface SimulatedDatabases {
  /** Brings a database into being, `available`. */
  add(seed: DatabaseSeed): void;
  /** Marks one as it is while its stack is being deleted. */
  markDeleting(id: string): void;
  /** Puts one into any state, as `storage-full`, in which it stays until it is told otherwise; adds it where there is none. */
  put(state: DatabaseState): void;
  /** RDS starts a stopped one by itself, as after seven days; throws where there is none that is stopped. */
  restart(id: string, now: EpochMillis): void;
  remove(id: string): void;
  settle(now: EpochMillis): void;
  list(): readonly DatabaseState[];
  /** Newest first. */
  snapshots(): readonly SnapshotState[];
  take(command: DatabaseCommand, now: EpochMillis): CommandFailure | undefined;
}

const inState = ({ id, status }: Database): CommandFailure => ({
  kind: 'wait',
  reason: `${id} is ${status.current}`,
});

const stop = (
  database: Database,
  timings: DatabaseTimings,
  now: EpochMillis,
): CommandFailure | undefined => {
  if (database.status.current !== 'available') {
    return inState(database);
  }
  become(
    database.status,
    now,
    'stopping',
    [timings.database, 'stopped'],
    [timings.longestStop, 'starting'],
    [timings.database, 'available'],
  );
  return undefined;
};

const start = (
  database: Database,
  timings: DatabaseTimings,
  now: EpochMillis,
): CommandFailure | undefined => {
  if (database.status.current !== 'stopped') {
    return inState(database);
  }
  become(database.status, now, 'starting', [timings.database, 'available']);
  return undefined;
};

/** What carries a command out on the database that it is about, or answers why it cannot be: with `wait`, as long as the status is another. */
const createCarryOut = (timings: DatabaseTimings, snapshots: SimulatedSnapshots) => {
  const save = (database: Database, id: string, now: EpochMillis): CommandFailure | undefined => {
    if (snapshots.has(id)) {
      return undefined;
    }
    if (database.status.current !== 'available') {
      return inState(database);
    }
    snapshots.create(id, database.id, now);
    become(database.status, now, 'backing-up', [timings.snapshot, 'available']);
    return undefined;
  };

  return (
    database: Database,
    command: DatabaseCommand,
    now: EpochMillis,
  ): CommandFailure | undefined => {
    switch (command.do) {
      case 'stop-database':
        return stop(database, timings, now);
      case 'start-database':
        return start(database, timings, now);
      case 'snapshot-database':
        return save(database, command.snapshot, now);
      default:
        return command satisfies never;
    }
  };
};

/** Makes the databases of one environment. */
export const createSimulatedDatabases = (timings: DatabaseTimings): SimulatedDatabases => {
  const databases = new Map<string, Database>();
  const snapshots = createSimulatedSnapshots(timings.snapshot);
  const carryOut = createCarryOut(timings, snapshots);

  return {
    add: (seed) => {
      databases.set(seed.id, { ...seed, status: steady('available') });
    },
    markDeleting: (id) => {
      const database = databases.get(id);
      if (database !== undefined) {
        become(database.status, 0, 'deleting');
      }
    },
    put: ({ status, ...seed }) => {
      databases.set(seed.id, { ...seed, status: steady(status) });
    },
    restart: (id, now) => {
      const database = databases.get(id);
      if (database === undefined || start(database, timings, now) !== undefined) {
        throw new Error(`there is no stopped database ${id}`);
      }
    },
    remove: (id) => {
      databases.delete(id);
    },
    settle: (now) => {
      databases.forEach(({ status }) => settle(status, now));
      snapshots.settle(now);
    },
    list: () => [...databases.values()].map((each) => ({ ...each, status: each.status.current })),
    snapshots: () => snapshots.list(),
    take: (command, now) => {
      const database = databases.get(command.database);
      if (database === undefined) {
        return { kind: 'gone', reason: `there is no database ${command.database}` };
      }
      return command.do !== 'snapshot-database' && database.exempt !== undefined
        ? { kind: 'refused', reason: database.exempt }
        : carryOut(database, command, now);
    },
  };
};
