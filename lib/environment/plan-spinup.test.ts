import { describe, expect, it } from '@jest/globals';
import type { SnapshotState } from './cloud.ts';
import { aDatabase, aService, aStack, commandsOf, planAt, stepOf } from './plan.fixture.ts';

const absent = { status: 'ABSENT', resourceTypes: [] };
const snapshot = (id: string, status = 'available'): SnapshotState => ({
  id,
  database: 'db',
  status,
  createdAt: '2026-01-04T09:00:00.000Z',
});

const whileNetworkIs = (network: string) =>
  planAt({
    kind: 'spinup',
    state: { stacks: [aStack('network', { status: network }), aStack('app', absent)] },
    before: { 'stack network': 'running', 'stack app': 'pending' },
  });

const withoutApiWhileAppIs = (status: string) =>
  planAt({
    kind: 'spinup',
    state: { stacks: [aStack('app', { status })] },
    remembered: [{ service: 'api', desired: 3 }],
    before: { 'stack app': 'running', api: 'pending' },
  });

describe('a spinup', () => {
  it('creates absent stacks in their order, each after the one before it', () => {
    expect(commandsOf(whileNetworkIs('ABSENT'))).toMatchObject([
      { do: 'create-stack', stack: 'network' },
    ]);
    expect(commandsOf(whileNetworkIs('CREATE_IN_PROGRESS'))).toEqual([]);
    expect(commandsOf(whileNetworkIs('CREATE_COMPLETE'))).toMatchObject([
      { do: 'create-stack', stack: 'app' },
    ]);
  });

  it('restores a database from its newest snapshot that is available', () => {
    const plan = planAt({
      kind: 'spinup',
      state: {
        stacks: [aStack('app', { ...absent, databases: ['db'] })],
        snapshots: [snapshot('newest', 'failed'), snapshot('newer'), snapshot('old')],
      },
    });

    expect(commandsOf(plan)).toEqual([
      { do: 'create-stack', stack: 'app', operationId: 'op-abc123', snapshots: { db: 'newer' } },
    ]);
  });

  it.each([
    ['that somebody else creates', aStack('app', { status: 'CREATE_IN_PROGRESS' }), []],
    [
      'whose snapshot is being taken',
      aStack('app', { ...absent, databases: ['db'] }),
      [snapshot('newest', 'creating')],
    ],
  ])('waits for a stack %s, and has sent nothing yet', (_, stack, snapshots) => {
    const plan = planAt({ kind: 'spinup', state: { stacks: [stack], snapshots } });

    expect(commandsOf(plan)).toEqual([]);
    expect(stepOf(plan, 'stack app')).toMatchObject({ state: 'pending' });
  });

  it('says so where there is no snapshot', () => {
    const plan = planAt({
      kind: 'spinup',
      state: { stacks: [aStack('app', { ...absent, databases: ['db'] })] },
    });

    expect(stepOf(plan, 'stack app')).toMatchObject({ detail: 'to create; no snapshot of db' });
  });

  it.each(['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'])(
    'fails with the reason where a stack is %s, and begins nothing after it',
    (status) => {
      const plan = planAt({
        kind: 'spinup',
        state: {
          stacks: [
            aStack('network', { status, statusReason: 'no capacity' }),
            aStack('app', absent),
          ],
          services: [aService('api', { desired: 0 })],
        },
        before: { 'stack network': 'running', 'stack app': 'pending', api: 'pending' },
      });

      expect(commandsOf(plan)).toEqual([]);
      expect(plan.progress.state).toBe('failed');
      expect(stepOf(plan, 'stack network')).toMatchObject({
        state: 'failed',
        detail: expect.stringContaining('no capacity'),
      });
    },
  );

  it('starts what is stopped once the stacks stand, as it was before', () => {
    const plan = planAt({
      kind: 'spinup',
      state: {
        stacks: [aStack('app', { databases: ['db'] })],
        databases: [aDatabase('db'), aDatabase('other', { status: 'stopped' })],
        services: [aService('api', { desired: 1 })],
      },
      remembered: [{ service: 'api', desired: 3 }],
      before: { 'stack app': 'running', other: 'running', api: 'running' },
    });

    expect(stepOf(plan, 'stack app')).toMatchObject({ state: 'succeeded' });
    expect(plan.progress.details).toMatchObject({ stacks_created: 1 });
    expect(commandsOf(plan)).toEqual([{ do: 'start-database', database: 'other' }]);
  });

  it('waits for a remembered service that comes with its stack, and leaves one that does not come', () => {
    expect(stepOf(withoutApiWhileAppIs('CREATE_IN_PROGRESS'), 'api')).toMatchObject({
      state: 'pending',
    });
    expect(stepOf(withoutApiWhileAppIs('CREATE_COMPLETE'), 'api')).toMatchObject({
      state: 'skipped',
      detail: 'it is not there any more',
    });
  });

  it('has nothing to do where everything runs', () => {
    const plan = planAt({
      kind: 'spinup',
      state: { stacks: [aStack('app')], services: [aService('api')], databases: [aDatabase('db')] },
    });

    expect(plan).toMatchObject({ sends: [], progress: { state: 'succeeded' } });
    expect(plan.progress.details).toEqual({
      stacks_created: 0,
      ecs_services_started: 0,
      rds_instances_started: 0,
    });
  });
});
