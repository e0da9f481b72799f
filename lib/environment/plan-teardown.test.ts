import { describe, expect, it } from '@jest/globals';
import type { SnapshotState } from './cloud.ts';
import { aDatabase, aService, aStack, commandsOf, planAt, stepOf } from './plan.fixture.ts';
import { teardownRefusal } from './stack-protection.ts';

const snapshotId = 'chatops-dev-db-202601050900';
const taken: SnapshotState = {
  id: snapshotId,
  database: 'db',
  status: 'available',
  createdAt: '2026-01-05T09:10:00.000Z',
};
const stacks = [aStack('network'), aStack('app', { databases: ['db'] })];
const stopped = aService('api', { desired: 0 });

const withSnapshot = (status: string, app = 'CREATE_COMPLETE') =>
  planAt({
    kind: 'teardown-full',
    state: {
      services: [stopped],
      databases: [aDatabase('db')],
      stacks: [aStack('network'), aStack('app', { databases: ['db'], status: app })],
      snapshots: [{ ...taken, status }],
    },
    before: { 'snapshot db': 'running', 'stack app': 'running' },
  });

describe('a full teardown', () => {
  it('stops the services first', () => {
    const plan = planAt({
      kind: 'teardown-full',
      state: { services: [aService('api')], databases: [aDatabase('db')], stacks },
    });

    expect(new Set(commandsOf(plan).map((command) => command.do))).toEqual(
      new Set(['tag-desired', 'set-desired']),
    );
    expect(plan.remember).toEqual([{ service: 'api', desired: 2 }]);
    expect(plan.progress.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'api running',
      'snapshot db pending',
      'stack app pending',
      'stack network pending',
    ]);
  });

  it.each(['available', 'storage-optimization'])(
    'takes a last snapshot of a database that is %s, and deletes nothing yet',
    (status) => {
      const plan = planAt({
        kind: 'teardown-full',
        state: { services: [stopped], databases: [aDatabase('db', { status })], stacks },
      });

      expect(commandsOf(plan)).toEqual([
        { do: 'snapshot-database', database: 'db', snapshot: snapshotId, operationId: 'op-abc123' },
      ]);
    },
  );

  it('waits until the snapshot is available, and deletes the stacks then, the last one first', () => {
    expect(commandsOf(withSnapshot('creating'))).toEqual([]);
    expect(commandsOf(withSnapshot('available'))).toEqual([
      { do: 'delete-stack', stack: 'app', operationId: 'op-abc123' },
    ]);
    expect(commandsOf(withSnapshot('available', 'DELETE_IN_PROGRESS'))).toEqual([]);
    expect(commandsOf(withSnapshot('available', 'ABSENT'))).toEqual([
      { do: 'delete-stack', stack: 'network', operationId: 'op-abc123' },
    ]);
  });

  it('counts what it did', () => {
    const plan = planAt({
      kind: 'teardown-full',
      state: {
        stacks: [aStack('app', { databases: ['db'], status: 'ABSENT' })],
        snapshots: [taken],
      },
      before: { 'stack app': 'running' },
    });

    expect(plan.progress).toMatchObject({
      state: 'succeeded',
      details: { stacks_deleted: 1 },
    });
  });

  it('reports a deletion that failed with its reason, keeps what comes after, and never forces it', () => {
    const plan = planAt({
      kind: 'teardown-full',
      state: {
        stacks: [
          aStack('network'),
          aStack('app', { status: 'DELETE_FAILED', statusReason: 'a bucket is not empty' }),
        ],
      },
      before: { 'stack app': 'running', 'stack network': 'pending' },
    });

    expect(commandsOf(plan)).toEqual([]);
    expect(plan.progress.state).toBe('failed');
    expect(stepOf(plan, 'stack app')).toMatchObject({
      detail: expect.stringContaining('a bucket is not empty'),
    });
    expect(stepOf(plan, 'stack network')).toMatchObject({ state: 'skipped' });
  });

  it.each([
    [
      'a broken database',
      [aDatabase('db', { status: 'incompatible-restore' })],
      'incompatible-restore',
    ],
    ['a database that is not found', [], 'not found'],
  ])('deletes nothing where no snapshot can be taken of %s', (_, databases, words) => {
    const plan = planAt({ kind: 'teardown-full', state: { databases, stacks } });

    expect(commandsOf(plan)).toEqual([]);
    expect(plan.progress.state).toBe('failed');
    expect(stepOf(plan, 'snapshot db')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining(words),
    });
  });

  it.each(['instance', 'cluster'] as const)(
    'starts a stopped %s first, because RDS saves none that is stopped',
    (kind) => {
      const plan = planAt({
        kind: 'teardown-full',
        state: { databases: [aDatabase('db', { kind, status: 'stopped' })], stacks },
      });

      expect(commandsOf(plan)).toEqual([{ do: 'start-database', database: 'db' }]);
      expect(stepOf(plan, 'snapshot db')).toMatchObject({ state: 'running' });
    },
  );

  it('goes on where the database went with a deletion that failed, and left a snapshot', () => {
    const plan = planAt({
      kind: 'teardown-full',
      state: {
        stacks: stacks.map((stack) => ({ ...stack, status: 'DELETE_FAILED' })),
        snapshots: [{ ...taken, id: 'chatops-dev-db-202512010900' }],
      },
    });

    expect(stepOf(plan, 'snapshot db')).toMatchObject({ state: 'skipped' });
    expect(commandsOf(plan)).toMatchObject([{ do: 'delete-stack', stack: 'app' }]);
  });

  it('deletes nothing on an old snapshot of a database that is only not found', () => {
    const plan = planAt({
      kind: 'teardown-full',
      state: { stacks, snapshots: [{ ...taken, id: 'chatops-dev-db-202512010900' }] },
    });

    expect(stepOf(plan, 'snapshot db')).toMatchObject({ state: 'failed' });
    expect(commandsOf(plan)).toEqual([]);
  });

  it('stops a database that belongs to no stack, and takes no snapshot of it', () => {
    const plan = planAt({
      kind: 'teardown-full',
      state: { databases: [aDatabase('other')], stacks: [aStack('network')] },
    });

    expect(commandsOf(plan)).toContainEqual({ do: 'stop-database', database: 'other' });
    expect(stepOf(plan, 'snapshot other')).toBeUndefined();
  });

  it('has sent nothing while it waits for a database to be saved and for a stack that changes', () => {
    const plan = planAt({
      kind: 'teardown-full',
      state: {
        databases: [aDatabase('db', { status: 'modifying' })],
        stacks: [aStack('app', { databases: ['db'] })],
      },
    });
    const changing = planAt({
      kind: 'teardown-full',
      state: { stacks: [aStack('app', { status: 'UPDATE_IN_PROGRESS' })] },
    });

    expect(stepOf(plan, 'snapshot db')).toMatchObject({ state: 'pending' });
    expect(stepOf(changing, 'stack app')).toMatchObject({ state: 'pending' });
    expect([...commandsOf(plan), ...commandsOf(changing)]).toEqual([]);
  });

  it.each([
    ['got something to keep', { resourceTypes: ['AWS::S3::Bucket'] }],
    ['lost its tag', { exempt: 'it has no tag Environment=dev' }],
  ])('never deletes a stack that %s meanwhile', (_, fields) => {
    const plan = planAt({
      kind: 'teardown-full',
      state: { stacks: [aStack('app', fields)] },
      before: { 'stack app': 'pending' },
    });

    expect(commandsOf(plan)).toEqual([]);
    expect(plan.progress.state).toBe('failed');
  });
});

describe('the refusal of a full teardown', () => {
  it.each([
    'AWS::EC2::VPC',
    'AWS::EC2::Subnet',
    'AWS::S3::Bucket',
    'AWS::SecretsManager::Secret',
    'AWS::SecretsManager::RotationSchedule',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
  ])('names a stack that holds %s', (type) => {
    const refusal = teardownRefusal({
      stacks: [aStack('app'), aStack('network', { resourceTypes: ['AWS::ECS::Cluster', type] })],
    });

    expect(refusal).toContain('Stack network');
    expect(refusal).toContain(type);
  });

  it.each([
    ['no stacks are configured', [], 'No stacks'],
    ['all of them are absent', [aStack('app', { status: 'ABSENT' })], 'deleted already'],
    [
      'one is protected',
      [aStack('app', { terminationProtected: true })],
      'protected against termination',
    ],
    [
      'one is not tagged',
      [aStack('app', { exempt: 'it has no tag Environment=dev' }), aStack('network')],
      'Stack app is not touched: it has no tag Environment=dev.',
    ],
  ])('comes where %s', (_, given, words) => {
    expect(teardownRefusal({ stacks: given })).toContain(words);
  });

  it('does not come where one of the stacks is left that may go', () => {
    expect(
      teardownRefusal({ stacks: [aStack('app', { status: 'ABSENT' }), aStack('network')] }),
    ).toBeUndefined();
  });
});
