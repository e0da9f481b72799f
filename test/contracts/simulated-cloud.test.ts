import type { EnvironmentSeed } from '../../app/sandbox/cloud/environments.ts';
import { createSimulatedCloud } from '../../app/sandbox/cloud/simulated-cloud.ts';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { describeCloud } from './cloud.contract.ts';
import { scalingOfApi } from './cloud-bench.ts';

const acme: EnvironmentSeed = {
  protected: false,
  services: [
    { name: 'api', tasks: 2, scaling: scalingOfApi },
    { name: 'vpn', tasks: 1, exempt: 'its tag NightlyTeardown says skip' },
    { name: 'worker', tasks: 3 },
  ],
  databases: [
    { id: 'acme-db', kind: 'instance' },
    { id: 'acme-orders', kind: 'cluster' },
    { id: 'acme-replica', kind: 'instance', exempt: 'it is a read replica' },
  ],
  stacks: [
    {
      name: 'acme-data',
      services: [],
      databases: ['acme-db'],
      resourceTypes: ['AWS::RDS::DBInstance'],
    },
    {
      name: 'acme-app',
      services: ['api', 'worker'],
      databases: [],
      resourceTypes: ['AWS::EC2::NatGateway', 'AWS::ECS::Service'],
    },
  ],
};

const safe: EnvironmentSeed = {
  protected: true,
  services: [{ name: 'api', tasks: 2 }],
  databases: [],
  stacks: [],
};

const hour = 3_600_000;

describeCloud('simulated', async () => {
  const clock = createManualClock();
  const cloud = createSimulatedCloud(clock, { environments: { acme, safe } });
  return { cloud, elapse: () => clock.advance(hour), dispose: async () => {} };
});
