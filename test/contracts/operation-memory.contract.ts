import { expect, it } from '@jest/globals';
import type {
  OperationStore,
  RememberedService,
  StoredOperation,
} from '../../lib/environment/operation-store.ts';
import { storedOperationOf } from '../../lib/environment/stored-operation.fixture.ts';

const scaled: RememberedService = {
  service: 'api',
  desired: 3,
  scaling: {
    min: 2,
    max: 6,
    suspended: { dynamicIn: false, dynamicOut: true, scheduled: false },
  },
};

const operation = storedOperationOf();

const rival: StoredOperation = { ...operation, id: 'op-bbbbbb' };

const ended: StoredOperation = {
  ...operation,
  progress: { state: 'failed', details: {}, steps: [] },
};

const describeWishes = (store: () => OperationStore): void => {
  it('takes an environment to run where nothing was said of it', async () => {
    await store().begin(operation);

    await expect(store().wanted('dev')).resolves.toBe('running');
  });

  it('knows what the operation wants that began, of its own environment', async () => {
    await expect(store().begin(operation, 'torn-down')).resolves.toEqual({ kind: 'begun' });

    await expect(store().wanted('dev')).resolves.toBe('torn-down');
    await expect(store().wanted('dev-two')).resolves.toBe('running');
  });

  it('knows nothing of what one wants that did not begin', async () => {
    await store().begin(operation, 'torn-down');

    await expect(store().begin(rival, 'stopped')).resolves.toMatchObject({ kind: 'busy' });
    await expect(store().begin(operation, 'stopped')).resolves.toMatchObject({ kind: 'known' });
    await expect(store().wanted('dev')).resolves.toBe('torn-down');
  });

  it.each([
    ['goes on', operation],
    ['ends', ended],
  ])('knows what is wanted by the write with which an operation %s', async (_, next) => {
    await store().begin(operation, 'stopped');

    await expect(store().update(next, 'running')).resolves.toBe(true);
    await expect(store().wanted('dev')).resolves.toBe('running');
    await expect(store().find('op-aaaaaa')).resolves.toEqual({ ...next, version: 2 });
  });

  it.each([
    ['goes on', operation],
    ['ends', ended],
  ])('knows nothing of what a write wants that came too late where it %s', async (_, next) => {
    await store().begin(operation, 'stopped');
    await store().update(operation);

    await expect(store().update(next, 'running')).resolves.toBe(false);
    await expect(store().wanted('dev')).resolves.toBe('stopped');
    await expect(store().begin(rival)).resolves.toMatchObject({ kind: 'busy' });
  });

  it('knows what is wanted by one that is at an end when it begins, or is written again', async () => {
    await store().begin(ended, 'stopped');
    await expect(store().wanted('dev')).resolves.toBe('stopped');

    await expect(store().update(ended, 'torn-down')).resolves.toBe(true);
    await expect(store().wanted('dev')).resolves.toBe('torn-down');
  });

  it('keeps what was cancelled before it began, without an environment', async () => {
    const unbegun: StoredOperation = { ...ended, kind: 'none', environment: '', cancelled: true };

    await expect(store().begin(unbegun)).resolves.toEqual({ kind: 'begun' });
    await expect(store().begin(operation, 'stopped')).resolves.toEqual({
      kind: 'known',
      operation: unbegun,
    });
    await expect(store().wanted('dev')).resolves.toBe('running');
  });
};

/** What every OperationStore must do about what services were and what people want; `store` gives the empty one of the test. */
export const describeOperationMemory = (store: () => OperationStore): void => {
  it('remembers the services of each environment as they were', async () => {
    await store().remember('dev', scaled);
    await store().remember('dev', { service: 'worker', desired: 1 });
    await store().remember('dev-two', { service: 'api', desired: 9 });

    expect(new Set(await store().remembered('dev'))).toEqual(
      new Set([scaled, { service: 'worker', desired: 1 }]),
    );
    await expect(store().remembered('dev-two')).resolves.toEqual([{ service: 'api', desired: 9 }]);
    await expect(store().remembered('prod')).resolves.toEqual([]);
  });

  it('never remembers a count of 0', async () => {
    await store().remember('dev', { service: 'api', desired: 0 });

    await expect(store().remembered('dev')).resolves.toEqual([]);
  });

  it.each([0, 1, 5])('does not overwrite what it remembers by a count of %d', async (desired) => {
    await store().remember('dev', scaled);
    await store().remember('dev', { service: 'api', desired });

    await expect(store().remembered('dev')).resolves.toEqual([scaled]);
  });

  it('forgets one service of one environment, and remembers it anew', async () => {
    await store().remember('dev', scaled);
    await store().remember('dev', { service: 'worker', desired: 1 });
    await store().remember('qa', scaled);

    await store().forget('dev', 'api');
    await store().forget('dev', 'never-remembered');

    await expect(store().remembered('dev')).resolves.toEqual([{ service: 'worker', desired: 1 }]);
    await expect(store().remembered('qa')).resolves.toEqual([scaled]);
    await store().remember('dev', { service: 'api', desired: 5 });
    await expect(store().remembered('dev')).resolves.toContainEqual({ service: 'api', desired: 5 });
  });

  describeWishes(store);
};
