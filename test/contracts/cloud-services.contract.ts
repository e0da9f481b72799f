import { expect, it } from '@jest/globals';
import type { CloudCommand } from '../../lib/environment/cloud.ts';
import { failureOf, type GetBench, look, scalingOfApi, serviceIn, take } from './cloud-bench.ts';

const stopApi: CloudCommand = { do: 'set-desired', service: 'api', desired: 0 };
const suspendApi: CloudCommand = { do: 'suspend-scaling', service: 'api' };

const suspended = {
  min: 0,
  max: scalingOfApi.max,
  suspended: { dynamicIn: true, dynamicOut: true, scheduled: true },
};

const describeCounts = (bench: GetBench): void => {
  it('sets the count of a service at once, and its tasks follow', async () => {
    await take(bench(), { do: 'set-desired', service: 'worker', desired: 0 });
    await expect(serviceIn(bench(), 'worker')).resolves.toMatchObject({ desired: 0 });

    await bench().elapse();
    await expect(serviceIn(bench(), 'worker')).resolves.toEqual({
      name: 'worker',
      status: 'STOPPED',
      desired: 0,
      running: 0,
    });

    await take(bench(), { do: 'set-desired', service: 'worker', desired: 2 });
    await bench().elapse();
    await expect(serviceIn(bench(), 'worker')).resolves.toEqual({
      name: 'worker',
      status: 'RUNNING',
      desired: 2,
      running: 2,
    });
  });

  it('takes the same count twice', async () => {
    const stop: CloudCommand = { do: 'set-desired', service: 'worker', desired: 0 };
    await take(bench(), stop, stop);
    await bench().elapse();
    await take(bench(), stop);
    await bench().elapse();

    await expect(serviceIn(bench(), 'worker')).resolves.toMatchObject({ desired: 0, running: 0 });
  });

  it('touches no other service', async () => {
    const before = await look(bench());
    await take(bench(), { do: 'set-desired', service: 'worker', desired: 1 });
    await bench().elapse();

    const after = await look(bench());
    expect(after.services.filter(({ name }) => name !== 'worker')).toEqual(
      before.services.filter(({ name }) => name !== 'worker'),
    );
    expect(after.databases).toEqual(before.databases);
  });

  it('writes the count that is remembered into the tag, once more as well as once', async () => {
    const tag: CloudCommand = { do: 'tag-desired', service: 'worker', desired: 3 };
    await take(bench(), tag, tag);

    await expect(serviceIn(bench(), 'worker')).resolves.toEqual({
      name: 'worker',
      status: 'RUNNING',
      desired: 3,
      running: 3,
      taggedDesired: 3,
    });
    await take(bench(), { ...tag, desired: 4 });
    await expect(serviceIn(bench(), 'worker')).resolves.toMatchObject({ taggedDesired: 4 });
  });

  it('never writes 0 into the tag', async () => {
    await take(bench(), { do: 'tag-desired', service: 'worker', desired: 3 });

    await expect(
      failureOf(bench(), { do: 'tag-desired', service: 'worker', desired: 0 }),
    ).resolves.toBe('refused');
    await expect(serviceIn(bench(), 'worker')).resolves.toMatchObject({ taggedDesired: 3 });
  });
};

const describeScaling = (bench: GetBench): void => {
  it('suspends every kind of scaling and keeps the count, once more as well as once', async () => {
    await take(bench(), suspendApi, suspendApi);

    await expect(serviceIn(bench(), 'api')).resolves.toEqual({
      name: 'api',
      status: 'RUNNING',
      desired: 2,
      running: 2,
      scaling: suspended,
    });
  });

  it('leaves a service at 0 whose scaling is suspended', async () => {
    await take(bench(), suspendApi, stopApi);
    await bench().elapse();
    await bench().elapse();

    await expect(serviceIn(bench(), 'api')).resolves.toEqual({
      name: 'api',
      status: 'STOPPED',
      desired: 0,
      running: 0,
      scaling: suspended,
    });
  });

  it('brings a service back as it was, once more as well as once', async () => {
    const before = await serviceIn(bench(), 'api');
    await take(bench(), suspendApi, stopApi);
    await bench().elapse();

    const start: CloudCommand = { do: 'set-desired', service: 'api', desired: 2 };
    const restore: CloudCommand = { do: 'restore-scaling', service: 'api', scaling: scalingOfApi };
    await take(bench(), start, restore, restore);
    await bench().elapse();

    await expect(serviceIn(bench(), 'api')).resolves.toEqual(before);
  });

  it.each([
    ['up to the least', { ...scalingOfApi, min: 4 }, 4],
    ['down to the most', { ...scalingOfApi, min: 1, max: 1 }, 1],
    ['up even if all is suspended', { ...suspended, min: 4 }, 4],
  ])('forces the count %s as soon as bounds are restored', async (_, scaling, desired) => {
    await take(bench(), { do: 'restore-scaling', service: 'api', scaling });
    await expect(serviceIn(bench(), 'api')).resolves.toMatchObject({ desired, scaling });

    await bench().elapse();
    await expect(serviceIn(bench(), 'api')).resolves.toMatchObject({ running: desired });
  });

  it.each<CloudCommand>([
    { do: 'suspend-scaling', service: 'worker' },
    { do: 'restore-scaling', service: 'worker', scaling: scalingOfApi },
  ])('makes no scaling for a service that nothing scales: $do', async (command) => {
    const before = await serviceIn(bench(), 'worker');

    await expect(failureOf(bench(), command)).resolves.toBe('gone');
    await expect(serviceIn(bench(), 'worker')).resolves.toEqual(before);
  });
};

const commandsTo = (service: string): readonly CloudCommand[] => [
  { do: 'suspend-scaling', service },
  { do: 'restore-scaling', service, scaling: scalingOfApi },
  { do: 'set-desired', service, desired: 0 },
  { do: 'tag-desired', service, desired: 1 },
];

/** What every Cloud must do about services. */
export const describeCloudServices = (bench: GetBench): void => {
  describeCounts(bench);
  describeScaling(bench);

  it.each(commandsTo('nobody'))('says that a service is gone: $do', async (command) => {
    await expect(failureOf(bench(), command)).resolves.toBe('gone');
  });

  it.each(commandsTo('vpn'))('does not touch a service that is exempt: $do', async (command) => {
    const before = await serviceIn(bench(), 'vpn');

    await expect(failureOf(bench(), command)).resolves.toBe('refused');
    await bench().elapse();
    await expect(serviceIn(bench(), 'vpn')).resolves.toEqual(before);
  });
};
