import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createIpWhitelistHandler } from '../../app/functions/ip-whitelist-handler.ts';
import { createOrchestratorHandler } from '../../app/functions/orchestrator-handler.ts';
import { createManualClock, type ManualClock } from '../../lib/kernel/manual-clock.ts';
import { acmeConfiguration, buildAcme } from './acme.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const nothing = (): void => undefined;
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const header = {
  operation_id: 'op-aaaaaa',
  user_info: { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' },
};

/** What EventBridge sends for a rule with a schedule. */
const minuteEvent = {
  version: '0',
  id: '00000000-0000-0000-0000-000000000000',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2026-01-05T09:01:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:123456789012:rule/every-minute'],
  detail: {},
};

const groupId = 'sg-0123456789abcdef0';

let aws: FakeAws;
let clock: ManualClock;

beforeEach(async () => {
  clock = createManualClock();
  aws = await startFakeAws(() => clock.now());
  aws.model.pageSize = 20;
  buildAcme(aws.model);
  aws.model.items.set('quartermaster', new Map());
  aws.model.groups.set(groupId, { id: groupId, limit: 60, rules: [] });
});

afterEach(() => aws.close());

const orchestrator = () =>
  createOrchestratorHandler(
    { ORCHESTRATOR_CONFIG_JSON: JSON.stringify(acmeConfiguration) },
    { clock, log, client: aws.client },
  );

const whitelistConfiguration = {
  environments: { dev: { security_groups: [groupId] } },
  table: 'quartermaster',
};

const whitelist = () =>
  createIpWhitelistHandler(
    { IP_WHITELIST_CONFIG_JSON: JSON.stringify(whitelistConfiguration) },
    { clock, log, client: aws.client },
  );

const api = () => aws.model.clusters.get('acme')?.find(({ name }) => name === 'api');

const rules = () => aws.model.groups.get(groupId)?.rules.map(({ v4, from }) => `${v4} ${from}`);

describe('the orchestrator in Lambda', () => {
  it('stops an environment by the minute schedule alone, and starts it as it was', async () => {
    const handler = orchestrator();
    await expect(
      handler({ ...header, action: 'stop', environment: 'acme' }),
    ).resolves.toMatchObject({ success: true, state: 'in_progress' });
    for (let minute = 0; minute < 15; minute += 1) {
      await clock.advance(60_000);
      await handler(minuteEvent);
    }

    await expect(handler({ ...header, action: 'operation' })).resolves.toMatchObject({
      state: 'succeeded',
      details: { ecs_services_stopped: 2, rds_instances_stopped: expect.any(Number) },
    });
    expect([api()?.running, aws.model.instances.get('acme-db')?.status]).toEqual([0, 'stopped']);

    await handler({ ...header, operation_id: 'op-bbbbbb', action: 'start', environment: 'acme' });
    for (let minute = 0; minute < 15; minute += 1) {
      await clock.advance(60_000);
      await handler(minuteEvent);
    }
    expect([api()?.running, aws.model.instances.get('acme-db')?.status]).toEqual([2, 'available']);
    expect(aws.model.targets.get('service/acme/api')).toMatchObject({
      min: 2,
      suspended: { dynamicIn: true, dynamicOut: false, scheduled: false },
    });
  }, 60_000);

  it('tears an environment down and brings it back from its snapshot', async () => {
    const handler = orchestrator();
    const teardown = { ...header, action: 'teardown', level: 'full', environment: 'acme' };
    await expect(handler(teardown)).resolves.toMatchObject({ success: true });
    for (let minute = 0; minute < 40; minute += 1) {
      await clock.advance(60_000);
      await handler(minuteEvent);
    }
    await expect(handler({ ...header, action: 'operation' })).resolves.toMatchObject({
      state: 'succeeded',
      details: { stacks_deleted: 2, snapshots_taken: 1 },
    });
    expect([api(), aws.model.instances.has('acme-db')]).toEqual([undefined, false]);

    const spinup = { ...header, operation_id: 'op-bbbbbb' };
    await handler({ ...spinup, action: 'spinup', environment: 'acme' });
    for (let minute = 0; minute < 60; minute += 1) {
      await clock.advance(60_000);
      await handler(minuteEvent);
    }
    await expect(handler({ ...spinup, action: 'operation' })).resolves.toMatchObject({
      state: 'succeeded',
      details: { stacks_created: 2 },
    });
    expect(api()).toMatchObject({ desired: 2, running: 2 });
    expect(aws.model.stacks.at(-2)).toMatchObject({
      name: 'acme-data',
      status: 'CREATE_COMPLETE',
      parameters: {
        InstanceClass: 'db.t4g.medium',
        DatabaseSnapshot: aws.model.snapshots[0]?.id,
      },
    });
  }, 120_000);

  it.each([
    ['is not set', undefined],
    ['is not JSON', '{'],
    ['table: Invalid input', '{"environments":{}}'],
    ['environments.dev.cluster: not known', '{"environments":{"dev":{"cluster":"a"}},"table":"t"}'],
  ])('does not start where its configuration %s', (words, text) => {
    expect(() =>
      createOrchestratorHandler({ ORCHESTRATOR_CONFIG_JSON: text }, { clock, log }),
    ).toThrow(words);
  });
});

describe('the whitelist in Lambda', () => {
  const add = {
    ...header,
    action: 'add',
    ip_address: '1.2.3.4/32',
    environment: 'dev',
    ttl_minutes: 60,
  };

  it('lets an address in, and by the minute schedule out again when it expires', async () => {
    const handler = whitelist();
    await expect(handler(add)).resolves.toMatchObject({ success: true });
    expect(rules()).toEqual(['1.2.3.4/32 80', '1.2.3.4/32 443', '1.2.3.4/32 7233']);

    await clock.advance(61 * 60_000);
    await expect(handler(minuteEvent)).resolves.toMatchObject({
      success: true,
      expired: [{ ip_address: '1.2.3.4/32' }],
    });
    expect(rules()).toEqual([]);
  });

  it('keeps its own rules about addresses', async () => {
    const handler = whitelist();

    await expect(handler({ ...add, ip_address: '1.2.0.0/16' })).resolves.toMatchObject({
      error: { code: 'INVALID_REQUEST' },
    });
    await expect(handler({ ...add, ip_address: '10.1.2.3/32' })).resolves.toMatchObject({
      error: { code: 'INVALID_REQUEST' },
    });
  });

  it('does not start where its configuration names no groups', () => {
    const text = '{"environments":{"dev":{"security_groups":[]}},"table":"t"}';

    expect(() =>
      createIpWhitelistHandler({ IP_WHITELIST_CONFIG_JSON: text }, { clock, log }),
    ).toThrow('environments.dev.security_groups');
  });
});
