import { describe, expect, it } from '@jest/globals';
import { nothing } from './faulty-cloud.fixture.ts';
import { createTestOrchestrator } from './orchestrator.fixture.ts';
import { dev, refusal, service } from './orchestrator-dev.fixture.ts';

const first = 'op-000001';
const second = 'op-000002';
const onDev = { environment: 'dev' };

describe('an operation on an environment', () => {
  it('stops everything and counts it, and a start brings it back as it was', async () => {
    const { progress, finish, cloud } = createTestOrchestrator(dev);

    await expect(progress('stop', first, onDev)).resolves.toMatchObject({ state: 'in_progress' });
    await expect(finish(first)).resolves.toEqual({
      success: true,
      operation_id: first,
      state: 'succeeded',
      details: { ecs_services_stopped: 2, rds_instances_stopped: 1 },
      steps: ['api', 'worker', 'acme-dev-db'].map((name) => ({ name, state: 'succeeded' })),
    });
    await progress('start', second, onDev);
    await expect(finish(second)).resolves.toMatchObject({
      state: 'succeeded',
      details: { ecs_services_started: 2, rds_instances_started: 1 },
    });
    expect(cloud.state.services).toMatchObject([{ desired: 3, running: 3 }, { desired: 1 }]);
  });

  it('keeps the count of before the first stop through a second one', async () => {
    const { progress, finish, store } = createTestOrchestrator(dev);
    await progress('stop', first, onDev);
    await finish(first);

    await expect(progress('stop', second, onDev)).resolves.toMatchObject({
      state: 'succeeded',
      details: { ecs_services_stopped: 0, rds_instances_stopped: 0 },
    });
    await expect(store.remembered('dev')).resolves.toContainEqual({ service: 'api', desired: 3 });
  });

  it('is torn down and comes back with its last snapshot and its counts', async () => {
    const { progress, finish, cloud, store } = createTestOrchestrator({
      ...dev,
      stacks: [
        {
          name: 'acme-dev-app',
          status: 'CREATE_COMPLETE',
          resourceTypes: ['AWS::ECS::Service'],
          terminationProtected: false,
          databases: ['acme-dev-db'],
        },
      ],
    });
    await progress('teardown', first, { ...onDev, level: 'full' });
    await expect(finish(first)).resolves.toMatchObject({
      state: 'succeeded',
      details: { ecs_services_stopped: 2, snapshots_taken: 1, stacks_deleted: 1 },
    });
    expect(cloud.state.databases).toEqual([]);
    await expect(store.wanted('dev')).resolves.toBe('torn-down');

    await progress('spinup', second, onDev);
    await expect(finish(second)).resolves.toMatchObject({
      state: 'succeeded',
      details: { stacks_created: 1, ecs_services_started: 2 },
    });
    expect(cloud.carriedOut).toContainEqual(
      expect.objectContaining({
        do: 'create-stack',
        snapshots: { 'acme-dev-db': 'chatops-dev-acme-dev-db-202601050900' },
      }),
    );
    expect(cloud.state.services).toMatchObject([{ desired: 3, running: 3 }, { desired: 1 }]);
    await expect(store.remembered('dev')).resolves.toEqual([]);
  });

  it('answers a repetition with what is stored, and refuses the id for anything else', async () => {
    const { call, progress, cloud } = createTestOrchestrator(dev);
    const begun = await progress('stop', first, onDev);
    const sent = cloud.carriedOut.length;

    await expect(call('stop', first, onDev)).resolves.toEqual(begun);
    expect(cloud.carriedOut).toHaveLength(sent);
    await expect(call('start', first, onDev)).resolves.toEqual(refusal('INVALID_REQUEST'));
    await expect(call('teardown', first, { ...onDev, level: 'services' })).resolves.toEqual(
      refusal('INVALID_REQUEST'),
    );
  });

  it.each([{}, { dry_run: true }])('tells who holds the environment (%j)', async (dry) => {
    const { call, progress } = createTestOrchestrator(dev);
    await progress('teardown', first, { ...onDev, level: 'services' });

    await expect(call('start', second, { ...onDev, ...dry })).resolves.toEqual(
      refusal(
        'CONFLICT',
        `Dana is doing teardown on dev since 09:00 UTC (${first}). Wait until it is done, or cancel it: /infra cancel ${first}.`,
      ),
    );
  });

  it('begins one of two at the same moment', async () => {
    const { call, cloud, store } = createTestOrchestrator(dev);

    const answers = await Promise.all([call('stop', first, onDev), call('start', second, onDev)]);

    expect(answers.filter((answer) => 'steps' in answer)).toHaveLength(1);
    expect(answers).toContainEqual(refusal('CONFLICT'));
    await expect(store.running()).resolves.toHaveLength(1);
    expect(cloud.carriedOut.every((command) => command.do !== 'start-database')).toBe(true);
  });

  it('is followed once by two at the same moment', async () => {
    const { progress, cloud } = createTestOrchestrator({ ...nothing, databases: dev.databases });
    cloud.mishaps.push('command-lost');
    await progress('stop', first, onDev);

    await Promise.all([progress('operation', first), progress('operation', first)]);

    expect(cloud.carriedOut).toEqual([{ do: 'stop-database', database: 'acme-dev-db' }]);
  });
});

describe('a dry run', () => {
  it('says what would be done and changes nothing', async () => {
    const { call, cloud, store } = createTestOrchestrator({
      ...dev,
      services: [...dev.services, service('web', 0)],
    });

    await expect(call('stop', first, { ...onDev, dry_run: true })).resolves.toMatchObject({
      success: true,
      operation_id: first,
      state: 'succeeded',
      details: { ecs_services_stopped: 2, rds_instances_stopped: 1 },
      steps: [
        { name: 'api', state: 'pending' },
        { name: 'worker', state: 'pending' },
        { name: 'web', state: 'skipped', detail: 'it was stopped already' },
        { name: 'acme-dev-db', state: 'pending' },
      ],
    });
    expect(cloud.carriedOut).toEqual([]);
    await expect(store.find(first)).resolves.toBeUndefined();
    await expect(store.remembered('dev')).resolves.toEqual([]);
    await expect(store.wanted('dev')).resolves.toBe('running');
  });

  it.each([{}, { dry_run: true }])(
    'of a full teardown refuses like the teardown itself (%j)',
    async (dry) => {
      const { call, store } = createTestOrchestrator(dev);

      await expect(call('teardown', first, { ...onDev, level: 'full', ...dry })).resolves.toEqual(
        refusal('INVALID_REQUEST', expect.stringContaining('No stacks')),
      );
      await expect(store.find(first)).resolves.toBeUndefined();
    },
  );
});

describe('an environment that is not to be touched', () => {
  it('has a stack without its tag, and is not torn down in full', async () => {
    const { call, cloud, store } = createTestOrchestrator({
      ...dev,
      stacks: [
        {
          name: 'acme-dev-app',
          status: 'CREATE_COMPLETE',
          resourceTypes: ['AWS::ECS::Service'],
          terminationProtected: false,
          databases: ['acme-dev-db'],
          exempt: 'it has no tag Environment=dev',
        },
      ],
    });

    await expect(call('teardown', first, { ...onDev, level: 'full' })).resolves.toEqual(
      refusal('ENVIRONMENT_PROTECTED', expect.stringContaining('it has no tag Environment=dev')),
    );
    expect(cloud.carriedOut).toEqual([]);
    await expect(store.find(first)).resolves.toBeUndefined();
  });

  it.each([
    ['stop', {}],
    ['stop', { dry_run: true }],
    ['teardown', { level: 'services' }],
    ['teardown', { level: 'full' }],
  ])('is protected against %s %j', async (action, fields) => {
    const { call } = createTestOrchestrator(dev);

    await expect(call(action, first, { environment: 'prod', ...fields })).resolves.toEqual(
      refusal('ENVIRONMENT_PROTECTED'),
    );
  });

  it('may be started', async () => {
    const { progress } = createTestOrchestrator(dev);

    await expect(progress('start', first, { environment: 'prod' })).resolves.toMatchObject({
      state: 'succeeded',
    });
  });

  it('is unknown with the names of those that there are', async () => {
    const { call } = createTestOrchestrator(dev);

    await expect(call('stop', first, { environment: 'qa' })).resolves.toEqual(
      refusal('ENVIRONMENT_UNKNOWN', expect.stringContaining('dev, prod')),
    );
  });
});
