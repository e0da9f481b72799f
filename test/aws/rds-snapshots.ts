import { AwsFault } from './aws-fault.ts';
import type { AwsModel, Database, Snapshot } from './aws-model.ts';
import type { QueryAction } from './fake-service.ts';
import { pageOf } from './paging.ts';
import type { QueryForm } from './query-form.ts';
import type { Xml } from './write-xml.ts';

/** How long a snapshot takes. */
const snapshotTime = 180_000;

/** What snapshots of instances and of clusters are called in the protocol. */
interface Words {
  readonly kind: Snapshot['kind'];
  readonly id: string;
  readonly database: string;
  readonly list: string;
  readonly one: string;
  readonly exists: string;
  readonly notFound: string;
  readonly wrongState: string;
}

const instanceWords: Words = {
  kind: 'instance',
  id: 'DBSnapshotIdentifier',
  database: 'DBInstanceIdentifier',
  list: 'DBSnapshots',
  one: 'DBSnapshot',
  exists: 'DBSnapshotAlreadyExists',
  notFound: 'DBInstanceNotFound',
  wrongState: 'InvalidDBInstanceState',
};

const clusterWords: Words = {
  kind: 'cluster',
  id: 'DBClusterSnapshotIdentifier',
  database: 'DBClusterIdentifier',
  list: 'DBClusterSnapshots',
  one: 'DBClusterSnapshot',
  exists: 'DBClusterSnapshotAlreadyExistsFault',
  notFound: 'DBClusterNotFoundFault',
  wrongState: 'InvalidDBClusterStateFault',
};

const shown = (words: Words, snapshot: Snapshot): Xml => ({
  [words.id]: snapshot.id,
  [words.database]: snapshot.database,
  Status: snapshot.status,
  SnapshotType: snapshot.type,
  SnapshotCreateTime: new Date(snapshot.createdAt).toISOString(),
  TagList: { Tag: Object.entries(snapshot.tags).map(([Key, Value]) => ({ Key, Value })) },
});

const describeSnapshots = (model: AwsModel, words: Words): QueryAction => ({
  parameters: [words.database, 'SnapshotType', 'Marker', 'MaxRecords'],
  run: (form) => {
    const found = model.snapshots.filter(
      ({ kind, database, type }) =>
        kind === words.kind &&
        database === form.need(words.database) &&
        type === (form.get('SnapshotType') ?? type),
    );
    const { items, next } = pageOf(found, form.get('Marker'), model.pageSize);
    return {
      [words.list]: { [words.one]: items.map((each) => shown(words, each)) },
      Marker: next,
    };
  },
});

const checkTags = (form: QueryForm): Record<string, string> =>
  Object.fromEntries(form.members('Tags.Tag').map((tag) => [tag.need('Key'), tag.need('Value')]));

const createSnapshot = (
  model: AwsModel,
  words: Words,
  databases: ReadonlyMap<string, Database>,
): QueryAction => ({
  parameters: [words.id, words.database, 'Tags.Tag.N.Key', 'Tags.Tag.N.Value'],
  run: (form) => {
    const [id, database] = [form.need(words.id), form.need(words.database)];
    // API reference: first a letter, then letters, digits and single hyphens.
    if (!/^[A-Za-z](-?[A-Za-z0-9])*$/.test(id) || id.length > 255) {
      throw new AwsFault('InvalidParameterValue', `The parameter ${words.id} is not valid: ${id}`);
    }
    if (model.snapshots.some((each) => each.id === id && each.kind === words.kind)) {
      throw new AwsFault(words.exists, `Cannot create the snapshot because ${id} already exists.`);
    }
    const found = databases.get(database);
    if (found === undefined) {
      throw new AwsFault(words.notFound, `${database} not found.`, { status: 404 });
    }
    if (found.status !== 'available' && found.status !== 'storage-optimization') {
      throw new AwsFault(words.wrongState, `${database} is not in available state.`);
    }
    const snapshot: Snapshot = {
      id,
      kind: words.kind,
      database,
      status: 'creating',
      createdAt: model.now(),
      type: 'manual',
      tags: checkTags(form),
    };
    model.snapshots.push(snapshot);
    model.later(snapshotTime, () => {
      snapshot.status = 'available';
    });
    return { [words.one]: shown(words, snapshot) };
  },
});

/** The actions of RDS about snapshots. */
export const snapshotActions = (model: AwsModel): Readonly<Record<string, QueryAction>> => ({
  DescribeDBSnapshots: describeSnapshots(model, instanceWords),
  DescribeDBClusterSnapshots: describeSnapshots(model, clusterWords),
  CreateDBSnapshot: createSnapshot(model, instanceWords, model.instances),
  CreateDBClusterSnapshot: createSnapshot(model, clusterWords, model.dbClusters),
});
