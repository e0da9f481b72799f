import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AcmeAccount, addService, openAcmeAccount } from './acme-account.ts';

const isDone = { ok: true, value: undefined };
const active = { dynamicIn: false, dynamicOut: false, scheduled: false };
const suspended = { dynamicIn: true, dynamicOut: true, scheduled: true };

describe('the services of an environment in AWS', () => {
  let acme: AcmeAccount;

  beforeEach(async () => {
    acme = await openAcmeAccount();
  });
  afterEach(async () => {
    await acme.close();
  });

  it('are found on all pages and in batches of ten, by name', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `svc-${String(index).padStart(2, '0')}`);
    for (const name of names.toReversed()) {
      addService(acme, name);
    }

    const { services } = await acme.look();

    expect(services.map(({ name }) => name)).toEqual(names);
    const asked = acme.aws.requests.filter((each) => each === 'ecs DescribeServices');
    expect(asked).toHaveLength(3);
  });

  it('show their tasks, their autoscaling and the tag of their count', async () => {
    addService(acme, 'api', { desired: 3, running: 1 });
    addService(acme, 'worker', { tags: { Environment: 'dev', 'chatops:desired': '4' } });
    acme.aws.model.targets.set('service/acme-dev/api', { min: 2, max: 8, suspended: active });

    const { services } = await acme.look();

    expect(services).toEqual([
      {
        name: 'api',
        status: 'STARTING',
        desired: 3,
        running: 1,
        scaling: { min: 2, max: 8, suspended: active },
      },
      { name: 'worker', status: 'RUNNING', desired: 2, running: 2, taggedDesired: 4 },
    ]);
  });

  it('find their autoscaling on all pages', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      addService(acme, name);
      acme.aws.model.targets.set(`service/acme-dev/${name}`, { min: 1, max: 2, suspended: active });
    }

    const { services } = await acme.look();

    expect(services.filter(({ scaling }) => scaling?.max === 2)).toHaveLength(5);
  });

  it.each([
    ['without the tag Environment', { tags: {} }, 'it has no tag Environment=dev'],
    ['of another environment', { tags: { Environment: 'qa' } }, 'it has no tag Environment=dev'],
    [
      'whose tag NightlyTeardown says skip',
      { tags: { Environment: 'dev', NightlyTeardown: 'Skip' } },
      'its tag NightlyTeardown says skip',
    ],
    [
      'with the tag chatops:skip',
      { tags: { Environment: 'dev', 'chatops:skip': 'true' } },
      'it has the tag chatops:skip',
    ],
    ['of daemons', { strategy: 'DAEMON' as const }, 'a daemon service runs on every instance'],
    ['that is being deleted', { status: 'DRAINING' as const }, 'it is being deleted'],
  ])('exempt one %s, and never touch it', async (_, how, exempt) => {
    const service = addService(acme, 'api', how);
    acme.aws.model.targets.set('service/acme-dev/api', { min: 1, max: 2, suspended: active });

    const { services } = await acme.look();
    const answers = [
      await acme.cloud.send('dev', { do: 'suspend-scaling', service: 'api' }),
      await acme.cloud.send('dev', { do: 'set-desired', service: 'api', desired: 0 }),
      await acme.cloud.send('dev', { do: 'tag-desired', service: 'api', desired: 2 }),
    ];

    expect(services).toMatchObject([{ name: 'api', exempt }]);
    for (const answer of answers) {
      expect(answer).toEqual({
        ok: false,
        error: { kind: 'refused', reason: `api is not touched: ${exempt}` },
      });
    }
    expect(service.desired).toBe(2);
    expect(acme.aws.model.targets.get('service/acme-dev/api')?.suspended).toEqual(active);
  });

  it('leave out those that are deleted between the list and the look', async () => {
    addService(acme, 'api');
    addService(acme, 'forgotten');
    const inactive = addService(acme, 'inactive');
    acme.aws.faults.before('DescribeServices', () => {
      inactive.status = 'INACTIVE';
      const left = acme.aws.model.clusters
        .get('acme-dev')
        ?.filter(({ name }) => name !== 'forgotten');
      acme.aws.model.clusters.set('acme-dev', left ?? []);
    });

    const { services } = await acme.look();

    expect(services.map(({ name }) => name)).toEqual(['api']);
  });

  it('do not count as gone where ECS does not show one of them', async () => {
    addService(acme, 'api', { hiddenBy: 'ACCESS_DENIED' });
    addService(acme, 'worker');

    await expect(acme.cloud.describe('dev')).resolves.toEqual({
      ok: false,
      error: {
        kind: 'unavailable',
        reason:
          'ECS does not show arn:aws:ecs:eu-central-1:123456789012:service/acme-dev/api: ACCESS_DENIED',
      },
    });
  });

  it('are none where the cluster is gone, as after a teardown', async () => {
    acme.aws.model.clusters.clear();

    expect((await acme.look()).services).toEqual([]);
    expect(
      await acme.cloud.send('dev', { do: 'set-desired', service: 'api', desired: 1 }),
    ).toMatchObject({ ok: false, error: { kind: 'gone' } });
  });

  it('suspend all scaling and its least count in one request, which leaves the tasks alone', async () => {
    const service = addService(acme, 'api');
    acme.aws.model.targets.set('service/acme-dev/api', { min: 2, max: 8, suspended: active });

    expect(await acme.cloud.send('dev', { do: 'suspend-scaling', service: 'api' })).toEqual(isDone);

    expect(acme.aws.model.targets.get('service/acme-dev/api')).toEqual({
      min: 0,
      max: 8,
      suspended,
    });
    expect(service.desired).toBe(2);
    expect(acme.aws.requests.filter((each) => each.includes('Register'))).toHaveLength(1);
  });

  it('never get an autoscaling that they did not have', async () => {
    addService(acme, 'api');

    for (const command of [
      { do: 'suspend-scaling', service: 'api' } as const,
      {
        do: 'restore-scaling',
        service: 'api',
        scaling: { min: 1, max: 2, suspended: active },
      } as const,
    ]) {
      expect(await acme.cloud.send('dev', command)).toEqual({
        ok: false,
        error: { kind: 'gone', reason: 'nothing scales api' },
      });
    }
    expect(acme.aws.model.targets.size).toBe(0);
  });

  it('get back the bounds and the kinds of scaling that were suspended before', async () => {
    const service = addService(acme, 'api', { desired: 0, running: 0 });
    acme.aws.model.targets.set('service/acme-dev/api', { min: 0, max: 8, suspended });
    const scaling = { min: 2, max: 8, suspended: { ...active, scheduled: true } };

    await acme.cloud.send('dev', { do: 'set-desired', service: 'api', desired: 3 });
    await acme.cloud.send('dev', { do: 'restore-scaling', service: 'api', scaling });

    expect(acme.aws.model.targets.get('service/acme-dev/api')).toEqual(scaling);
    expect(service.desired).toBe(3);
  });

  it('stop and start, and say on the way what they do', async () => {
    addService(acme, 'api');
    const statusNow = async () => (await acme.look()).services[0]?.status;

    await acme.cloud.send('dev', { do: 'set-desired', service: 'api', desired: 0 });
    expect(await statusNow()).toBe('STOPPING');
    acme.pass(60);
    expect(await statusNow()).toBe('STOPPED');

    await acme.cloud.send('dev', { do: 'set-desired', service: 'api', desired: 2 });
    expect(await statusNow()).toBe('STARTING');
    acme.pass(60);
    expect(await statusNow()).toBe('RUNNING');
  });

  it('have their count written into a tag, but never 0', async () => {
    const { tags } = addService(acme, 'api');

    expect(await acme.cloud.send('dev', { do: 'tag-desired', service: 'api', desired: 5 })).toEqual(
      isDone,
    );
    expect(
      await acme.cloud.send('dev', { do: 'tag-desired', service: 'api', desired: 0 }),
    ).toMatchObject({ ok: false, error: { kind: 'refused' } });

    expect(tags).toEqual({ Environment: 'dev', 'chatops:desired': '5' });
  });
});

describe('the services of an environment with several clusters', () => {
  it('are known by cluster and name, and found by ARN of the cluster too', async () => {
    const arn = 'arn:aws:ecs:eu-central-1:123456789012:cluster/jobs';
    const acme = await openAcmeAccount({
      table: 'acme-operations',
      environments: { dev: { clusters: ['acme-dev', arn] } },
    });
    addService(acme, 'api');
    const api = addService(acme, 'api', { cluster: 'jobs' });
    acme.aws.model.targets.set('service/jobs/api', { min: 1, max: 3, suspended: active });

    const { services } = await acme.look();
    await acme.cloud.send('dev', { do: 'set-desired', service: 'jobs/api', desired: 7 });
    const unknown = await acme.cloud.send('dev', {
      do: 'set-desired',
      service: 'other/api',
      desired: 7,
    });
    const { desired } = api;
    await acme.close();

    expect(services.map(({ name, scaling }) => [name, scaling?.max])).toEqual([
      ['acme-dev/api', undefined],
      ['jobs/api', 3],
    ]);
    expect(desired).toBe(7);
    expect(unknown).toMatchObject({ ok: false, error: { kind: 'gone' } });
  });
});
