import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CloudCommand } from '../../lib/environment/cloud.ts';
import { type CloudBench, failureOf, type GetBench, look, scalingOfApi } from './cloud-bench.ts';
import { describeCloudDatabases } from './cloud-databases.contract.ts';
import { describeCloudServices } from './cloud-services.contract.ts';
import { describeCloudStacks } from './cloud-stacks.contract.ts';

const operationId = 'op-aaaaaa';

const describeLooking = (bench: GetBench): void => {
  it('shows the services of an environment, with what scales and what exempts them', async () => {
    expect((await look(bench())).services).toEqual([
      { name: 'api', status: 'RUNNING', desired: 2, running: 2, scaling: scalingOfApi },
      { name: 'vpn', status: 'RUNNING', desired: 1, running: 1, exempt: expect.any(String) },
      { name: 'worker', status: 'RUNNING', desired: 3, running: 3 },
    ]);
  });

  it('shows the databases, a cluster as one, with what exempts them', async () => {
    const { databases, snapshots } = await look(bench());

    expect(databases).toEqual([
      { id: 'acme-db', kind: 'instance', status: 'available' },
      { id: 'acme-orders', kind: 'cluster', status: 'available' },
      { id: 'acme-replica', kind: 'instance', status: 'available', exempt: expect.any(String) },
    ]);
    expect(snapshots).toEqual([]);
  });

  it('shows the stacks as they are configured, with what they hold', async () => {
    expect((await look(bench())).stacks).toEqual([
      {
        name: 'acme-data',
        status: 'CREATE_COMPLETE',
        resourceTypes: expect.arrayContaining(['AWS::RDS::DBInstance']),
        terminationProtected: false,
        databases: ['acme-db'],
      },
      {
        name: 'acme-app',
        status: 'CREATE_COMPLETE',
        resourceTypes: expect.arrayContaining(['AWS::ECS::Service']),
        terminationProtected: false,
        databases: [],
      },
    ]);
  });

  it('changes nothing by looking', async () => {
    const before = await look(bench());
    await bench().elapse();

    await expect(look(bench())).resolves.toEqual(before);
  });

  it('names the environments that there are, and which are protected', async () => {
    expect([...bench().cloud.environments].map(([name, each]) => [name, each.protected])).toEqual([
      ['acme', false],
      ['safe', true],
    ]);
    await expect(bench().cloud.describe('nowhere')).resolves.toEqual({
      ok: false,
      error: { kind: 'unknown-environment', known: ['acme', 'safe'] },
    });
  });

  it.each(['constructor', '__proto__', 'ACME'])('knows no environment %s', async (environment) => {
    await expect(bench().cloud.describe(environment)).resolves.toMatchObject({
      error: { kind: 'unknown-environment' },
    });
  });
};

const takingDown: readonly CloudCommand[] = [
  { do: 'suspend-scaling', service: 'api' },
  { do: 'set-desired', service: 'api', desired: 0 },
  { do: 'stop-database', database: 'acme-db' },
  { do: 'delete-stack', stack: 'acme-app', operationId },
];

const describeRefusals = (bench: GetBench): void => {
  it.each(takingDown)('refuses $do in a protected environment', async (command) => {
    const before = await look(bench(), 'safe');

    await expect(failureOf(bench(), command, 'safe')).resolves.toBe('refused');
    await bench().elapse();
    await expect(look(bench(), 'safe')).resolves.toEqual(before);
  });

  it.each(takingDown)('refuses $do in an environment that there is not', async (command) => {
    const before = await look(bench());

    await expect(failureOf(bench(), command, 'nowhere')).resolves.toBe('refused');
    await bench().elapse();
    await expect(look(bench())).resolves.toEqual(before);
  });

  it('starts what is in a protected environment', async () => {
    const command: CloudCommand = { do: 'set-desired', service: 'api', desired: 3 };

    await expect(failureOf(bench(), command, 'safe')).resolves.toBe('taken');
    await bench().elapse();
    expect((await look(bench(), 'safe')).services).toMatchObject([{ desired: 3, running: 3 }]);
  });
};

/** What every fulfilment of the port Cloud must do; `create` gives each test the cloud that {@link CloudBench} tells of. */
export const describeCloud = (name: string, create: () => Promise<CloudBench>): void => {
  describe(`the ${name} cloud`, () => {
    let bench: CloudBench;

    beforeEach(async () => {
      bench = await create();
    });

    afterEach(() => bench.dispose());

    describeLooking(() => bench);
    describeRefusals(() => bench);
    describeCloudServices(() => bench);
    describeCloudDatabases(() => bench);
    describeCloudStacks(() => bench);
  });
};
