import { describe, expect, it } from '@jest/globals';
import type { CloudCommand } from '../../../lib/environment/cloud.ts';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createSimulatedCloud } from './simulated-cloud.ts';

const hour = 3_600_000;

const setUp = () => {
  const clock = createManualClock();
  const cloud = createSimulatedCloud(clock, { timings: { tasks: 1_000, database: 2_000 } });
  const look = async (environment: string) => {
    const described = await cloud.describe(environment);
    if (!described.ok) {
      throw new Error(described.error.kind);
    }
    const { services, databases } = described.value;
    return {
      service: (name: string) => services.find((each) => each.name === name),
      database: (id: string) => databases.find((each) => each.id === id),
    };
  };
  return { clock, cloud, look };
};

const stopWorker: CloudCommand = { do: 'set-desired', service: 'worker', desired: 0 };
const stopDatabase: CloudCommand = { do: 'stop-database', database: 'acme-dev-db' };

describe('the simulated cloud', () => {
  it('lets time pass until what was begun is done', async () => {
    const { clock, cloud, look } = setUp();
    await cloud.send('dev', stopWorker);
    await cloud.send('dev', stopDatabase);

    await clock.advance(999);
    expect((await look('dev')).service('worker')).toMatchObject({ desired: 0, running: 1 });
    await clock.advance(1);
    expect((await look('dev')).service('worker')).toMatchObject({ desired: 0, running: 0 });
    expect((await look('dev')).database('acme-dev-db')).toMatchObject({ status: 'stopping' });
    await clock.advance(1_000);
    expect((await look('dev')).database('acme-dev-db')).toMatchObject({ status: 'stopped' });
  });

  it('wakes a service that is stopped while its scaling goes on', async () => {
    const { clock, cloud, look } = setUp();
    await cloud.send('staging', { do: 'set-desired', service: 'web', desired: 0 });
    await clock.advance(hour);
    await look('staging');
    await clock.advance(hour);

    expect((await look('staging')).service('web')).toMatchObject({ desired: 2, running: 2 });
  });

  it('starts a database by itself that was stopped for seven days', async () => {
    const { clock, cloud, look } = setUp();
    await cloud.send('dev', stopDatabase);

    await clock.advance(7 * 24 * hour);
    expect((await look('dev')).database('acme-dev-db')).toMatchObject({ status: 'stopped' });
    await clock.advance(hour);
    expect((await look('dev')).database('acme-dev-db')).toMatchObject({ status: 'available' });
  });

  it('keeps the commands that reached it, also those that it refused', async () => {
    const { cloud } = setUp();
    await cloud.send('dev', stopDatabase);
    await cloud.send('prod', stopWorker);

    expect(cloud.sent).toEqual([
      { environment: 'dev', command: stopDatabase },
      { environment: 'prod', command: stopWorker },
    ]);
  });

  it.each([
    ['loseAnswers', 'unavailable', 0],
    ['loseCommands', 'unavailable', 1],
    ['refuseNext', 'refused', 1],
  ] as const)('can be switched to %s', async (name, kind, desired) => {
    const { cloud, look } = setUp();
    cloud.switches[name] = 1;

    await expect(cloud.send('dev', stopWorker)).resolves.toMatchObject({ error: { kind } });
    expect((await look('dev')).service('worker')).toMatchObject({ desired });
    await expect(cloud.send('dev', stopWorker)).resolves.toMatchObject({ ok: true });
  });

  it('does nothing while it is unavailable', async () => {
    const { cloud, look } = setUp();
    cloud.switches.unavailable = true;
    await expect(cloud.send('dev', stopWorker)).resolves.toMatchObject({
      error: { kind: 'unavailable' },
    });
    await expect(cloud.describe('dev')).resolves.toMatchObject({ error: { kind: 'unavailable' } });

    cloud.switches.unavailable = false;
    expect((await look('dev')).service('worker')).toMatchObject({ desired: 1 });
  });
});

describe('the world of the simulated cloud', () => {
  it('changes a service, whose tasks follow, and adds one', async () => {
    const { clock, cloud, look } = setUp();
    cloud.world.setService('dev', 'worker', { desired: 4, taggedDesired: 2 });
    cloud.world.setService('dev', 'cron', { desired: 1, running: 0 });

    const worker = { desired: 4, running: 1, taggedDesired: 2 };
    expect((await look('dev')).service('worker')).toMatchObject(worker);
    expect((await look('dev')).service('cron')).toMatchObject({ desired: 1, running: 0 });
    await clock.advance(hour);
    expect((await look('dev')).service('worker')).toMatchObject({ ...worker, running: 4 });
  });

  it('puts a database into a state in which it stays', async () => {
    const { clock, cloud, look } = setUp();
    const broken = { id: 'acme-dev-db', kind: 'instance', status: 'storage-full' } as const;
    cloud.world.putDatabase('dev', broken);
    await clock.advance(hour);

    expect((await look('dev')).database('acme-dev-db')).toEqual(broken);
  });

  it('restarts a stopped database, and no other', async () => {
    const { clock, cloud, look } = setUp();
    expect(() => cloud.world.restartDatabase('dev', 'acme-dev-db')).toThrow('acme-dev-db');
    await cloud.send('dev', stopDatabase);
    await clock.advance(hour);

    cloud.world.restartDatabase('dev', 'acme-dev-db');

    expect((await look('dev')).database('acme-dev-db')).toMatchObject({ status: 'starting' });
    await clock.advance(hour);
    expect((await look('dev')).database('acme-dev-db')).toMatchObject({ status: 'available' });
  });

  it('knows no other environments', () => {
    expect(() => setUp().cloud.world.setService('qa', 'api', {})).toThrow('qa');
  });
});
