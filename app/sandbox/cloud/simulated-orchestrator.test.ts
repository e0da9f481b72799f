import { describe, expect, it } from '@jest/globals';
import { orchestratorActions } from '../../../lib/contract/orchestrator.ts';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createSimulatedOrchestrator, runEveryMinute } from './simulated-orchestrator.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const user_info = { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' };

const setUp = () => {
  const clock = createManualClock();
  const orchestrator = createSimulatedOrchestrator(clock);
  const call = (action: string, operation_id: string, fields: object = {}) =>
    orchestrator.handler({ action, operation_id, user_info, ...fields });
  return {
    ...orchestrator,
    clock,
    call,
    /** Begins an operation, lets a minute go by between looks, and answers how it ended. */
    run: async (action: string, operation_id: string, fields: object) => {
      await call(action, operation_id, fields);
      for (let looks = 0; looks < 30; looks += 1) {
        await clock.advance(minute);
        const answer = await call('operation', operation_id);
        const progress = orchestratorActions.operation.response.parse(answer);
        if (progress.state !== 'in_progress') {
          return progress;
        }
      }
      throw new Error(`${operation_id} does not end`);
    },
    stateOf: async (environment: string) => {
      const described = await orchestrator.cloud.describe(environment);
      if (!described.ok) {
        throw new Error(`${environment} cannot be described`);
      }
      return described.value;
    },
  };
};

const dev = { environment: 'dev' };
const staging = { environment: 'staging' };
const full = { ...dev, level: 'full' };

describe('the orchestrator of the sandbox', () => {
  it('stops dev and starts it again as it was', async () => {
    const { run, stateOf } = setUp();
    const before = await stateOf('dev');

    const stopped = await run('stop', 'op-stop01', dev);
    expect(stopped).toMatchObject({
      state: 'succeeded',
      details: { ecs_services_stopped: 2, rds_instances_stopped: 1 },
    });
    expect((await stateOf('dev')).services).toMatchObject([
      { name: 'api', status: 'STOPPED', desired: 0, running: 0, taggedDesired: 2 },
      { name: 'worker', status: 'STOPPED', desired: 0, running: 0, taggedDesired: 1 },
    ]);

    const started = await run('start', 'op-start1', dev);
    expect(started).toMatchObject({
      state: 'succeeded',
      details: { ecs_services_started: 2, rds_instances_started: 1 },
    });
    expect(await stateOf('dev')).toMatchObject(before);
  });

  it('says of staging why it leaves alone what cannot be stopped', async () => {
    const { run, stateOf } = setUp();
    const before = await stateOf('staging');

    const { steps, details } = await run('stop', 'op-stop01', staging);

    expect(details).toEqual({
      ecs_services_stopped: 3,
      rds_instances_stopped: 1,
      aurora_clusters_stopped: 1,
    });
    expect(steps.filter(({ state }) => state === 'skipped')).toEqual([
      {
        name: 'log-router',
        state: 'skipped',
        detail: 'a daemon service runs on every instance',
      },
      { name: 'vpn', state: 'skipped', detail: 'its tag NightlyTeardown says skip' },
      { name: 'acme-staging-reports', state: 'skipped', detail: 'it has read replicas' },
      { name: 'acme-staging-reports-replica', state: 'skipped', detail: 'it is a read replica' },
    ]);

    await run('start', 'op-start1', staging);
    expect(await stateOf('staging')).toMatchObject(before);
  });

  it('tears dev down and spins it up from its last snapshot, with the counts from before', async () => {
    const { run, stateOf, cloud } = setUp();
    await cloud.send('dev', { do: 'set-desired', service: 'worker', desired: 4 });

    const torn = await run('teardown', 'op-down01', full);
    expect(torn).toMatchObject({
      state: 'succeeded',
      details: { ecs_services_stopped: 2, snapshots_taken: 1, stacks_deleted: 2 },
    });
    expect(await stateOf('dev')).toMatchObject({ services: [], databases: [] });

    const spun = await run('spinup', 'op-up0001', dev);
    expect(spun).toMatchObject({ state: 'succeeded', details: { stacks_created: 2 } });
    expect(await stateOf('dev')).toMatchObject({
      services: [
        { name: 'api', desired: 2, running: 2 },
        { name: 'worker', desired: 4, running: 4 },
      ],
      databases: [{ id: 'acme-dev-db', status: 'available' }],
      stacks: [{ status: 'CREATE_COMPLETE' }, { status: 'CREATE_COMPLETE' }],
    });
    const created = cloud.sent.filter(({ command }) => command.do === 'create-stack');
    expect(created.map(({ command }) => command)).toMatchObject([
      {
        stack: 'acme-dev-data',
        snapshots: { 'acme-dev-db': expect.stringMatching(/^chatops-dev-/) },
      },
      { stack: 'acme-dev-app', snapshots: {} },
    ]);
  });

  it.each([
    ['stop', 'prod', {}, 'prod is protected'],
    ['teardown', 'prod', { level: 'services' }, 'prod is protected'],
    ['teardown', 'staging', { level: 'full' }, 'AWS::S3::Bucket'],
  ])('refuses to %s %s', async (action, environment, more, words) => {
    const { call, cloud } = setUp();

    await expect(call(action, 'op-wrong1', { environment, ...more })).resolves.toMatchObject({
      error: { code: 'ENVIRONMENT_PROTECTED', message: expect.stringContaining(words) },
    });
    expect(cloud.sent).toEqual([]);
  });

  it('stops again what RDS started after seven days, and says so', async () => {
    const { run, schedule, stateOf, clock, call } = setUp();
    await run('stop', 'op-stop01', dev);
    expect((await schedule()).guarded).toEqual([]);

    await clock.advance(7 * day + minute);
    expect((await stateOf('dev')).databases).toMatchObject([{ status: 'available' }]);
    const { guarded } = await schedule();
    expect(guarded).toMatchObject([{ environment: 'dev', databases: ['acme-dev-db'] }]);

    await clock.advance(minute);
    await schedule();
    const id = guarded[0]?.operation_id ?? '';
    await expect(call('operation', id)).resolves.toMatchObject({
      state: 'succeeded',
      details: { rds_instances_stopped: 1 },
    });
    expect((await stateOf('dev')).databases).toMatchObject([{ status: 'stopped' }]);
  });

  it('brings an operation to its end without anybody who asks, until it is told to stop', async () => {
    const { clock, call, store, schedule } = setUp();
    const stop = runEveryMinute(clock, { schedule });
    await call('stop', 'op-stop01', dev);

    await clock.advance(5 * minute);
    await expect(store.find('op-stop01')).resolves.toMatchObject({
      progress: { state: 'succeeded' },
    });

    stop();
    await call('start', 'op-start1', dev);
    await clock.advance(5 * minute);
    await expect(store.find('op-start1')).resolves.toMatchObject({
      progress: { state: 'in_progress' },
    });
    expect(clock.pending).toBe(0);
  });
});

describe('the switches of the simulated cloud', () => {
  it('refuse as many commands as they are told to', async () => {
    const { run, cloud } = setUp();
    // Of each of the two services the tag, which does not matter, and the count.
    cloud.switches.refuseNext = 4;

    const { state, steps } = await run('stop', 'op-stop01', dev);

    expect(state).toBe('failed');
    expect(steps).toMatchObject([
      { name: 'api', state: 'failed', detail: expect.stringContaining('access denied') },
      { name: 'worker', state: 'failed', detail: expect.stringContaining('access denied') },
      { name: 'acme-dev-db', state: 'skipped', detail: expect.stringContaining('api') },
    ]);
  });

  it.each(['loseAnswers', 'loseCommands'] as const)(
    '%s delays the end, and changes nothing else',
    async (name) => {
      const { run, cloud, stateOf } = setUp();
      const before = await stateOf('dev');
      cloud.switches[name] = 4;
      await expect(run('stop', 'op-stop01', dev)).resolves.toMatchObject({ state: 'succeeded' });
      cloud.switches[name] = 3;
      await expect(run('start', 'op-start1', dev)).resolves.toMatchObject({ state: 'succeeded' });

      expect(await stateOf('dev')).toMatchObject(before);
    },
  );

  it('let stacks fail, with their reason', async () => {
    const { run, cloud } = setUp();
    cloud.switches.failStacks = true;

    const { state, steps } = await run('teardown', 'op-down01', full);

    expect(state).toBe('failed');
    expect(steps.slice(-2)).toMatchObject([
      {
        name: 'stack acme-dev-app',
        state: 'failed',
        detail: expect.stringContaining('DELETE_FAILED'),
      },
      { name: 'stack acme-dev-data', state: 'skipped' },
    ]);
    cloud.switches.failStacks = false;
    await expect(run('teardown', 'op-down02', full)).resolves.toMatchObject({ state: 'succeeded' });
  });
});

describe('the simulated autoscaling', () => {
  it('wakes a service whose count is taken to 0 while it is not suspended', async () => {
    const { cloud, clock, stateOf } = setUp();
    await cloud.send('staging', { do: 'set-desired', service: 'web', desired: 0 });
    await clock.advance(minute);

    const { services } = await stateOf('staging');
    expect(services.find(({ name }) => name === 'web')).toMatchObject({ desired: 2 });
  });
});
