import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';

const has = (value: string | undefined): boolean => value !== undefined && value !== '';
const hasAny = (list: readonly unknown[] | undefined): boolean => (list?.length ?? 0) > 0;

/**
 * Why RDS never stops this instance (RDS user guide, "Stopping an Amazon RDS DB instance temporarily", limitations); undefined where it
 * does. Not for members of clusters.
 */
export const whyInstanceCannotStop = (instance: DBInstance): string | undefined => {
  const engine = instance.Engine ?? '';
  if (
    has(instance.ReadReplicaSourceDBInstanceIdentifier) ||
    has(instance.ReadReplicaSourceDBClusterIdentifier)
  ) {
    return 'it is a read replica';
  }
  if (
    hasAny(instance.ReadReplicaDBInstanceIdentifiers) ||
    hasAny(instance.ReadReplicaDBClusterIdentifiers)
  ) {
    return 'it has read replicas';
  }
  if (engine.startsWith('custom-')) {
    return 'RDS Custom cannot be stopped by the orchestrator';
  }
  return engine.startsWith('sqlserver-') && instance.MultiAZ === true
    ? 'SQL Server in Multi-AZ cannot be stopped'
    : undefined;
};

const engineModes: Readonly<Record<string, string>> = {
  serverless: 'Aurora Serverless v1 cannot be stopped',
  multimaster: 'an Aurora multi-master cluster cannot be stopped',
  global: 'a member of a global database cannot be stopped',
};

/**
 * Why RDS never stops this cluster (Aurora user guide, "Stopping and starting an Amazon Aurora DB cluster", limitations); undefined
 * where it does.
 */
export const whyClusterCannotStop = (cluster: DBCluster): string | undefined => {
  if (!(cluster.Engine ?? '').startsWith('aurora')) {
    return 'a Multi-AZ DB cluster cannot be stopped';
  }
  if (has(cluster.GlobalClusterIdentifier) || cluster.GlobalWriteForwardingRequested === true) {
    return 'a member of a global database cannot be stopped';
  }
  if (has(cluster.ReplicationSourceIdentifier)) {
    return 'it is a read replica';
  }
  return hasAny(cluster.ReadReplicaIdentifiers)
    ? 'it has read replicas'
    : engineModes[cluster.EngineMode ?? ''];
};
