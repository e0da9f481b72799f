import { expect, it } from '@jest/globals';
import type { CloudCommand } from '../../lib/environment/cloud.ts';
import { failureOf, type GetBench, look, stackIn, take } from './cloud-bench.ts';

const deletion = (stack: string, operationId = 'op-aaaaaa'): CloudCommand => ({
  do: 'delete-stack',
  stack,
  operationId,
});

const creation = (
  stack: string,
  snapshots: Readonly<Record<string, string>> = {},
): CloudCommand => ({ do: 'create-stack', stack, operationId: 'op-bbbbbb', snapshots });

const saved: CloudCommand = {
  do: 'snapshot-database',
  database: 'acme-db',
  snapshot: 'chatops-acme-acme-db-1',
  operationId: 'op-aaaaaa',
};

const namesIn = async (bench: GetBench) => {
  const { services, databases } = await look(bench());
  return [...services.map(({ name }) => name), ...databases.map(({ id }) => id)];
};

const describeDeletion = (bench: GetBench): void => {
  it('deletes a stack with what it holds, and nothing else', async () => {
    await take(bench(), deletion('acme-app'));
    await expect(stackIn(bench(), 'acme-app')).resolves.toMatchObject({
      status: 'DELETE_IN_PROGRESS',
    });

    await bench().elapse();
    await expect(stackIn(bench(), 'acme-app')).resolves.toEqual({
      name: 'acme-app',
      status: 'ABSENT',
      resourceTypes: [],
      terminationProtected: false,
      databases: [],
    });
    await expect(namesIn(bench)).resolves.toEqual([
      'vpn',
      'acme-db',
      'acme-orders',
      'acme-replica',
    ]);
    await expect(stackIn(bench(), 'acme-data')).resolves.toMatchObject({
      status: 'CREATE_COMPLETE',
    });
  });

  it('takes a database with its stack, keeps its snapshots, and says that commands to it have nowhere to go', async () => {
    await take(bench(), saved);
    await bench().elapse();
    await take(bench(), deletion('acme-data'));
    await bench().elapse();

    const { databases, snapshots } = await look(bench());
    expect(databases.map(({ id }) => id)).toEqual(['acme-orders', 'acme-replica']);
    expect(snapshots).toMatchObject([{ id: 'chatops-acme-acme-db-1', status: 'available' }]);
    await expect(stackIn(bench(), 'acme-data')).resolves.toMatchObject({ databases: ['acme-db'] });
    await expect(failureOf(bench(), { do: 'start-database', database: 'acme-db' })).resolves.toBe(
      'gone',
    );
  });

  it('deletes a stack once, however often it is told to', async () => {
    await take(bench(), deletion('acme-app'), deletion('acme-app'), deletion('acme-app', 'op-c'));
    await bench().elapse();

    await expect(stackIn(bench(), 'acme-app')).resolves.toMatchObject({ status: 'ABSENT' });
    await expect(failureOf(bench(), deletion('acme-app'))).resolves.toBe('gone');
  });

  it('lets a deletion wait while the stack is being created', async () => {
    await take(bench(), deletion('acme-app'));
    await bench().elapse();
    await take(bench(), creation('acme-app'));

    await expect(failureOf(bench(), deletion('acme-app'))).resolves.toBe('wait');
    await bench().elapse();
    await expect(stackIn(bench(), 'acme-app')).resolves.toMatchObject({
      status: 'CREATE_COMPLETE',
    });
  });
};

const describeCreation = (bench: GetBench): void => {
  it('creates a stack with what it held, as its template has it', async () => {
    const before = await look(bench());
    await take(bench(), { do: 'set-desired', service: 'worker', desired: 0 });
    await take(bench(), { do: 'suspend-scaling', service: 'api' }, deletion('acme-app'));
    await bench().elapse();

    await take(bench(), creation('acme-app'));
    await expect(stackIn(bench(), 'acme-app')).resolves.toMatchObject({
      status: 'CREATE_IN_PROGRESS',
    });
    await bench().elapse();

    await expect(look(bench())).resolves.toEqual(before);
  });

  it('restores a database of a stack from its snapshot', async () => {
    await take(bench(), saved);
    await bench().elapse();
    await take(bench(), deletion('acme-data'));
    await bench().elapse();

    const restored = creation('acme-data', { 'acme-db': 'chatops-acme-acme-db-1' });
    await take(bench(), restored, restored);
    await bench().elapse();

    const { databases, stacks } = await look(bench());
    expect(stacks[0]).toMatchObject({ name: 'acme-data', status: 'CREATE_COMPLETE' });
    expect(databases[0]).toEqual({ id: 'acme-db', kind: 'instance', status: 'available' });
  });

  it('leaves a stack that is there as it is', async () => {
    const before = await look(bench());
    await take(bench(), creation('acme-app'));
    await bench().elapse();

    await expect(look(bench())).resolves.toEqual(before);
  });

  it('creates no stack with a snapshot of a database that is not its own', async () => {
    await take(bench(), deletion('acme-app'));
    await bench().elapse();

    await expect(
      failureOf(bench(), creation('acme-app', { 'acme-db': 'chatops-acme-acme-db-1' })),
    ).resolves.toBe('refused');
    await expect(stackIn(bench(), 'acme-app')).resolves.toMatchObject({ status: 'ABSENT' });
  });
};

/** What every Cloud must do about stacks. */
export const describeCloudStacks = (bench: GetBench): void => {
  describeDeletion(bench);
  describeCreation(bench);

  it.each([deletion('acme-vpc'), creation('acme-vpc')])(
    'refuses $do for a stack that is not configured',
    async (command) => {
      await expect(failureOf(bench(), command)).resolves.toBe('refused');
    },
  );
};
