import type { AwsModel, Database, EcsService, Stack, Template } from './aws-model.ts';

const urlOf = (template: string): string =>
  `https://templates.s3.eu-central-1.amazonaws.com/${template}.yaml`;

/** The configuration of the account of {@link buildAcme}, as it stands in ORCHESTRATOR_CONFIG_JSON. */
export const acmeConfiguration = {
  environments: {
    acme: {
      clusters: ['acme'],
      databases: ['acme-db', 'acme-orders-1', 'acme-replica'],
      stacks: [
        {
          name: 'acme-data',
          template_url: urlOf('data'),
          capabilities: ['CAPABILITY_IAM'],
          parameters: { InstanceClass: 'db.t4g.medium' },
          snapshot_parameters: { 'acme-db': 'DatabaseSnapshot' },
        },
        { name: 'acme-app', template_url: urlOf('app') },
      ],
    },
    safe: { protected: true, clusters: ['arn:aws:ecs:eu-central-1:123456789012:cluster/safe'] },
  },
  table: 'quartermaster',
};

/** A service that runs with all its tasks, tagged for its environment, which is called as its cluster. */
export const runningService = (
  cluster: string,
  name: string,
  tasks: number,
  changed: Partial<EcsService> = {},
): EcsService => ({
  name,
  cluster,
  desired: tasks,
  running: tasks,
  status: 'ACTIVE',
  strategy: 'REPLICA',
  tags: { Environment: cluster },
  ...changed,
});

/** A database that is available, tagged for acme. */
export const availableDatabase = (id: string, changed: Partial<Database> = {}): Database => ({
  id,
  status: 'available',
  engine: 'postgres',
  tags: { Environment: 'acme' },
  more: {},
  ...changed,
});

/** A stack that is complete, tagged for acme. */
export const completeStack = (name: string, changed: Partial<Stack> = {}): Stack => ({
  id: `arn:aws:cloudformation:eu-central-1:123456789012:stack/${name}/0`,
  name,
  status: 'CREATE_COMPLETE',
  reason: undefined,
  isProtected: false,
  tags: { Environment: 'acme' },
  parameters: {},
  resources: [],
  events: [],
  databases: [],
  services: [],
  stuck: undefined,
  tokens: new Set(),
  ...changed,
});

const templates: Readonly<Record<string, Template>> = {
  data: {
    resources: [
      { type: 'AWS::RDS::DBInstance', logicalId: 'Database', physicalId: 'acme-db' },
      { type: 'AWS::RDS::DBSubnetGroup', logicalId: 'Subnets', physicalId: 'acme-subnets' },
      { type: 'AWS::CloudWatch::Alarm', logicalId: 'Alarm', physicalId: 'acme-alarm' },
    ],
    parameters: ['InstanceClass', 'DatabaseSnapshot'],
    capabilities: ['CAPABILITY_IAM'],
    databases: { 'acme-db': 'DatabaseSnapshot' },
    services: [],
  },
  app: {
    resources: [
      { type: 'AWS::EC2::NatGateway', logicalId: 'Nat', physicalId: 'nat-0' },
      { type: 'AWS::ECS::Service', logicalId: 'Api', physicalId: 'api' },
      { type: 'AWS::ECS::Service', logicalId: 'Worker', physicalId: 'worker' },
    ],
    parameters: [],
    capabilities: [],
    databases: {},
    services: [
      {
        service: runningService('acme', 'api', 2),
        target: {
          min: 2,
          max: 6,
          suspended: { dynamicIn: true, dynamicOut: false, scheduled: false },
        },
      },
      { service: runningService('acme', 'worker', 3) },
    ],
  },
};

const addStack = (model: AwsModel, name: string, template: Template): void => {
  model.stacks.push(
    completeStack(name, {
      resources: template.resources.map((each) => ({ ...each, status: 'CREATE_COMPLETE' })),
      databases: Object.keys(template.databases),
      services: template.services.map(({ service }) => `${service.cluster}/${service.name}`),
    }),
  );
  for (const { service, target } of template.services) {
    model.clusters.get(service.cluster)?.push(structuredClone(service));
    if (target !== undefined) {
      model.targets.set(`service/${service.cluster}/${service.name}`, structuredClone(target));
    }
  }
};

/** The account that the contract of clouds asks for: the environments acme and safe, in which everything runs. */
export const buildAcme = (model: AwsModel): void => {
  const skipped = { tags: { Environment: 'acme', NightlyTeardown: 'skip' } };
  model.clusters.set('acme', [runningService('acme', 'vpn', 1, skipped)]);
  model.clusters.set('safe', [runningService('safe', 'api', 2)]);
  for (const [name, template] of Object.entries(templates)) {
    model.templates.set(urlOf(name), template);
    addStack(model, `acme-${name}`, template);
  }
  const databases = [
    availableDatabase('acme-db'),
    availableDatabase('acme-replica', {
      more: { ReadReplicaSourceDBInstanceIdentifier: 'another-db' },
    }),
    availableDatabase('acme-orders-1', {
      engine: 'aurora-postgresql',
      more: { DBClusterIdentifier: 'acme-orders' },
    }),
  ];
  databases.forEach((database) => model.instances.set(database.id, database));
  const orders = availableDatabase('acme-orders', { engine: 'aurora-postgresql' });
  model.dbClusters.set(orders.id, orders);
};
