import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  StartDBClusterCommand,
  StartDBInstanceCommand,
  StopDBClusterCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import type { DatabaseState } from '../environment/cloud.ts';
import { unlessGone } from './aws-error.ts';
import type { OrchestratorClients } from './orchestrator-clients.ts';
import type { EnvironmentConfiguration } from './orchestrator-configuration.ts';
import { whyClusterCannotStop, whyInstanceCannotStop } from './rds-exemption.ts';
import { type ResourceTags, readTags, whyExemptByTags } from './resource-tags.ts';

/**
 * Asked for one by one: an absent one is then told by its error alone. To a filter of several ids RDS has also answered with an error
 * about one of them, and those that there are would seem destroyed.
 */
const readInstances = async (
  { rds }: OrchestratorClients,
  ids: readonly string[],
): Promise<readonly DBInstance[]> => {
  const answers = await Promise.all(
    ids.map((DBInstanceIdentifier) =>
      unlessGone(rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier })), undefined),
    ),
  );
  return answers.flatMap((answer) => answer?.DBInstances ?? []);
};

const readClusters = async (
  { rds }: OrchestratorClients,
  ids: readonly string[],
): Promise<readonly DBCluster[]> => {
  const answers = await Promise.all(
    ids.map((DBClusterIdentifier) =>
      unlessGone(rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier })), undefined),
    ),
  );
  return answers.flatMap((answer) => answer?.DBClusters ?? []);
};

/** A database, and the tags by which it is ours. */
export interface TaggedDatabase {
  readonly state: DatabaseState;
  readonly tags: ResourceTags;
}

const toTagged = (
  state: DatabaseState,
  tags: ResourceTags,
  environment: string,
  whyNever: string | undefined,
): TaggedDatabase => {
  const exempt = whyExemptByTags(tags, environment) ?? whyNever;
  return { tags, state: exempt === undefined ? state : { ...state, exempt } };
};

const toInstance = (instance: DBInstance, environment: string): TaggedDatabase => {
  const { DBInstanceIdentifier: id = '', DBInstanceStatus: status = 'unknown' } = instance;
  const state = { id, kind: 'instance', status } as const;
  return toTagged(state, readTags(instance.TagList), environment, whyInstanceCannotStop(instance));
};

const toCluster = (cluster: DBCluster, environment: string): TaggedDatabase => {
  const { DBClusterIdentifier: id = '', Status: status = 'unknown' } = cluster;
  const state = { id, kind: 'cluster', status } as const;
  return toTagged(state, readTags(cluster.TagList), environment, whyClusterCannotStop(cluster));
};

/**
 * Those of the databases of an environment that there are, by id. For an instance that is a member of a cluster stands its cluster: it
 * is stopped as a whole.
 */
export const describeDatabases = async (
  clients: OrchestratorClients,
  environment: string,
  { databases: ids }: Pick<EnvironmentConfiguration, 'databases'>,
): Promise<readonly TaggedDatabase[]> => {
  const instances = await readInstances(clients, ids);
  const ofMembers = instances.flatMap(({ DBClusterIdentifier: id }) => (id ? [id] : []));
  const clusterIds = [...new Set([...ids, ...ofMembers])];
  const clusters = await readClusters(clients, clusterIds);
  return [
    ...instances
      .filter(({ DBClusterIdentifier: id }) => !id)
      .map((instance) => toInstance(instance, environment)),
    ...clusters.map((cluster) => toCluster(cluster, environment)),
  ].toSorted((one, other) => (one.state.id < other.state.id ? -1 : 1));
};

/** Stops or starts a database; an Aurora cluster as a whole. */
export const switchDatabase = async (
  { rds }: OrchestratorClients,
  { id, kind }: DatabaseState,
  to: 'stop' | 'start',
): Promise<void> => {
  const [cluster, instance] = [{ DBClusterIdentifier: id }, { DBInstanceIdentifier: id }];
  if (kind === 'cluster') {
    await (to === 'stop'
      ? rds.send(new StopDBClusterCommand(cluster))
      : rds.send(new StartDBClusterCommand(cluster)));
    return;
  }
  await (to === 'stop'
    ? rds.send(new StopDBInstanceCommand(instance))
    : rds.send(new StartDBInstanceCommand(instance)));
};
