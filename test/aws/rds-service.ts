import { AwsFault } from './aws-fault.ts';
import type { AwsModel, Database } from './aws-model.ts';
import { createQueryService, type FakeService, type QueryAction } from './fake-service.ts';
import { pageOf } from './paging.ts';
import { snapshotActions } from './rds-snapshots.ts';
import type { Xml } from './write-xml.ts';

/** How long a database takes to stop and to start. */
const switchTime = 120_000;

/** What instances and clusters are called in the protocol. */
interface Words {
  readonly id: string;
  readonly status: string;
  readonly filter: string;
  readonly list: string;
  readonly one: string;
  readonly notFound: string;
  readonly wrongState: string;
}

const instanceWords: Words = {
  id: 'DBInstanceIdentifier',
  status: 'DBInstanceStatus',
  filter: 'db-instance-id',
  list: 'DBInstances',
  one: 'DBInstance',
  notFound: 'DBInstanceNotFound',
  wrongState: 'InvalidDBInstanceState',
};

const clusterWords: Words = {
  id: 'DBClusterIdentifier',
  status: 'Status',
  filter: 'db-cluster-id',
  list: 'DBClusters',
  one: 'DBCluster',
  notFound: 'DBClusterNotFoundFault',
  wrongState: 'InvalidDBClusterStateFault',
};

const shown = (words: Words, { id, status, engine, tags, more }: Database): Xml => ({
  [words.id]: id,
  [words.status]: status,
  Engine: engine,
  ...more,
  TagList: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
});

const needOne = (words: Words, all: ReadonlyMap<string, Database>, id: string): Database => {
  const database = all.get(id);
  if (database === undefined) {
    throw new AwsFault(words.notFound, `${words.one} ${id} not found.`, { status: 404 });
  }
  return database;
};

const describeAll = (
  model: AwsModel,
  words: Words,
  all: ReadonlyMap<string, Database>,
): QueryAction => ({
  parameters: [
    words.id,
    'Filters.Filter.N.Name',
    'Filters.Filter.N.Values.Value.N',
    'Marker',
    'MaxRecords',
  ],
  run: (form) => {
    const asked = form.get(words.id);
    if (asked !== undefined) {
      return { [words.list]: { [words.one]: [shown(words, needOne(words, all, asked))] } };
    }
    const filters = form.members('Filters.Filter');
    for (const filter of filters) {
      if (filter.need('Name') !== words.filter) {
        throw new AwsFault(
          'InvalidParameterValue',
          `Unrecognized filter name: ${filter.need('Name')}`,
        );
      }
    }
    const found = [...all.values()].filter(({ id }) =>
      filters.every((filter) => filter.values('Values.Value').includes(id)),
    );
    const { items, next } = pageOf(found, form.get('Marker'), model.pageSize);
    return {
      [words.list]: { [words.one]: items.map((each) => shown(words, each)) },
      Marker: next,
    };
  },
});

/** Why RDS itself refuses to stop it, beside its state. */
const whyNever = ({ more }: Database): string | undefined => {
  const isMember = 'DBClusterIdentifier' in more;
  const isReplica = Object.keys(more).some((name) => /Replica|ReplicationSource/.test(name));
  return isMember || isReplica ? 'it is a replica or a member of a cluster' : undefined;
};

const switchOne = (
  model: AwsModel,
  words: Words,
  all: ReadonlyMap<string, Database>,
  { from, via, to }: { readonly from: string; readonly via: string; readonly to: string },
): QueryAction => ({
  parameters: [words.id],
  run: (form) => {
    const id = form.need(words.id);
    const database = needOne(words, all, id);
    const never = via === 'stopping' ? whyNever(database) : undefined;
    if (database.status !== from || never !== undefined) {
      throw new AwsFault(
        words.wrongState,
        `${id} is not in ${from} state: ${never ?? database.status}`,
      );
    }
    database.status = via;
    model.later(switchTime, () => {
      if (database.status === via) {
        database.status = to;
      }
    });
    return { [words.one]: shown(words, database) };
  },
});

const stopping = { from: 'available', via: 'stopping', to: 'stopped' };
const starting = { from: 'stopped', via: 'starting', to: 'available' };

/** Amazon RDS: instances, clusters and their manual snapshots. */
export const createRds = (model: AwsModel): FakeService => {
  const { instances, dbClusters } = model;
  return createQueryService({
    DescribeDBInstances: describeAll(model, instanceWords, instances),
    DescribeDBClusters: describeAll(model, clusterWords, dbClusters),
    StopDBInstance: switchOne(model, instanceWords, instances, stopping),
    StartDBInstance: switchOne(model, instanceWords, instances, starting),
    StopDBCluster: switchOne(model, clusterWords, dbClusters, stopping),
    StartDBCluster: switchOne(model, clusterWords, dbClusters, starting),
    ...snapshotActions(model),
  });
};
