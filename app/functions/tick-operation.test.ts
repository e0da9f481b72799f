import { describe, expect, it } from '@jest/globals';
import type { UserInfo } from '../../lib/contract/call-header.ts';
import type { OperationStore } from '../../lib/environment/operation-store.ts';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createMemoryOperationStore } from '../sandbox/cloud/memory-operation-store.ts';
import { createSimulatedCloud } from '../sandbox/cloud/simulated-cloud.ts';
import { createOrchestrator } from './orchestrator.ts';

const user_info: UserInfo = { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' };
const operation_id = 'op-aaaaaa';
const stop = { action: 'stop', operation_id, user_info, environment: 'dev' };
const look = { action: 'operation', operation_id, user_info };

const setUp = async (wrap: (store: OperationStore) => OperationStore = (store) => store) => {
  const clock = createManualClock();
  const cloud = createSimulatedCloud(clock);
  const store = createMemoryOperationStore();
  const ports = { store: wrap(store), clock };
  await createOrchestrator({ ...ports, cloud, store })(stop);
  return { clock, cloud, store, ports };
};

describe('an operation in progress', () => {
  it.each([
    ['is protected by now', new Map([['dev', { protected: true }]]), 'dev is protected'],
    ['is no longer configured', new Map<string, { protected: boolean }>(), 'no environment "dev"'],
  ])('ends and sends nothing more where its environment %s', async (_, environments, words) => {
    const { cloud, store, ports, clock } = await setUp();
    await clock.advance(60_000);
    const before = cloud.sent.length;
    const orchestrator = createOrchestrator({ ...ports, cloud: { ...cloud, environments } });

    await expect(orchestrator(look)).resolves.toMatchObject({
      state: 'failed',
      steps: expect.arrayContaining([
        { name: 'acme-dev-db', state: 'failed', detail: expect.stringContaining(words) },
      ]),
    });
    expect(cloud.sent).toHaveLength(before);
    await expect(store.running()).resolves.toEqual([]);
  });

  it('is looked at by the event that EventBridge sends every minute', async () => {
    const { cloud, ports, store, clock } = await setUp();
    const orchestrator = createOrchestrator({ ...ports, cloud });
    const event = {
      version: '0',
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      detail: {},
    };

    for (let minutes = 0; minutes < 4; minutes += 1) {
      await clock.advance(60_000);
      await orchestrator(event);
    }

    await expect(store.find(operation_id)).resolves.toMatchObject({
      progress: { state: 'succeeded' },
    });
  });

  it('gives the stored answer to whoever lost the race for it, and sends nothing for them', async () => {
    const { cloud, ports, clock } = await setUp((store) => ({
      ...store,
      update: async () => false,
    }));
    await clock.advance(60_000);
    const before = cloud.sent.length;

    await expect(createOrchestrator({ ...ports, cloud })(look)).resolves.toMatchObject({
      state: 'in_progress',
    });
    expect(cloud.sent).toHaveLength(before);
  });

  it('rejects a cancellation that loses every race', async () => {
    const { cloud, ports } = await setUp((store) => ({ ...store, update: async () => false }));
    const cancel = { ...look, action: 'cancel' };

    await expect(createOrchestrator({ ...ports, cloud })(cancel)).rejects.toMatchObject({
      code: 'LOST_RACE',
    });
  });
});
