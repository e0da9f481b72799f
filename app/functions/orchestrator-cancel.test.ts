import { describe, expect, it } from '@jest/globals';
import type { EnvironmentState } from '../../lib/environment/cloud.ts';
import type { OperationStore, StoredOperation } from '../../lib/environment/operation-store.ts';
import { nothing } from './faulty-cloud.fixture.ts';
import { createTestOrchestrator } from './orchestrator.fixture.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const dev: EnvironmentState = {
  ...nothing,
  services: names.map((name) => ({ name, status: 'RUNNING', desired: 2, running: 2 })),
  databases: [{ id: 'acme-dev-db', kind: 'instance', status: 'available' }],
};

const first = 'op-000001';
const onDev = { environment: 'dev' };

type Town = ReturnType<typeof createTestOrchestrator>;

/** What happens once, before or after a call of the table that is of that sort. */
interface Moment {
  readonly call: 'begin' | 'update';
  readonly when: 'before' | 'after';
  readonly of: (operation: StoredOperation) => boolean;
  readonly happens: (town: Town) => Promise<unknown>;
}

/** An orchestrator to which something happens at one moment. */
const townWhere = ({ call, when, of, happens }: Moment): Town => {
  let isOver = false;
  const meddle = async (now: Moment['when'], operation: StoredOperation): Promise<void> => {
    if (!isOver && now === when && of(operation)) {
      isOver = true;
      await happens(town);
    }
  };
  const around = (store: OperationStore): OperationStore => ({
    ...store,
    [call]: async (operation: StoredOperation, wanted: Parameters<OperationStore['begin']>[1]) => {
      await meddle('before', operation);
      const answer = await store[call](operation, wanted);
      await meddle('after', operation);
      return answer;
    },
  });
  const town = createTestOrchestrator(dev, around);
  return town;
};

const cancelled = {
  state: 'failed',
  steps: expect.arrayContaining([
    { name: 'acme-dev-db', state: 'skipped', detail: 'cancelled by Dana' },
  ]),
};

const endAll = async ({ store }: Town): Promise<void> => {
  for (const operation of await store.running()) {
    await store.update({
      ...operation,
      progress: { state: 'succeeded', details: {}, steps: [] },
    });
  }
};

describe('a cancellation while its operation begins', () => {
  it.each([
    ['before its first look is stored', { call: 'begin', when: 'after' }],
    ['after that', { call: 'update', when: 'after' }],
  ] as const)('%s keeps it from everything', async (_, where) => {
    const { progress, cloud, store } = townWhere({
      ...where,
      of: (operation) => !operation.cancelled,
      happens: ({ call }) => call('cancel', first),
    });

    await expect(progress('stop', first, onDev)).resolves.toMatchObject(cancelled);

    expect(cloud.carriedOut).toEqual([]);
    await expect(store.remembered('dev')).resolves.toEqual([]);
    await expect(store.running()).resolves.toEqual([]);
    await expect(store.wanted('dev')).resolves.toBe('running');
  });

  it('keeps it from the resources that have not had their commands', async () => {
    const { progress, call, cloud, store } = createTestOrchestrator(dev);
    const send = cloud.send.bind(cloud);
    cloud.send = async (environment, command) => {
      await call('cancel', first);
      return send(environment, command);
    };

    await expect(progress('stop', first, onDev)).resolves.toMatchObject(cancelled);

    const left = cloud.state.services.filter(({ desired }) => desired > 0).map(({ name }) => name);
    expect(left).toEqual(['f', 'g', 'h']);
    const remembered = await store.remembered('dev');
    expect(remembered.map(({ service }) => service)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('keeps a start from forgetting what a later stop relies on', async () => {
    const town = townWhere({
      call: 'update',
      when: 'after',
      of: ({ kind, version, cancelled: isCancelled }) =>
        kind === 'start' && version === 1 && !isCancelled,
      happens: ({ call }) => call('cancel', first),
    });
    await town.store.remember('dev', { service: 'a', desired: 2 });

    await town.progress('start', first, onDev);

    await expect(town.store.remembered('dev')).resolves.toEqual([{ service: 'a', desired: 2 }]);
  });
});

describe('what is wanted of an environment', () => {
  it('is left to whoever ended the operation before the cancellation could', async () => {
    const { progress, store } = townWhere({
      call: 'update',
      when: 'before',
      of: (operation) => operation.cancelled,
      happens: endAll,
    });
    await progress('stop', first, onDev);

    await expect(progress('cancel', first)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(store.wanted('dev')).resolves.toBe('stopped');
  });

  it('is left to whoever ended the operation before a look saw it fail', async () => {
    const { progress, cloud, clock, store } = townWhere({
      call: 'update',
      when: 'before',
      of: (operation) => operation.progress.state === 'failed',
      happens: endAll,
    });
    await progress('stop', first, onDev);
    cloud.always.set('a', { kind: 'unavailable', reason: 'no answer' });
    await clock.advance(2 * 3_600_000);

    await expect(progress('operation', first)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(store.wanted('dev')).resolves.toBe('stopped');
  });

  it('is stopped where a stop was cancelled that had nothing left to do', async () => {
    const { progress, cloud, store } = townWhere({
      call: 'begin',
      when: 'after',
      of: () => true,
      happens: ({ call }) => call('cancel', first),
    });
    cloud.state = nothing;

    await expect(progress('stop', first, onDev)).resolves.toMatchObject({ state: 'succeeded' });
    await expect(store.wanted('dev')).resolves.toBe('stopped');
  });

  it('keeps the guard from a stop that people cancelled while it looked', async () => {
    const town = townWhere({
      call: 'begin',
      when: 'before',
      of: ({ by }) => by.user_id === 'system:guard',
      happens: async ({ call, cloud }) => {
        cloud.mishaps.push('command-lost');
        await call('stop', 'op-000002', onDev);
        await call('cancel', 'op-000002');
      },
    });
    await town.progress('stop', first, onDev);
    await town.finish(first);
    town.cloud.state = { ...town.cloud.state, databases: dev.databases };

    await town.schedule();

    expect(town.cloud.state.databases).toEqual(dev.databases);
    await expect(town.store.running()).resolves.toEqual([]);
    await expect(town.store.wanted('dev')).resolves.toBe('running');
  });
});

describe('the cancellation of an operation that nobody knows', () => {
  const unbegun = {
    success: true,
    operation_id: first,
    state: 'failed',
    details: {},
    steps: [{ name: 'begin', state: 'skipped', detail: 'cancelled by Dana' }],
  };

  it.each([
    ['stop', {}],
    ['spinup', {}],
    ['teardown', { level: 'services' }],
  ])('keeps it from beginning as a %s %j', async (action, fields) => {
    const { call, schedule, cloud, store } = createTestOrchestrator(dev);

    await expect(call('cancel', first)).resolves.toEqual(unbegun);
    await expect(call(action, first, { ...onDev, ...fields })).resolves.toEqual(unbegun);
    await expect(call('operation', first)).resolves.toEqual(unbegun);
    await expect(call('cancel', first)).resolves.toEqual(unbegun);
    await schedule();

    expect(cloud.carriedOut).toEqual([]);
    await expect(store.wanted('dev')).resolves.toBe('running');
  });

  it('keeps nobody from another operation', async () => {
    const { call, progress } = createTestOrchestrator(dev);
    await call('cancel', first);

    await expect(progress('stop', 'op-000002', onDev)).resolves.toMatchObject({
      state: 'in_progress',
    });
  });

  it('ends the one that begins at the same moment', async () => {
    const { call, store, progress } = townWhere({
      call: 'begin',
      when: 'before',
      of: ({ kind }) => kind === 'none',
      happens: (town) => town.call('stop', first, onDev),
    });

    await expect(progress('cancel', first)).resolves.toMatchObject(cancelled);
    await expect(call('stop', first, onDev)).resolves.toMatchObject(cancelled);
    await expect(store.running()).resolves.toEqual([]);
  });

  it('counts where it comes between the look and the beginning', async () => {
    const { progress, cloud } = townWhere({
      call: 'begin',
      when: 'before',
      of: ({ kind }) => kind === 'stop',
      happens: ({ call }) => call('cancel', first),
    });

    await expect(progress('stop', first, onDev)).resolves.toEqual(unbegun);
    expect(cloud.carriedOut).toEqual([]);
  });
});
