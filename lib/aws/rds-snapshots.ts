import {
  CreateDBClusterSnapshotCommand,
  CreateDBSnapshotCommand,
  type DBClusterSnapshot,
  type DBSnapshot,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBSnapshots,
} from '@aws-sdk/client-rds';
import type { DatabaseState, SnapshotState } from '../environment/cloud.ts';
import { unlessGone, unlessThere } from './aws-error.ts';
import type { OrchestratorClients } from './orchestrator-clients.ts';
import { readTags, tagKeys } from './resource-tags.ts';

/** What the two kinds of snapshots have in common. */
type AnySnapshot = Pick<DBSnapshot, 'TagList' | 'Status' | 'SnapshotCreateTime'>;

/** A snapshot without a moment yet has only just begun: it is the newest. */
const farFuture = new Date('9999-12-31T00:00:00.000Z');

const toStates = <T extends AnySnapshot>(
  snapshots: readonly T[],
  environment: string,
  read: (snapshot: T) => { id: string | undefined; database: string | undefined },
): readonly SnapshotState[] =>
  snapshots
    .filter(({ TagList }) => {
      const tags = readTags(TagList);
      return tags.has(tagKeys.operation) && tags.get(tagKeys.environment) === environment;
    })
    .map((snapshot) => {
      const { id = '', database = '' } = read(snapshot);
      const { Status: status = 'unknown', SnapshotCreateTime: moment = farFuture } = snapshot;
      return { id, database, status, createdAt: moment.toISOString() };
    });

const instanceSnapshots = async (
  { rds: client }: OrchestratorClients,
  DBInstanceIdentifier: string,
): Promise<readonly DBSnapshot[]> => {
  const found: DBSnapshot[] = [];
  const asked = { DBInstanceIdentifier, SnapshotType: 'manual' };
  for await (const page of paginateDescribeDBSnapshots({ client }, asked)) {
    found.push(...(page.DBSnapshots ?? []));
  }
  return found;
};

const clusterSnapshots = async (
  { rds: client }: OrchestratorClients,
  DBClusterIdentifier: string,
): Promise<readonly DBClusterSnapshot[]> => {
  const found: DBClusterSnapshot[] = [];
  const asked = { DBClusterIdentifier, SnapshotType: 'manual' };
  for await (const page of paginateDescribeDBClusterSnapshots({ client }, asked)) {
    found.push(...(page.DBClusterSnapshots ?? []));
  }
  return found;
};

/**
 * The snapshots of these databases that operations of ours made, newest first. A database that is gone does not say any more whether it
 * was an instance or a cluster, so both are asked for.
 */
export const describeSnapshots = async (
  clients: OrchestratorClients,
  environment: string,
  databases: readonly string[],
): Promise<readonly SnapshotState[]> => {
  const found = await Promise.all(
    databases.map(async (database) => {
      const [ofInstance, ofCluster] = await Promise.all([
        unlessGone(instanceSnapshots(clients, database), []),
        unlessGone(clusterSnapshots(clients, database), []),
      ]);
      return [
        ...toStates(ofInstance, environment, (each) => ({
          id: each.DBSnapshotIdentifier,
          database: each.DBInstanceIdentifier,
        })),
        ...toStates(ofCluster, environment, (each) => ({
          id: each.DBClusterSnapshotIdentifier,
          database: each.DBClusterIdentifier,
        })),
      ];
    }),
  );
  return found
    .flat()
    .toSorted((one, other) =>
      one.createdAt === other.createdAt
        ? one.id.localeCompare(other.id)
        : other.createdAt.localeCompare(one.createdAt),
    );
};

/** Begins a snapshot that carries the operation and the environment as tags; one of that id counts as made. */
export const snapshotDatabase = async (
  { rds }: OrchestratorClients,
  environment: string,
  { id, kind }: DatabaseState,
  snapshot: string,
  operationId: string,
): Promise<void> => {
  const Tags = [
    { Key: tagKeys.operation, Value: operationId },
    { Key: tagKeys.environment, Value: environment },
  ];
  const creation =
    kind === 'cluster'
      ? rds.send(
          new CreateDBClusterSnapshotCommand({
            DBClusterSnapshotIdentifier: snapshot,
            DBClusterIdentifier: id,
            Tags,
          }),
        )
      : rds.send(
          new CreateDBSnapshotCommand({
            DBSnapshotIdentifier: snapshot,
            DBInstanceIdentifier: id,
            Tags,
          }),
        );
  await unlessThere(creation);
};
