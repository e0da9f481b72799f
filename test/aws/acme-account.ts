import { createAwsCloud } from '../../lib/aws/aws-cloud.ts';
import { createOrchestratorClients } from '../../lib/aws/orchestrator-clients.ts';
import { orchestratorConfigurationSchema } from '../../lib/aws/orchestrator-configuration.ts';
import type { Cloud, EnvironmentState } from '../../lib/environment/cloud.ts';
import { completeStack, runningService } from './acme.ts';
import type { Database, EcsService, Stack } from './aws-model.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

/** An account of one's own with the adapter over it, and a clock that only the test moves. */
export interface AcmeAccount {
  readonly aws: FakeAws;
  readonly cloud: Cloud;
  /** Lets time go by, and what is due by then happen. */
  pass(seconds: number): void;
  /** The environment of that name; rejects where it cannot be described. */
  look(environment?: string): Promise<EnvironmentState>;
  close(): Promise<void>;
}

/** The tags of what belongs to `dev`. */
export const devTags = { Environment: 'dev' } as const;

const templateUrl = 'https://acme-templates.s3.eu-central-1.amazonaws.com/app.yaml';

const configuration = {
  table: 'acme-operations',
  environments: {
    dev: {
      clusters: ['acme-dev'],
      databases: ['acme-dev-db', 'acme-dev-aurora'],
      stacks: [
        {
          name: 'acme-dev-app',
          template_url: templateUrl,
          parameters: { Size: 'small' },
          capabilities: ['CAPABILITY_IAM'],
          snapshot_parameters: { 'acme-dev-db': 'DbSnapshot' },
        },
      ],
    },
    'prod-eu': { clusters: ['acme-prod'], databases: ['acme-prod-db'] },
  },
};

const start = Date.parse('2026-01-05T09:00:00Z');

/** Starts an account in which nothing is yet, with the configuration of `acme`, or another one. */
export const openAcmeAccount = async (
  given: unknown = configuration,
  requestTimeout = 2_000,
): Promise<AcmeAccount> => {
  const read = orchestratorConfigurationSchema.parse(given);
  let now = start;
  const aws = await startFakeAws(() => now);
  const clients = createOrchestratorClients({ ...aws.client, requestTimeout });
  const cloud = createAwsCloud(clients, read);
  aws.model.clusters.set('acme-dev', []);
  aws.model.templates.set(templateUrl, {
    parameters: ['Size', 'DbSnapshot'],
    capabilities: ['CAPABILITY_IAM'],
    databases: { 'acme-dev-db': 'DbSnapshot' },
    services: [],
    resources: [{ type: 'AWS::RDS::DBInstance', logicalId: 'Db', physicalId: 'acme-dev-db' }],
  });
  return {
    aws,
    cloud,
    pass: (seconds) => {
      now += seconds * 1000;
      aws.model.settle();
    },
    look: async (environment = 'dev') => {
      const described = await cloud.describe(environment);
      if (!described.ok) {
        throw new Error(JSON.stringify(described.error));
      }
      return described.value;
    },
    close: async () => {
      for (const client of [clients.ecs, clients.scaling, clients.rds, clients.stacks]) {
        client.destroy();
      }
      await aws.close();
    },
  };
};

/** Puts a running service of two tasks into a cluster, tagged for `dev` unless `how` says otherwise. */
export const addService = (
  { aws }: AcmeAccount,
  name: string,
  { cluster = 'acme-dev', ...how }: Partial<EcsService> = {},
): EcsService => {
  const service = runningService(cluster, name, 2, { tags: { ...devTags }, ...how });
  const services = aws.model.clusters.get(cluster) ?? [];
  aws.model.clusters.set(cluster, [...services, service]);
  return service;
};

/** Puts an available PostgreSQL instance, or with an engine of Aurora a cluster, into the account. */
export const addDatabase = (
  { aws }: AcmeAccount,
  kind: 'instance' | 'cluster',
  id: string,
  how: Partial<Omit<Database, 'id'>> = {},
): Database => {
  const engine = kind === 'cluster' ? 'aurora-postgresql' : 'postgres';
  const database = { id, status: 'available', engine, tags: { ...devTags }, more: {}, ...how };
  (kind === 'cluster' ? aws.model.dbClusters : aws.model.instances).set(id, database);
  return database;
};

/** Puts a stack that stands into the account. */
export const addStack = (
  { aws }: AcmeAccount,
  name: string,
  how: Partial<Omit<Stack, 'name'>> = {},
): Stack => {
  const stack = completeStack(name, { tags: { ...devTags }, ...how });
  aws.model.stacks.push(stack);
  return stack;
};
