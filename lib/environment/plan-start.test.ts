import { describe, expect, it } from '@jest/globals';
import { aDatabase, aService, commandsOf, planAt, stepOf } from './plan.fixture.ts';

const scaling = {
  min: 2,
  max: 6,
  suspended: { dynamicIn: false, dynamicOut: false, scheduled: true },
};
const suspended = { dynamicIn: true, dynamicOut: true, scheduled: true };
const running = { dynamicIn: false, dynamicOut: false, scheduled: false };

const whileOthersStart = (count: number) =>
  planAt({
    kind: 'start',
    state: { services: [aService('api', { desired: 3, running: count })] },
    remembered: [{ service: 'api', desired: 3 }],
    before: { api: 'pending' },
  });

describe('a start of services', () => {
  it('sets the remembered count before it restores the remembered scaling', () => {
    const plan = planAt({
      kind: 'start',
      state: {
        services: [aService('api', { desired: 0, scaling: { min: 0, max: 6, suspended } })],
      },
      remembered: [{ service: 'api', desired: 3, scaling }],
    });

    expect(commandsOf(plan)).toEqual([
      { do: 'set-desired', service: 'api', desired: 3 },
      { do: 'restore-scaling', service: 'api', scaling },
    ]);
    expect(plan.forget).toEqual([]);
  });

  it('forgets a service once it runs as it did, and is at an end only then', () => {
    const at = (fields: object, remembered = [{ service: 'api', desired: 3, scaling }]) =>
      planAt({
        kind: 'start',
        state: { services: [aService('api', { desired: 3, scaling, ...fields })] },
        remembered,
        before: { api: 'running' },
      });

    expect(at({ running: 2 })).toMatchObject({ forget: [], progress: { state: 'in_progress' } });
    expect(at({ scaling: { ...scaling, min: 0 } }).forget).toEqual([]);
    expect(at({})).toMatchObject({ forget: ['api'], progress: { state: 'in_progress' } });
    expect(at({}, []).progress).toEqual({
      state: 'succeeded',
      details: { ecs_services_started: 1 },
      steps: [{ name: 'api', state: 'succeeded' }],
    });
  });

  it.each([
    ['its tag', { taggedDesired: 4, scaling: { min: 2, max: 6, suspended: running } }, 4],
    ['its least count', { scaling: { min: 2, max: 6, suspended: running } }, 2],
    ['one', { scaling: { min: 0, max: 6, suspended: running } }, 1],
    ['one, without scaling,', {}, 1],
  ])('goes by %s where nothing is remembered', (_, fields, desired) => {
    const plan = planAt({
      kind: 'start',
      state: { services: [aService('api', { desired: 0, ...fields })] },
    });

    expect(commandsOf(plan)).toEqual([{ do: 'set-desired', service: 'api', desired }]);
  });

  it('lets a suspended scaling go on where nothing is remembered of it, and knows that at the next look', () => {
    const stopped = aService('api', { desired: 0, scaling: { min: 0, max: 6, suspended } });
    const resumed = { min: 0, max: 6, suspended: running };
    const plan = planAt({ kind: 'start', state: { services: [stopped] } });

    expect(commandsOf(plan)).toContainEqual({
      do: 'restore-scaling',
      service: 'api',
      scaling: resumed,
    });
    expect(plan.remember).toEqual([{ service: 'api', desired: 1, scaling: resumed }]);
  });

  it('waits for one that somebody else has started, and forgets it then', () => {
    expect(stepOf(whileOthersStart(1), 'api')).toMatchObject({
      state: 'pending',
      detail: '1 of 3 tasks run',
    });
    expect(whileOthersStart(3)).toMatchObject({
      forget: ['api'],
      progress: { steps: [{ state: 'skipped' }] },
    });
  });

  it('leaves one that runs and of which nothing is remembered', () => {
    const plan = planAt({
      kind: 'start',
      state: {
        services: [aService('api', { running: 1, scaling: { min: 0, max: 6, suspended } })],
      },
    });

    expect(plan.sends).toEqual([]);
    expect(plan.progress).toEqual({
      state: 'succeeded',
      details: { ecs_services_started: 0, rds_instances_started: 0 },
      steps: [{ name: 'api', state: 'skipped', detail: 'it runs already' }],
    });
  });

  it('never touches one that is exempt', () => {
    const plan = planAt({
      kind: 'start',
      state: { services: [aService('api', { desired: 0, exempt: 'a daemon service' })] },
      remembered: [{ service: 'api', desired: 3 }],
    });

    expect(plan).toMatchObject({ sends: [], forget: [] });
    expect(stepOf(plan, 'api')).toMatchObject({ state: 'skipped', detail: 'a daemon service' });
  });
});

const availableAfter = (before: 'running' | 'pending') =>
  planAt({ kind: 'start', state: { databases: [aDatabase('db')] }, before: { db: before } });

const afterMinutes = (minutes: number) =>
  planAt({
    kind: 'start',
    state: {
      services: [aService('api', { desired: 2, running: 0 })],
      databases: [aDatabase('db', { status: 'starting' })],
    },
    before: { db: 'running', api: 'running' },
    minutes,
  });

describe('a start of databases', () => {
  it('comes before the services', () => {
    const plan = planAt({
      kind: 'start',
      state: {
        services: [aService('api', { desired: 0 })],
        databases: [aDatabase('db', { status: 'stopped' })],
      },
    });

    expect(commandsOf(plan)).toEqual([{ do: 'start-database', database: 'db' }]);
    expect(stepOf(plan, 'api')).toMatchObject({ state: 'pending', detail: 'waits for db' });
  });

  it('waits for one that is stopping, and starts it then', () => {
    const plan = planAt({
      kind: 'start',
      state: { databases: [aDatabase('db', { status: 'stopping' })] },
    });

    expect(commandsOf(plan)).toEqual([]);
    expect(stepOf(plan, 'db')).toMatchObject({ state: 'pending', detail: 'it is stopping' });
  });

  it('tells what it started from what ran already', () => {
    expect(stepOf(availableAfter('running'), 'db')).toEqual({ name: 'db', state: 'succeeded' });
    expect(stepOf(availableAfter('pending'), 'db')).toMatchObject({
      state: 'skipped',
      detail: 'it runs already',
    });
  });

  it('fails with one that is broken, and starts the services all the same', () => {
    const plan = planAt({
      kind: 'start',
      state: {
        services: [aService('api', { desired: 0 })],
        databases: [aDatabase('db', { status: 'storage-full' })],
      },
    });

    expect(stepOf(plan, 'db')).toMatchObject({ state: 'failed' });
    expect(commandsOf(plan)).toEqual([{ do: 'set-desired', service: 'api', desired: 1 }]);
  });

  it('gives up after 60 minutes, and the services have 30 more', () => {
    expect(stepOf(afterMinutes(60), 'db')).toMatchObject({ state: 'running' });
    expect(stepOf(afterMinutes(61), 'db')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('60 minutes'),
    });
    expect(stepOf(afterMinutes(90), 'api')).toMatchObject({ state: 'running' });
    expect(stepOf(afterMinutes(91), 'api')).toMatchObject({ state: 'failed' });
  });
});
