import { expect, it } from '@jest/globals';
import type { CloudCommand } from '../../lib/environment/cloud.ts';
import { databaseIn, failureOf, type GetBench, look, take } from './cloud-bench.ts';

type Switching = Extract<CloudCommand, { readonly do: 'stop-database' | 'start-database' }>;

const stop = (database: string): Switching => ({ do: 'stop-database', database });
const start = (database: string): Switching => ({ do: 'start-database', database });

const snapshotOf = (database: string, snapshot = `chatops-acme-${database}-1`): CloudCommand => ({
  do: 'snapshot-database',
  database,
  snapshot,
  operationId: 'op-aaaaaa',
});

const describeSwitching = (bench: GetBench): void => {
  it.each([
    ['acme-db', 'instance'],
    ['acme-orders', 'cluster'],
  ])('stops %s and starts it again', async (id, kind) => {
    await take(bench(), stop(id));
    await expect(databaseIn(bench(), id)).resolves.toEqual({ id, kind, status: 'stopping' });
    await bench().elapse();
    await expect(databaseIn(bench(), id)).resolves.toEqual({ id, kind, status: 'stopped' });

    await take(bench(), start(id));
    await expect(databaseIn(bench(), id)).resolves.toEqual({ id, kind, status: 'starting' });
    await bench().elapse();
    await expect(databaseIn(bench(), id)).resolves.toEqual({ id, kind, status: 'available' });
  });

  it.each(['acme-db', 'acme-orders'])('lets %s wait in a wrong state', async (id) => {
    await expect(failureOf(bench(), start(id))).resolves.toBe('wait');

    await take(bench(), stop(id));
    await expect(failureOf(bench(), stop(id))).resolves.toBe('wait');
    await expect(failureOf(bench(), start(id))).resolves.toBe('wait');

    await bench().elapse();
    await expect(failureOf(bench(), stop(id))).resolves.toBe('wait');
    await expect(databaseIn(bench(), id)).resolves.toMatchObject({ status: 'stopped' });
  });

  it('touches no other database', async () => {
    await take(bench(), stop('acme-db'));
    await bench().elapse();

    await expect(databaseIn(bench(), 'acme-orders')).resolves.toMatchObject({
      status: 'available',
    });
  });

  it.each([stop('acme-replica'), start('acme-replica')])(
    'does not touch a database that is exempt: $do',
    async (command) => {
      const before = await databaseIn(bench(), 'acme-replica');

      await expect(failureOf(bench(), command)).resolves.toBe('refused');
      await bench().elapse();
      await expect(databaseIn(bench(), 'acme-replica')).resolves.toEqual(before);
    },
  );

  it.each([stop('nothing'), start('nothing'), snapshotOf('nothing')])(
    'says that a database is gone: $do',
    async (command) => {
      await expect(failureOf(bench(), command)).resolves.toBe('gone');
      await expect(look(bench())).resolves.toMatchObject({ snapshots: [] });
    },
  );
};

const describeSnapshots = (bench: GetBench): void => {
  it.each(['acme-db', 'acme-orders'])('takes a snapshot of %s', async (database) => {
    const id = `chatops-acme-${database}-1`;
    const snapshot = { id, database, createdAt: expect.stringMatching(/^\d{4}-.*T.*Z$/) };
    await take(bench(), snapshotOf(database));
    expect((await look(bench())).snapshots).toEqual([{ ...snapshot, status: 'creating' }]);

    await bench().elapse();
    const after = await look(bench());
    expect(after.snapshots).toEqual([{ ...snapshot, status: 'available' }]);
    expect(after.databases).toContainEqual(
      expect.objectContaining({ id: database, status: 'available' }),
    );
  });

  it('takes one snapshot of an id, however often and however late it is asked for', async () => {
    await take(bench(), snapshotOf('acme-db'), snapshotOf('acme-db'));
    await bench().elapse();
    const before = (await look(bench())).snapshots;

    await take(bench(), snapshotOf('acme-db'));

    expect(before).toHaveLength(1);
    expect((await look(bench())).snapshots).toEqual(before);
  });

  it('shows the newest snapshot first', async () => {
    await take(bench(), snapshotOf('acme-db', 'chatops-acme-acme-db-9'));
    await bench().elapse();
    await take(bench(), snapshotOf('acme-db', 'chatops-acme-acme-db-5'));
    await bench().elapse();

    expect((await look(bench())).snapshots.map(({ id }) => id)).toEqual([
      'chatops-acme-acme-db-5',
      'chatops-acme-acme-db-9',
    ]);
  });

  it.each(['acme-db', 'acme-orders'])('takes no snapshot of %s while it is stopped', async (id) => {
    await take(bench(), stop(id));
    await bench().elapse();

    await expect(failureOf(bench(), snapshotOf(id))).resolves.toBe('wait');
    expect((await look(bench())).snapshots).toEqual([]);
  });

  it('lets a snapshot wait while the database is on its way', async () => {
    await take(bench(), stop('acme-db'));

    await expect(failureOf(bench(), snapshotOf('acme-db'))).resolves.toBe('wait');
    expect((await look(bench())).snapshots).toEqual([]);
  });
};

/** What every Cloud must do about databases and their snapshots. */
export const describeCloudDatabases = (bench: GetBench): void => {
  describeSwitching(bench);
  describeSnapshots(bench);
};
