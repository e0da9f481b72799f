import { expect, it } from '@jest/globals';
import type { OperationStore, RememberedService } from '../../lib/environment/operation-store.ts';

const scaled: RememberedService = {
  service: 'api',
  desired: 3,
  scaling: {
    min: 2,
    max: 6,
    suspended: { dynamicIn: false, dynamicOut: true, scheduled: false },
  },
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

  it('knows what was last wanted of each environment, and takes it to run where nothing was said', async () => {
    await store().setWanted('dev', 'torn-down');
    await store().setWanted('dev', 'stopped');

    await expect(store().wanted('dev')).resolves.toBe('stopped');
    await expect(store().wanted('dev-two')).resolves.toBe('running');
  });
};
