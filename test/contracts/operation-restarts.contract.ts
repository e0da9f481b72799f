import { expect, it } from '@jest/globals';
import type { OperationStore, StoredOperation } from '../../lib/environment/operation-store.ts';
import { storedOperationOf } from '../../lib/environment/stored-operation.fixture.ts';

const orders = { id: 'orders', foundAt: '2026-01-05T09:00:00.000Z' };
const users = { id: 'users', foundAt: '2026-01-05T09:00:00.000Z' };

const first = storedOperationOf({
  by: { user_id: 'system:guard', username: 'guard', display_name: 'The guard' },
  restarted: [orders, users],
});

const ended: StoredOperation = {
  ...first,
  progress: { state: 'failed', details: {}, steps: [] },
};

const idsOf = (operations: readonly StoredOperation[]): readonly string[] =>
  operations.map(({ id }) => id).toSorted();

/** What every OperationStore must do about what AWS restarts; `store` gives the empty one of the test. */
export const describeOperationRestarts = (store: () => OperationStore): void => {
  it('knows no operation because of a restart where none was begun because of one', async () => {
    await store().begin({ ...first, restarted: [] });

    await expect(store().guarding()).resolves.toEqual([]);
  });

  it('knows an operation because of restarts once, as it is now', async () => {
    await store().begin(first);
    await expect(store().guarding()).resolves.toEqual([first]);
    await store().update(ended);

    await expect(store().guarding()).resolves.toEqual([{ ...ended, version: 2 }]);
  });

  it('knows the last operation of each restart', async () => {
    await store().begin(ended);
    await store().begin({ ...ended, id: 'op-bbbbbb', restarted: [orders] });
    await store().begin({ ...ended, id: 'op-cccccc', environment: 'dev-two' });
    await store().begin({
      ...ended,
      id: 'op-dddddd',
      restarted: [{ ...orders, foundAt: '2026-01-12T10:00:00.000Z' }],
    });

    expect(idsOf(await store().guarding())).toEqual([
      'op-aaaaaa',
      'op-bbbbbb',
      'op-cccccc',
      'op-dddddd',
    ]);
  });

  it('knows nothing of an operation that did not begin', async () => {
    await store().begin({ ...first, id: 'op-holder', restarted: [] });

    await expect(store().begin(first)).resolves.toMatchObject({ kind: 'busy' });
    await expect(store().guarding()).resolves.toEqual([]);
  });
};
