import { describe, expect, it } from '@jest/globals';
import { orchestratorActions } from '../../lib/contract/orchestrator.ts';
import { createTestOrchestrator } from './orchestrator.fixture.ts';
import { database, dev } from './orchestrator-dev.fixture.ts';

const hour = 3_600_000;
const day = 24 * hour;

const stopped = async (...more: Parameters<typeof createTestOrchestrator>) => {
  const town = createTestOrchestrator(...more);
  await town.progress('stop', 'op-000001', { environment: 'dev' });
  await town.finish('op-000001');
  return {
    ...town,
    restart: (id = 'acme-dev-db') => {
      town.cloud.state = {
        ...town.cloud.state,
        databases: town.cloud.state.databases.map((each) => (each.id === id ? database(id) : each)),
      };
    },
    guarded: async () => {
      const answer = await town.call('guarded', 'op-asking');
      return orchestratorActions.guarded.response.parse(answer).restarted;
    },
    /** Lets the guard's operation come to its end. */
    finishGuard: async () => {
      const [running] = await town.store.running();
      return town.finish(running?.id ?? '');
    },
  };
};

describe('asking what AWS had started again', () => {
  it('tells nothing where people stopped and started', async () => {
    const { guarded } = await stopped(dev);

    await expect(guarded()).resolves.toEqual([]);
  });

  it('tells of a restart as soon as it is found, and then its end, and looks at nothing for it', async () => {
    const { restart, schedule, guarded, finishGuard, cloud, clock } = await stopped(dev);
    restart();
    const found_at = new Date(clock.now()).toISOString();
    const { guarded: report } = await schedule();
    const sent = cloud.carriedOut.length;

    const restarted = {
      environment: 'dev',
      id: 'acme-dev-db',
      found_at,
      operation_id: report[0]?.operation_id,
    };
    await expect(guarded()).resolves.toEqual([{ ...restarted, state: 'in_progress' }]);
    expect(cloud.carriedOut).toHaveLength(sent);
    await finishGuard();
    await expect(guarded()).resolves.toEqual([{ ...restarted, state: 'succeeded' }]);
  });

  it('takes what could not be stopped for the same restart, hour by hour', async () => {
    const { restart, schedule, guarded, cloud, clock } = await stopped(dev);
    cloud.always.set('acme-dev-db', { kind: 'refused', reason: 'access denied' });
    restart();
    await schedule();
    const [first] = await guarded();
    expect(first).toMatchObject({ state: 'failed', reason: 'refused: access denied' });
    await clock.advance(hour);
    cloud.always.clear();
    await schedule();

    const restarted = await guarded();
    expect(restarted).toMatchObject([{ found_at: first?.found_at, state: 'in_progress' }]);
    expect(restarted[0]?.operation_id).not.toBe(first?.operation_id);
  });

  it('tells the next restart as another one, and forgets both after seven days', async () => {
    const { restart, schedule, guarded, finishGuard, clock } = await stopped(dev);
    restart();
    await schedule();
    await finishGuard();
    await clock.advance(2 * hour);
    restart();
    await schedule();
    await finishGuard();

    const found = (await guarded()).map(({ found_at }) => found_at);
    expect(new Set(found).size).toBe(2);
    await clock.advance(7 * day);
    await expect(guarded()).resolves.toEqual([]);
  });

  it('tells of each of several databases', async () => {
    const { restart, schedule, guarded } = await stopped({
      ...dev,
      databases: [database('acme-dev-db'), database('acme-dev-events'), database('acme-dev-x')],
    });
    restart('acme-dev-db');
    restart('acme-dev-x');
    await schedule();

    await expect(guarded()).resolves.toMatchObject([{ id: 'acme-dev-db' }, { id: 'acme-dev-x' }]);
  });
});
