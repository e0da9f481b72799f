import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CloudCommand } from '../../lib/environment/cloud.ts';
import {
  type AcmeAccount,
  addDatabase,
  addService,
  addStack,
  openAcmeAccount,
} from './acme-account.ts';

const isDone = { ok: true, value: undefined };
/** As many as the SDK tries. */
const everyAttempt = 3;
const suspended = { dynamicIn: true, dynamicOut: true, scheduled: true };

/** One command for each action that changes something, and the action. */
const changes: readonly (readonly [action: string, command: CloudCommand])[] = [
  ['RegisterScalableTarget', { do: 'suspend-scaling', service: 'api' }],
  ['UpdateService', { do: 'set-desired', service: 'api', desired: 0 }],
  ['TagResource', { do: 'tag-desired', service: 'api', desired: 2 }],
  ['StopDBInstance', { do: 'stop-database', database: 'acme-dev-db' }],
  ['StopDBCluster', { do: 'stop-database', database: 'acme-dev-aurora' }],
  [
    'CreateDBSnapshot',
    { do: 'snapshot-database', database: 'acme-dev-db', snapshot: 's1', operationId: 'op-abc123' },
  ],
  ['DeleteStack', { do: 'delete-stack', stack: 'acme-dev-app', operationId: 'op-abc123' }],
];

const looks = [
  'ListServices',
  'DescribeServices',
  'DescribeScalableTargets',
  'DescribeDBInstances',
  'DescribeDBClusters',
  'DescribeDBSnapshots',
  'DescribeDBClusterSnapshots',
  'DescribeStacks',
  'ListStackResources',
];

describe('the cloud in AWS, when AWS has trouble', () => {
  let acme: AcmeAccount;

  const fill = () => {
    addService(acme, 'api');
    acme.aws.model.targets.set('service/acme-dev/api', {
      min: 1,
      max: 4,
      suspended: { dynamicIn: false, dynamicOut: false, scheduled: false },
    });
    addDatabase(acme, 'instance', 'acme-dev-db');
    addDatabase(acme, 'cluster', 'acme-dev-aurora');
    addStack(acme, 'acme-dev-app');
  };

  beforeEach(async () => {
    acme = await openAcmeAccount(undefined, 300);
    fill();
  });
  afterEach(async () => {
    await acme.close();
  });

  const countOf = (action: string) =>
    acme.aws.requests.filter((each) => each.endsWith(` ${action}`)).length;

  it.each(changes)('tries %s again after one throttling', async (action, command) => {
    acme.aws.faults.plan('throttle', 1, action);

    await expect(acme.cloud.send('dev', command)).resolves.toEqual(isDone);
    expect(countOf(action)).toBe(2);
  });

  it.each(changes)(
    'says that AWS is unavailable where %s stays throttled',
    async (action, command) => {
      acme.aws.faults.plan('throttle', everyAttempt, action);

      await expect(acme.cloud.send('dev', command)).resolves.toEqual({
        ok: false,
        error: { kind: 'unavailable', reason: expect.stringMatching(/Throttling/) },
      });
      expect(countOf(action)).toBe(everyAttempt);
    },
  );

  it.each(changes)(
    'takes %s for refused at once where access is denied',
    async (action, command) => {
      acme.aws.faults.plan('deny', 1, action);

      await expect(acme.cloud.send('dev', command)).resolves.toEqual({
        ok: false,
        error: { kind: 'refused', reason: expect.stringMatching(/AccessDenied/) },
      });
      expect(countOf(action)).toBe(1);
    },
  );

  it.each([
    ['server-error', 'UpdateService'],
    ['lose-request', 'UpdateService'],
    ['hang', 'UpdateService'],
    ['server-error', 'ListServices'],
  ] as const)('says that AWS is unavailable after a %s of %s', async (kind, action) => {
    acme.aws.faults.plan(kind, everyAttempt, action);
    const answer =
      action === 'UpdateService'
        ? acme.cloud.send('dev', { do: 'set-desired', service: 'api', desired: 0 })
        : acme.cloud.describe('dev');

    await expect(answer).resolves.toMatchObject({ ok: false, error: { kind: 'unavailable' } });
    expect(countOf(action)).toBe(everyAttempt);
  });

  it('does no more than once what was done and not answered', async () => {
    for (const [action] of changes) {
      acme.aws.faults.plan('lose-answer', 1, action);
    }
    const answers = [];
    for (const [, command] of changes) {
      answers.push(await acme.cloud.send('dev', command));
    }

    const { model } = acme.aws;
    expect(model.clusters.get('acme-dev')).toMatchObject([
      { desired: 0, tags: { 'chatops:desired': '2' } },
    ]);
    expect(model.targets.get('service/acme-dev/api')).toEqual({ min: 0, max: 4, suspended });
    expect(model.snapshots.length).toBeLessThanOrEqual(1);
    expect(model.stacks.map(({ events }) => events.length)).toEqual([1]);
    expect(model.dbClusters.get('acme-dev-aurora')?.status).toBe('stopping');
    // The SDK's second attempt finds the database on its way, where there is nothing to do but wait.
    expect(answers.map((answer) => (answer.ok ? 'done' : answer.error.kind))).toEqual([
      'done',
      'done',
      'done',
      'wait',
      'wait',
      'wait',
      'done',
    ]);
  });

  it('takes a snapshot once whose answer was lost', async () => {
    acme.aws.faults.plan('lose-answer', 1, 'CreateDBSnapshot');

    await expect(
      acme.cloud.send('dev', {
        do: 'snapshot-database',
        database: 'acme-dev-db',
        snapshot: 's1',
        operationId: 'op-abc123',
      }),
    ).resolves.toEqual(isDone);
    expect(acme.aws.model.snapshots).toHaveLength(1);
  });

  it.each(looks)('never describes half an environment: %s fails', async (action) => {
    acme.aws.faults.plan('deny', 1, action);

    await expect(acme.cloud.describe('dev')).resolves.toMatchObject({
      ok: false,
      error: { kind: 'unavailable', reason: expect.stringMatching(/AccessDenied/) },
    });
  });

  it.each(changes)('never sends %s after a look that failed', async (action, command) => {
    const look = 'service' in command ? 'DescribeServices' : 'DescribeDBInstances';
    acme.aws.faults.plan('deny', 1, 'stack' in command ? 'DescribeStacks' : look);

    await expect(acme.cloud.send('dev', command)).resolves.toMatchObject({
      ok: false,
      error: { kind: 'refused' },
    });
    expect(countOf(action)).toBe(0);
  });

  it('changes the others where one of several commands fails', async () => {
    addService(acme, 'worker');
    acme.aws.faults.plan('deny', 1, 'UpdateService');

    const answers = [
      await acme.cloud.send('dev', { do: 'set-desired', service: 'api', desired: 0 }),
      await acme.cloud.send('dev', { do: 'set-desired', service: 'worker', desired: 0 }),
    ];

    expect(answers.map(({ ok }) => ok)).toEqual([false, true]);
    expect(acme.aws.model.clusters.get('acme-dev')?.map(({ desired }) => desired)).toEqual([2, 0]);
  });
});
