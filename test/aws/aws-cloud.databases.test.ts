import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AcmeAccount, addDatabase, devTags, openAcmeAccount } from './acme-account.ts';

const isDone = { ok: true, value: undefined };
const snapshotId = 'chatops-dev-acme-dev-db-202601050900';
const operationId = 'op-abc123';

const replicas = { ReadReplicaDBInstanceIdentifiers: { ReadReplicaDBInstanceIdentifier: ['r1'] } };
const clusterReplicas = { ReadReplicaIdentifiers: { ReadReplicaIdentifier: ['c1'] } };

describe('the databases of an environment in AWS', () => {
  let acme: AcmeAccount;

  beforeEach(async () => {
    acme = await openAcmeAccount();
  });
  afterEach(async () => {
    await acme.close();
  });

  const answerTo = (how: 'stop-database' | 'start-database', database: string) =>
    acme.cloud.send('dev', { do: how, database });

  it('are the configured ones that there are, and no others', async () => {
    addDatabase(acme, 'instance', 'acme-dev-db');
    addDatabase(acme, 'instance', 'not-configured');

    expect((await acme.look()).databases).toEqual([
      { id: 'acme-dev-db', kind: 'instance', status: 'available' },
    ]);
    await expect(answerTo('stop-database', 'not-configured')).resolves.toMatchObject({
      ok: false,
      error: { kind: 'gone' },
    });
    expect(acme.aws.model.instances.get('not-configured')?.status).toBe('available');
  });

  it('count as a cluster where a configured instance is a member of one', async () => {
    const more = { DBClusterIdentifier: 'acme-dev-own' };
    addDatabase(acme, 'instance', 'acme-dev-db', { engine: 'aurora-mysql', more });
    const cluster = addDatabase(acme, 'cluster', 'acme-dev-own', { engine: 'aurora-mysql' });

    expect((await acme.look()).databases).toEqual([
      { id: 'acme-dev-own', kind: 'cluster', status: 'available' },
    ]);
    await expect(answerTo('stop-database', 'acme-dev-own')).resolves.toEqual(isDone);
    expect(cluster.status).toBe('stopping');
  });

  it.each([
    [
      'a read replica',
      { more: { ReadReplicaSourceDBInstanceIdentifier: 'x' } },
      'it is a read replica',
    ],
    ['one with read replicas', { more: replicas }, 'it has read replicas'],
    [
      'RDS Custom',
      { engine: 'custom-oracle-ee' },
      'RDS Custom cannot be stopped by the orchestrator',
    ],
    [
      'SQL Server in Multi-AZ',
      { engine: 'sqlserver-se', more: { MultiAZ: true } },
      'SQL Server in Multi-AZ cannot be stopped',
    ],
    ['one without tags', { tags: {} }, 'it has no tag Environment=dev'],
    [
      'one to be skipped',
      { tags: { ...devTags, NightlyTeardown: 'skip' } },
      'its tag NightlyTeardown says skip',
    ],
  ])('exempt of the instances %s', async (_, how, exempt) => {
    const database = addDatabase(acme, 'instance', 'acme-dev-db', how);

    expect((await acme.look()).databases).toMatchObject([{ kind: 'instance', exempt }]);
    await expect(answerTo('stop-database', 'acme-dev-db')).resolves.toEqual({
      ok: false,
      error: { kind: 'refused', reason: `acme-dev-db is not touched: ${exempt}` },
    });
    expect(database.status).toBe('available');
  });

  it.each([
    ['PostgreSQL in Multi-AZ', { more: { MultiAZ: true } }],
    ['SQL Server in one zone', { engine: 'sqlserver-ex', more: { MultiAZ: false } }],
  ])('stop of the instances %s', async (_, how) => {
    addDatabase(acme, 'instance', 'acme-dev-db', how);

    await expect(answerTo('stop-database', 'acme-dev-db')).resolves.toEqual(isDone);
  });

  it.each([
    [
      'Serverless v1',
      { more: { EngineMode: 'serverless' } },
      'Aurora Serverless v1 cannot be stopped',
    ],
    ['a Multi-AZ cluster', { engine: 'mysql' }, 'a Multi-AZ DB cluster cannot be stopped'],
    [
      'a member of a global database',
      { more: { GlobalClusterIdentifier: 'acme-global' } },
      'a member of a global database cannot be stopped',
    ],
    [
      'one that forwards writes',
      { more: { GlobalWriteForwardingRequested: true } },
      'a member of a global database cannot be stopped',
    ],
    ['a replica', { more: { ReplicationSourceIdentifier: 'arn' } }, 'it is a read replica'],
    ['one with replicas', { more: clusterReplicas }, 'it has read replicas'],
    ['a foreign one', { tags: { Environment: 'qa' } }, 'it has no tag Environment=dev'],
  ])('exempt of the clusters %s', async (_, how, exempt) => {
    const database = addDatabase(acme, 'cluster', 'acme-dev-aurora', how);

    expect((await acme.look()).databases).toMatchObject([{ kind: 'cluster', exempt }]);
    await expect(answerTo('stop-database', 'acme-dev-aurora')).resolves.toMatchObject({
      ok: false,
      error: { kind: 'refused' },
    });
    expect(database.status).toBe('available');
  });

  it.each([
    ['instance', 'acme-dev-db'],
    ['cluster', 'acme-dev-aurora'],
  ] as const)('stop and start as an %s, and wait while they change', async (kind, id) => {
    const database = addDatabase(acme, kind, id);

    await expect(answerTo('stop-database', id)).resolves.toEqual(isDone);
    for (const how of ['stop-database', 'start-database'] as const) {
      await expect(answerTo(how, id)).resolves.toMatchObject({
        ok: false,
        error: { kind: 'wait', reason: expect.stringContaining('StateFault') },
      });
    }
    acme.pass(3_600);
    expect(database.status).toBe('stopped');
    await expect(answerTo('start-database', id)).resolves.toEqual(isDone);
    acme.pass(3_600);
    expect(database.status).toBe('available');
  });

  it.each([
    ['instance', 'acme-dev-db'],
    ['cluster', 'acme-dev-aurora'],
  ] as const)('are saved as an %s with the tags of their operation', async (kind, database) => {
    addDatabase(acme, kind, database);
    const command = {
      do: 'snapshot-database',
      database,
      snapshot: snapshotId,
      operationId,
    } as const;

    await expect(acme.cloud.send('dev', command)).resolves.toEqual(isDone);
    await expect(acme.cloud.send('dev', command)).resolves.toEqual(isDone);

    expect(acme.aws.model.snapshots).toMatchObject([
      { kind, database, tags: { 'chatops:operation': operationId, Environment: 'dev' } },
    ]);
    expect((await acme.look()).snapshots).toEqual([
      { id: snapshotId, database, status: 'creating', createdAt: '2026-01-05T09:00:00.000Z' },
    ]);
  });

  it('are saved although they cannot be stopped, but never without the tag', async () => {
    const database = addDatabase(acme, 'instance', 'acme-dev-db', { more: replicas });
    const save = (snapshot: string) =>
      acme.cloud.send('dev', {
        do: 'snapshot-database',
        database: 'acme-dev-db',
        snapshot,
        operationId,
      });

    await expect(save(snapshotId)).resolves.toEqual(isDone);
    database.tags = {};
    await expect(save('another')).resolves.toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(acme.aws.model.snapshots).toHaveLength(1);
  });

  it('keep their snapshots when they are gone: ours only, on all pages, the newest first', async () => {
    const tags = { 'chatops:operation': operationId, Environment: 'dev' };
    const common = { kind: 'instance', database: 'acme-dev-db', status: 'available' } as const;
    const times = [3, 5, 1, 4, 2];
    for (const day of times) {
      acme.aws.model.snapshots.push({
        ...common,
        id: `day-${day}`,
        createdAt: Date.UTC(2026, 0, day),
        type: 'manual',
        tags,
      });
    }
    const other = { ...common, createdAt: Date.UTC(2026, 0, 9), type: 'manual' } as const;
    acme.aws.model.snapshots.push(
      { ...other, id: 'by-hand', tags: { Environment: 'dev' } },
      { ...other, id: 'of-qa', tags: { ...tags, Environment: 'qa' } },
      { ...other, id: 'automated', tags, type: 'automated' },
    );

    const { databases, snapshots } = await acme.look();

    expect(databases).toEqual([]);
    expect(snapshots.map(({ id }) => id)).toEqual(['day-5', 'day-4', 'day-3', 'day-2', 'day-1']);
  });
});
