import { describe, expect, it } from '@jest/globals';
import type { EnvironmentState } from '../../lib/environment/cloud.ts';
import type { StoredOperation } from '../../lib/environment/operation-store.ts';
import { storedOperationOf } from '../../lib/environment/stored-operation.fixture.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { nothing } from './faulty-cloud.fixture.ts';
import { createTestOrchestrator } from './orchestrator.fixture.ts';

const dev: EnvironmentState = {
  ...nothing,
  services: [{ name: 'api', status: 'RUNNING', desired: 3, running: 3 }],
  databases: [{ id: 'acme-dev-db', kind: 'instance', status: 'available' }],
};

const first = 'op-000001';
const hour = 3_600_000;

const anOperation = storedOperationOf({ id: first });

const done: StoredOperation['progress'] = { state: 'succeeded', details: {}, steps: [] };

const stopped = async () => {
  const town = createTestOrchestrator(dev);
  await town.progress('stop', first, { environment: 'dev' });
  await town.finish(first);
  return town;
};

type Town = Awaited<ReturnType<typeof stopped>>;

const restart = ({ cloud }: Town, status = 'available'): void => {
  cloud.state = {
    ...cloud.state,
    databases: cloud.state.databases.map((database) => ({ ...database, status })),
  };
};

describe('the minute schedule', () => {
  it('carries an operation to its end that nobody asks about any more', async () => {
    const { progress, schedule, cloud, store } = createTestOrchestrator(dev);
    await progress('stop', first, { environment: 'dev' });
    for (let minute = 0; minute < 4; minute += 1) {
      cloud.moveOn();
      await schedule();
    }

    await expect(store.find(first)).resolves.toMatchObject({ progress: { state: 'succeeded' } });
  });

  it.each(['available', 'starting'])(
    'stops a database again that AWS restarted (%s), and says why',
    async (status) => {
      const town = await stopped();
      restart(town, status);

      const { guarded } = await town.schedule();

      expect(guarded).toMatchObject([{ environment: 'dev', databases: ['acme-dev-db'] }]);
      const id = guarded[0]?.operation_id ?? '';
      await expect(town.store.find(id)).resolves.toMatchObject({ by: { user_id: 'system:guard' } });
      expect(town.log.of('orchestrator.guard.stopped_again')).toHaveLength(1);
      const end = await town.finish(id);
      expect(end).toMatchObject({ state: 'succeeded', details: { rds_instances_stopped: 1 } });
      expect(end.steps).toContainEqual({
        name: 'acme-dev-db',
        state: 'succeeded',
        detail: 'AWS starts stopped databases again after seven days',
      });
      expect(town.cloud.state.databases).toMatchObject([{ status: 'stopped' }]);
      await expect(town.store.remembered('dev')).resolves.toEqual([{ service: 'api', desired: 3 }]);
    },
  );

  it('tells people that its own operation cannot be cancelled', async () => {
    const town = await stopped();
    restart(town);
    await town.schedule();

    await expect(town.call('start', 'op-000002', { environment: 'dev' })).resolves.toMatchObject({
      error: { code: 'CONFLICT', message: expect.not.stringContaining('/infra cancel') },
    });
  });

  it('begins no more than one operation an hour', async () => {
    const town = await stopped();
    town.cloud.always.set('acme-dev-db', { kind: 'refused', reason: 'access denied' });
    restart(town);

    await expect(town.schedule()).resolves.toMatchObject({ guarded: [{}] });
    await expect(town.schedule()).resolves.toMatchObject({ guarded: [] });
    await town.clock.advance(hour);
    await expect(town.schedule()).resolves.toMatchObject({ guarded: [{}] });
  });

  it.each([
    [
      'wants it to run',
      async ({ store }: Town) => {
        await store.begin({ ...anOperation, id: 'op-000009', progress: done }, 'running');
      },
    ],
    [
      'has tasks in it',
      async ({ cloud }: Town) => {
        cloud.state = { ...cloud.state, services: dev.services };
      },
    ],
    [
      'is at it',
      async (town: Town) => {
        await town.progress('start', 'op-000002', { environment: 'dev' });
      },
    ],
  ])('leaves the databases of an environment where somebody %s', async (_, arrange) => {
    const town = await stopped();
    await arrange(town);
    restart(town);

    await expect(town.schedule()).resolves.toMatchObject({ guarded: [] });
    expect(town.cloud.state.databases).toMatchObject([{ status: 'available' }]);
  });

  it('goes on with the others where one operation cannot be looked at, and logs it', async () => {
    const town = createTestOrchestrator(dev, (store) => ({
      ...store,
      remembered: async () => {
        throw new Fault('PORT_UNAVAILABLE', 'the table does not answer');
      },
    }));
    await town.store.begin(anOperation);

    const { troubles } = await town.schedule();

    expect(troubles).toEqual([`${first}: the table does not answer`]);
    expect(town.log.of('orchestrator.schedule.troubles')).toHaveLength(1);
  });
});
