import type {
  DatabaseState,
  ServiceScaling,
  ServiceState,
} from '../../../lib/environment/cloud.ts';

/** A service as it is when the sandbox starts, and as its stack brings it back. */
export interface ServiceSeed extends Pick<ServiceState, 'name' | 'scaling' | 'exempt'> {
  readonly tasks: number;
}

/** A database as it is when the sandbox starts. */
export type DatabaseSeed = Omit<DatabaseState, 'status'>;

/** A stack, with the names of what goes and comes with it. */
export interface StackSeed {
  readonly name: string;
  readonly services: readonly string[];
  readonly databases: readonly string[];
  readonly resourceTypes: readonly string[];
  readonly terminationProtected?: boolean;
}

/** An environment as it is when the sandbox starts. */
export interface EnvironmentSeed {
  readonly protected: boolean;
  readonly services: readonly ServiceSeed[];
  readonly databases: readonly DatabaseSeed[];
  readonly stacks: readonly StackSeed[];
}

const service = (name: string, tasks: number, more: Partial<ServiceSeed> = {}): ServiceSeed => ({
  name,
  tasks,
  ...more,
});

const instance = (id: string, exempt?: string): DatabaseSeed => ({
  id,
  kind: 'instance',
  ...(exempt === undefined ? {} : { exempt }),
});

const between = (min: number, max: number): ServiceScaling => ({
  min,
  max,
  suspended: { dynamicIn: false, dynamicOut: false, scheduled: false },
});

const applicationTypes = [
  'AWS::EC2::NatGateway',
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
] as const;

/**
 * The environments of the sandbox. dev is as in the examples of the documentation; staging has what makes trouble in real accounts:
 * autoscaling, services that are never stopped, a read replica, an Aurora cluster, and a stack that holds a bucket; prod is protected.
 */
export const environments: Readonly<Record<string, EnvironmentSeed>> = {
  dev: {
    protected: false,
    services: [service('api', 2), service('worker', 1)],
    databases: [instance('acme-dev-db')],
    stacks: [
      {
        name: 'acme-dev-data',
        services: [],
        databases: ['acme-dev-db'],
        resourceTypes: ['AWS::RDS::DBInstance', 'AWS::RDS::DBSubnetGroup'],
      },
      {
        name: 'acme-dev-app',
        services: ['api', 'worker'],
        databases: [],
        resourceTypes: applicationTypes,
      },
    ],
  },
  staging: {
    protected: false,
    services: [
      service('api', 2),
      service('worker', 2),
      service('web', 3, { scaling: between(2, 6) }),
      service('log-router', 2, { exempt: 'a daemon service runs on every instance' }),
      service('vpn', 1, { exempt: 'its tag NightlyTeardown says skip' }),
    ],
    databases: [
      instance('acme-staging-db'),
      { id: 'acme-staging-events', kind: 'cluster' },
      instance('acme-staging-reports', 'it has read replicas'),
      instance('acme-staging-reports-replica', 'it is a read replica'),
    ],
    stacks: [
      {
        name: 'acme-staging-app',
        services: ['api', 'worker', 'web'],
        databases: ['acme-staging-db'],
        resourceTypes: [...applicationTypes, 'AWS::RDS::DBInstance', 'AWS::S3::Bucket'],
      },
    ],
  },
  prod: {
    protected: true,
    services: [service('api', 6), service('worker', 4), service('web', 4)],
    databases: [instance('acme-prod-db'), instance('acme-prod-reports')],
    stacks: [
      {
        name: 'acme-prod-app',
        services: ['api', 'worker', 'web'],
        databases: [],
        resourceTypes: applicationTypes,
        terminationProtected: true,
      },
    ],
  },
};
