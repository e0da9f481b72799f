import { describe, expect, it } from '@jest/globals';
import { imageReferencePattern, imageTiers } from '../../../lib/contract/image-reference.ts';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { catalogImages } from './catalog-images.ts';
import { createSimulatedCloud } from './simulated-cloud.ts';
import { createSimulatedRegistry } from './simulated-registry.ts';

describe('the catalogue of the sandbox', () => {
  it('holds about fifty images, each once, of every tier, as people write them', () => {
    const names = catalogImages.map(({ name }) => name);

    expect(names.length).toBeGreaterThanOrEqual(50);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !imageReferencePattern.test(name))).toEqual([]);
    expect(new Set(catalogImages.map(({ tier }) => tier))).toEqual(new Set(imageTiers));
  });
});

describe('the simulated registry', () => {
  it('counts creations by operation and never changes what exists', async () => {
    const registry = createSimulatedRegistry(createManualClock());
    const order = { name: 'go', source: 'go', operationId: 'op-aaaaaa' } as const;

    await registry.create(order);
    const again = await registry.create({ ...order, operationId: 'op-bbbbbb' });

    expect(again).toMatchObject({
      value: { kind: 'exists', repository: { createdBy: 'op-aaaaaa' } },
    });
    expect(registry.creationsOf('op-aaaaaa')).toBe(1);
    expect(registry.creationsOf('op-bbbbbb')).toBe(0);
  });

  it('shows as many repositories as the limit when it is switched to be full', async () => {
    const registry = createSimulatedRegistry(createManualClock());
    registry.switches.limitReached = true;

    const listed = await registry.repositories();
    const created = await registry.create({ name: 'go', source: 'go', operationId: 'op-aaaaaa' });

    expect(listed.ok && new Set(listed.value.map(({ id }) => id)).size).toBe(2_500);
    expect(created).toEqual({ ok: true, value: { kind: 'limit-reached' } });
  });

  it('takes as long as it is told to', async () => {
    const clock = createManualClock(0);
    const registry = createSimulatedRegistry(clock);
    registry.switches.delay = 3_000;

    const answered = registry.images().then(() => clock.now());
    await clock.advance(10_000);

    await expect(answered).resolves.toBe(3_000);
  });
});

describe('the simulated cloud', () => {
  it('takes as long as it is told to', async () => {
    const clock = createManualClock(0);
    const cloud = createSimulatedCloud(clock);
    cloud.switches.delay = 2_000;

    const answered = cloud.describe('prod').then(() => clock.now());
    await clock.advance(10_000);

    await expect(answered).resolves.toBe(2_000);
  });
});
