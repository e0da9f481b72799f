import { describe, expect, it } from '@jest/globals';
import { aDatabase, aService, commandsOf, planAt, stepOf } from './plan.fixture.ts';

const scaling = {
  min: 2,
  max: 6,
  suspended: { dynamicIn: false, dynamicOut: false, scheduled: true },
};
const suspended = { dynamicIn: true, dynamicOut: true, scheduled: true };

const whileRunning = (running: number) =>
  planAt({
    kind: 'stop',
    state: { services: [aService('api', { desired: 0, running })] },
    before: { api: 'running' },
  });

const afterMinutes = (minutes: number) =>
  planAt({
    kind: 'stop',
    state: { services: [aService('api', { desired: 0, running: 1 })] },
    before: { api: 'running' },
    minutes,
  });

describe('a stop of services', () => {
  it('remembers what a service was, and suspends its scaling before its count goes to 0', () => {
    const plan = planAt({
      kind: 'stop',
      state: { services: [aService('api', { desired: 3, scaling })] },
    });

    expect(plan.remember).toEqual([{ service: 'api', desired: 3, scaling }]);
    expect(commandsOf(plan)).toEqual([
      { do: 'tag-desired', service: 'api', desired: 3 },
      { do: 'suspend-scaling', service: 'api' },
      { do: 'set-desired', service: 'api', desired: 0 },
    ]);
    expect(stepOf(plan, 'api')).toMatchObject({ state: 'running' });
  });

  it('keeps what is remembered when it finds a service half stopped', () => {
    const plan = planAt({
      kind: 'stop',
      state: {
        services: [
          aService('api', { desired: 1, scaling: { min: 0, max: 6, suspended }, taggedDesired: 3 }),
        ],
      },
      remembered: [{ service: 'api', desired: 3, scaling }],
    });

    expect(plan.remember).toEqual([]);
    expect(commandsOf(plan)).toEqual([{ do: 'set-desired', service: 'api', desired: 0 }]);
  });

  it('waits for the last tasks, and succeeds when they have ended', () => {
    expect(stepOf(whileRunning(2), 'api')).toEqual({
      name: 'api',
      state: 'running',
      detail: '2 tasks still run',
    });
    expect(stepOf(whileRunning(1), 'api')).toMatchObject({ detail: '1 task still runs' });
    expect(whileRunning(0).progress).toEqual({
      state: 'succeeded',
      details: { ecs_services_stopped: 1 },
      steps: [{ name: 'api', state: 'succeeded' }],
    });
  });

  it.each([
    ['was stopped before', { desired: 0 }, 'it was stopped already'],
    [
      'is exempt',
      { exempt: 'its tag NightlyTeardown says skip' },
      'its tag NightlyTeardown says skip',
    ],
  ])('skips one that %s, and says so', (_, fields, detail) => {
    const plan = planAt({ kind: 'stop', state: { services: [aService('api', fields)] } });

    expect(plan).toMatchObject({ sends: [], remember: [] });
    expect(plan.progress).toEqual({
      state: 'succeeded',
      details: { ecs_services_stopped: 0, rds_instances_stopped: 0 },
      steps: [{ name: 'api', state: 'skipped', detail }],
    });
  });

  it('skips the step of one that is not there any more', () => {
    const plan = planAt({ kind: 'stop', state: {}, before: { api: 'running' } });

    expect(plan.progress).toMatchObject({
      state: 'succeeded',
      steps: [{ name: 'api', state: 'skipped', detail: 'it is not there any more' }],
    });
  });

  it('does not tell a failed step again that it shall run', () => {
    const plan = planAt({
      kind: 'stop',
      state: { services: [aService('api')], databases: [aDatabase('db')] },
      before: { api: 'failed', db: 'pending' },
    });

    expect(plan).toMatchObject({ sends: [], remember: [], progress: { state: 'failed' } });
    expect(stepOf(plan, 'db')).toMatchObject({
      state: 'skipped',
      detail: expect.stringContaining('api'),
    });
  });

  it('gives up after 30 minutes', () => {
    expect(afterMinutes(30).progress.state).toBe('in_progress');
    expect(afterMinutes(30.1).progress).toMatchObject({
      state: 'failed',
      steps: [
        {
          detail:
            'took longer than 30 minutes; look at it in the AWS console, then repeat the command',
        },
      ],
    });
  });
});

describe('a stop of databases', () => {
  const stopped = aService('api', { desired: 0 });

  it.each([
    ['is to run', aService('api', { desired: 1, running: 0 })],
    ['has a task', aService('api', { desired: 0, running: 1 })],
  ])('waits while a service %s', (_, api) => {
    const plan = planAt({
      kind: 'stop',
      state: { services: [stopped, { ...api, name: 'web' }], databases: [aDatabase('db')] },
    });

    expect(stepOf(plan, 'db')).toMatchObject({
      state: 'pending',
      detail: expect.stringContaining('web'),
    });
    expect(commandsOf(plan)).not.toContainEqual(expect.objectContaining({ do: 'stop-database' }));
  });

  it('begins when no service has a task; those that are exempt do not count', () => {
    const plan = planAt({
      kind: 'stop',
      state: {
        services: [stopped, aService('agent', { exempt: 'a daemon service' })],
        databases: [aDatabase('db')],
      },
    });

    expect(commandsOf(plan)).toEqual([{ do: 'stop-database', database: 'db' }]);
  });

  it.each(['backing-up', 'starting', 'modifying', 'stopping'])(
    'waits for one that is %s',
    (status) => {
      const plan = planAt({ kind: 'stop', state: { databases: [aDatabase('db', { status })] } });

      expect(commandsOf(plan)).toEqual([]);
      expect(stepOf(plan, 'db')).toEqual({
        name: 'db',
        state: 'pending',
        detail: `it is ${status}; it will be stopped when that is done`,
      });
    },
  );

  it('is under way with one that it has told to stop', () => {
    const plan = planAt({
      kind: 'stop',
      state: { databases: [aDatabase('db', { status: 'stopping' })] },
      before: { db: 'running' },
    });

    expect(stepOf(plan, 'db')).toMatchObject({ state: 'running' });
  });

  it('does not count one that somebody else has stopped meanwhile', () => {
    const plan = planAt({
      kind: 'stop',
      state: { databases: [aDatabase('db', { status: 'stopped' })] },
      before: { db: 'pending' },
    });

    expect(stepOf(plan, 'db')).toMatchObject({ state: 'skipped' });
    expect(plan.progress.details).toEqual({});
  });

  it.each([
    ['was stopped before', { status: 'stopped' }, 'it was stopped already'],
    [
      'is broken',
      { status: 'inaccessible-encryption-credentials' },
      'its status is inaccessible-encryption-credentials',
    ],
    ['has failed', { status: 'failed' }, 'its status is failed'],
    ['is exempt', { exempt: 'it is a read replica' }, 'it is a read replica'],
  ])('skips one that %s, and says so', (_, fields, detail) => {
    const plan = planAt({ kind: 'stop', state: { databases: [aDatabase('db', fields)] } });

    expect(commandsOf(plan)).toEqual([]);
    expect(stepOf(plan, 'db')).toEqual({ name: 'db', state: 'skipped', detail });
    expect(plan.progress.state).toBe('succeeded');
  });

  it('counts what this operation stopped, clusters beside instances', () => {
    const plan = planAt({
      kind: 'stop',
      state: {
        databases: [
          aDatabase('db', { status: 'stopped' }),
          aDatabase('aurora', { status: 'stopped', kind: 'cluster' }),
          aDatabase('other', { status: 'stopped', kind: 'cluster' }),
        ],
      },
      before: { db: 'running', aurora: 'running', other: 'skipped' },
    });

    expect(plan.progress.details).toEqual({ rds_instances_stopped: 1, aurora_clusters_stopped: 1 });
  });

  it('says why where it is not because people asked', () => {
    const plan = planAt({
      kind: 'stop',
      state: { databases: [aDatabase('db')] },
      because: 'AWS started it',
    });

    expect(stepOf(plan, 'db')).toMatchObject({ state: 'running', detail: 'AWS started it' });
  });

  it('gives a database another step where a service has its name', () => {
    const plan = planAt({
      kind: 'stop',
      state: { services: [aService('acme')], databases: [aDatabase('acme')] },
    });

    expect(plan.progress.steps.map(({ name }) => name)).toEqual(['acme', 'database acme']);
  });
});
