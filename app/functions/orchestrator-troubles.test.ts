import { describe, expect, it } from '@jest/globals';
import { type Crash, createCrashingStore } from './crashing-store.fixture.ts';
import { createTestOrchestrator } from './orchestrator.fixture.ts';
import { dev, refusal } from './orchestrator-dev.fixture.ts';

const first = 'op-000001';
const second = 'op-000002';
const onDev = { environment: 'dev' };

describe('what goes wrong with a command', () => {
  it.each([
    [{ kind: 'wait', reason: 'a deployment is under way' }, 'running', 'a deployment is under way'],
    [{ kind: 'unavailable', reason: 'throttled' }, 'running', 'throttled'],
    [{ kind: 'refused', reason: 'access denied' }, 'failed', 'access denied'],
    [{ kind: 'gone', reason: 'no such service' }, 'skipped', 'it is not there any more'],
  ] as const)('%j leaves its step %s', async (failure, state, words) => {
    const { progress, cloud } = createTestOrchestrator(dev);
    cloud.always.set('api', failure);

    const { steps } = await progress('stop', first, onDev);

    expect(steps[0]).toEqual({ name: 'api', state, detail: expect.stringContaining(words) });
    expect(steps[1]).toMatchObject({ name: 'worker', state: 'running' });
  });

  it('does not fail an operation that asks while the cloud does not answer', async () => {
    const { progress, finish, cloud } = createTestOrchestrator(dev);
    const begun = await progress('stop', first, onDev);
    cloud.answers = false;

    await expect(progress('operation', first)).resolves.toEqual(begun);
    cloud.answers = true;
    await expect(finish(first)).resolves.toMatchObject({ state: 'succeeded' });
  });

  it('ends an operation that a step failed once nothing else goes on, and lets go of the environment', async () => {
    const { progress, finish, cloud } = createTestOrchestrator(dev);
    cloud.always.set('api', { kind: 'refused', reason: 'access denied' });
    await progress('stop', first, onDev);

    await expect(finish(first)).resolves.toMatchObject({
      state: 'failed',
      details: { ecs_services_stopped: 1, rds_instances_stopped: 0 },
    });
    cloud.always.clear();
    await progress('stop', second, onDev);
    await expect(finish(second)).resolves.toMatchObject({ state: 'succeeded' });
  });
});

describe('a cancellation', () => {
  it('ends the operation where it stands, once, and sends nothing more', async () => {
    const { call, progress, cloud, store } = createTestOrchestrator(dev);
    await progress('stop', first, onDev);
    const sent = cloud.carriedOut.length;

    const cancelled = await progress('cancel', first);

    expect(cancelled).toMatchObject({
      state: 'failed',
      steps: ['api', 'worker', 'acme-dev-db'].map((name) => ({
        name,
        state: 'skipped',
        detail: 'cancelled by Dana',
      })),
    });
    await expect(call('cancel', first)).resolves.toEqual(cancelled);
    await expect(call('operation', first)).resolves.toEqual(cancelled);
    expect(cloud.carriedOut).toHaveLength(sent);
    await expect(store.running()).resolves.toEqual([]);
    // Else the guard would stop what people wanted to keep.
    await expect(store.wanted('dev')).resolves.toBe('running');
  });

  it('leaves one that is done', async () => {
    const { progress, finish } = createTestOrchestrator(dev);
    await progress('stop', first, onDev);
    const done = await finish(first);

    await expect(progress('cancel', first)).resolves.toEqual(done);
  });
});

describe('a look at an id that nobody knows', () => {
  it('is NOT_FOUND', async () => {
    const { call } = createTestOrchestrator(dev);

    await expect(call('operation', 'op-zzzzzz')).resolves.toEqual(refusal('NOT_FOUND'));
  });
});

describe('a function that ends while it begins an operation', () => {
  it('leaves one that the next look carries out, and that says what is wanted', async () => {
    const pending: { crash: Crash | undefined } = { crash: undefined };
    const town = createTestOrchestrator(dev, (store) => createCrashingStore(store, pending));
    // The calls: find, remembered, begin.
    pending.crash = { at: 2, after: true };

    await expect(town.call('stop', first, onDev)).rejects.toThrow('the function ended here');
    expect(town.cloud.carriedOut).toEqual([]);
    await expect(town.store.running()).resolves.toHaveLength(1);
    await expect(town.store.wanted('dev')).resolves.toBe('stopped');
    await expect(town.finish(first)).resolves.toMatchObject({ state: 'succeeded' });
  });
});
