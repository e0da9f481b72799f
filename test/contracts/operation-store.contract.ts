import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OperationStore, StoredOperation } from '../../lib/environment/operation-store.ts';
import { describeOperationMemory } from './operation-memory.contract.ts';
import { describeOperationRestarts } from './operation-restarts.contract.ts';

/** An empty table of one's own, and how to give it back. */
export interface OperationStoreBench {
  readonly store: OperationStore;
  dispose(): Promise<void>;
}

type GetStore = () => OperationStore;

const operation = (changed: Partial<StoredOperation> = {}): StoredOperation => ({
  id: 'op-aaaaaa',
  kind: 'stop',
  environment: 'dev',
  by: { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' },
  startedAt: '2026-01-05T09:00:00.000Z',
  progress: {
    state: 'in_progress',
    details: {},
    steps: [
      { name: 'api', state: 'running', detail: '2 tasks to stop' },
      { name: 'acme-dev-db', state: 'pending' },
    ],
  },
  cancelled: false,
  version: 1,
  ...changed,
});

const ended = (
  changed: Partial<StoredOperation> = {},
  state: 'succeeded' | 'failed' = 'succeeded',
): StoredOperation =>
  operation({
    progress: {
      state,
      details: { ecs_services_stopped: 1 },
      steps: [{ name: 'api', state: 'skipped', detail: 'was stopped already' }],
    },
    ...changed,
  });

const second = operation({ id: 'op-bbbbbb', kind: 'start' });

const idsOf = (operations: readonly StoredOperation[]): readonly string[] =>
  operations.map(({ id }) => id).toSorted();

const describeBeginning = (store: GetStore): void => {
  it('begins empty', async () => {
    await expect(store().find('op-aaaaaa')).resolves.toBeUndefined();
    await expect(store().running()).resolves.toEqual([]);
  });

  it.each([
    ['an operation', operation()],
    ['a cancelled operation', ended({ cancelled: true }, 'failed')],
    ['an operation without steps', ended({ progress: { ...ended().progress, steps: [] } })],
    [
      'a full teardown',
      operation({
        kind: 'teardown-full',
        by: { user_id: 'U1', username: 'zoe', display_name: 'Zoë 🏠' },
      }),
    ],
  ])('gives back %s as it was begun', async (_, begun) => {
    await expect(store().begin(begun)).resolves.toEqual({ kind: 'begun' });

    await expect(store().find(begun.id)).resolves.toEqual(begun);
  });

  it('answers the stored operation to whoever begins it again', async () => {
    await store().begin(operation());

    await expect(store().begin(operation({ kind: 'start', environment: 'qa' }))).resolves.toEqual({
      kind: 'known',
      operation: operation(),
    });
    await expect(store().find('op-aaaaaa')).resolves.toEqual(operation());
  });

  it('knows an operation that is at an end, even while another one holds its environment', async () => {
    await store().begin(ended());
    await store().begin(second);

    await expect(store().begin(operation())).resolves.toEqual({
      kind: 'known',
      operation: ended(),
    });
  });

  it('answers who holds the environment, and keeps nothing of the operation that came second', async () => {
    await store().begin(operation());

    await expect(store().begin(second)).resolves.toEqual({ kind: 'busy', operation: operation() });
    await expect(store().find(second.id)).resolves.toBeUndefined();
  });

  it('begins operations on several environments beside each other', async () => {
    await store().begin(operation());

    await expect(store().begin({ ...second, environment: 'dev-two' })).resolves.toEqual({
      kind: 'begun',
    });
    expect(idsOf(await store().running())).toEqual(['op-aaaaaa', 'op-bbbbbb']);
  });
};

const describeHolding = (store: GetStore): void => {
  it('begins one of several that begin at the same moment, and tells the others which', async () => {
    const rivals = ['a', 'b', 'c', 'd', 'e'].map((letter) => operation({ id: `op-${letter}` }));

    const answers = await Promise.all(rivals.map((rival) => store().begin(rival)));

    const first = rivals[answers.findIndex(({ kind }) => kind === 'begun')];
    expect(first).toBeDefined();
    expect(answers.filter(({ kind }) => kind === 'busy')).toEqual(
      Array.from({ length: 4 }, () => ({ kind: 'busy', operation: first })),
    );
    await expect(store().running()).resolves.toEqual([first]);
  });

  it('begins an operation once when it is begun several times at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => store().begin(operation())));

    expect(answers.map(({ kind }) => kind).toSorted()).toEqual([
      'begun',
      'known',
      'known',
      'known',
      'known',
    ]);
  });

  it('gives no environment to an operation that is at an end already', async () => {
    await store().begin(ended());

    await expect(store().running()).resolves.toEqual([]);
    await expect(store().begin(second)).resolves.toEqual({ kind: 'begun' });
  });

  it('takes an operation that is at an end already where another one holds the environment', async () => {
    await store().begin(operation());

    await expect(store().begin(ended({ id: 'op-cccccc' }))).resolves.toEqual({ kind: 'begun' });
    await expect(store().begin(second)).resolves.toEqual({ kind: 'busy', operation: operation() });
  });
};

const describeUpdates = (store: GetStore): void => {
  it('stores how far an operation is as the next version, and keeps its environment', async () => {
    await store().begin(operation());
    const further = operation({
      progress: { ...operation().progress, steps: [{ name: 'api', state: 'succeeded' }] },
    });

    await expect(store().update(further)).resolves.toBe(true);
    await expect(store().find('op-aaaaaa')).resolves.toEqual({ ...further, version: 2 });
    await expect(store().running()).resolves.toEqual([{ ...further, version: 2 }]);
    await expect(store().begin(second)).resolves.toMatchObject({ kind: 'busy' });
  });

  it.each([0, 1, 3])('does not take version %d where version 2 is stored', async (version) => {
    await store().begin(operation());
    await store().update(operation());

    await expect(store().update(operation({ version, cancelled: true }))).resolves.toBe(false);
    await expect(store().find('op-aaaaaa')).resolves.toEqual(operation({ version: 2 }));
  });

  it('does not take an operation that was never begun', async () => {
    await expect(store().update(operation())).resolves.toBe(false);
    await expect(store().find('op-aaaaaa')).resolves.toBeUndefined();
  });

  it('lets exactly one of those win that write at the same time', async () => {
    await store().begin(operation());
    const rivals = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      operation({ progress: { ...operation().progress, steps: [{ name, state: 'running' }] } }),
    );

    const won = await Promise.all(rivals.map((rival) => store().update(rival)));

    expect(won.filter(Boolean)).toHaveLength(1);
    await expect(store().find('op-aaaaaa')).resolves.toEqual({
      ...rivals[won.indexOf(true)],
      version: 2,
    });
  });

  it.each(['succeeded', 'failed'] as const)(
    'lets go of the environment once it %s',
    async (state) => {
      await store().begin(operation());

      await expect(store().update(ended({}, state))).resolves.toBe(true);
      await expect(store().running()).resolves.toEqual([]);
      await expect(store().begin(second)).resolves.toEqual({ kind: 'begun' });
    },
  );

  it('keeps the environment where the end is written too late', async () => {
    await store().begin(operation());
    await store().update(operation());

    await expect(store().update(ended())).resolves.toBe(false);
    await expect(store().begin(second)).resolves.toMatchObject({ kind: 'busy' });
  });

  it('takes the environment from nobody when an operation that is at an end is written again', async () => {
    await store().begin(operation());
    await store().update(ended());
    await store().begin(second);

    await store().update(ended({ version: 2 }));

    await expect(store().running()).resolves.toEqual([second]);
    await expect(store().begin(operation({ id: 'op-cccccc' }))).resolves.toEqual({
      kind: 'busy',
      operation: second,
    });
  });
};

/** What every fulfilment of the port OperationStore must do; `create` gives each test an empty one. */
export const describeOperationStore = (
  name: string,
  create: () => Promise<OperationStoreBench>,
): void => {
  describe(`the ${name} operation store`, () => {
    let bench: OperationStoreBench;

    beforeEach(async () => {
      bench = await create();
    });

    afterEach(() => bench.dispose());

    describeBeginning(() => bench.store);
    describeHolding(() => bench.store);
    describeUpdates(() => bench.store);
    describeOperationMemory(() => bench.store);
    describeOperationRestarts(() => bench.store);
  });
};
