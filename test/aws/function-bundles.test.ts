import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type LambdaEndpoint,
  startLambdaEndpoint,
} from '../../app/sandbox/lambda/lambda-endpoint.ts';
import { createLambdaClient } from '../../lib/aws/lambda-client.ts';
import { createLambdaInvoker } from '../../lib/aws/lambda-invoker.ts';
import type { AnswerTo, FunctionCall } from '../../lib/contract/function-call.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import { acmeConfiguration, buildAcme } from './acme.ts';
import { type BundledFunction, startBundledFunction } from './bundled-function.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const run = promisify(execFile);

const minute = 60_000;
const minuteEvent = { source: 'aws.events', 'detail-type': 'Scheduled Event' };
const user_info = { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' };
const header = { operation_id: 'op-aaaaaa', user_info } as const;
const groupId = 'sg-0123456789abcdef0';

const configurations = {
  ORCHESTRATOR_CONFIG_JSON: JSON.stringify(acmeConfiguration),
  IP_WHITELIST_CONFIG_JSON: JSON.stringify({
    environments: { dev: { security_groups: [groupId] } },
    table: 'quartermaster',
  }),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'functions-'));
  await run(process.execPath, ['scripts/bundle-functions.mjs', folder]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

let aws: FakeAws;
/** The time by which things come to an end in the account. */
let now: number;
beforeEach(async () => {
  now = 0;
  aws = await startFakeAws(() => now);
  buildAcme(aws.model);
  aws.model.items.set('quartermaster', new Map());
  aws.model.groups.set(groupId, { id: groupId, limit: 60, rules: [] });
});
afterEach(() => aws.close());

const startBundle = (name: string, configuration: Readonly<Record<string, string>>) =>
  startBundledFunction(join(folder, `${name}.mjs`), {
    AWS_REGION: aws.client.region,
    AWS_ENDPOINT_URL: aws.client.endpoint,
    AWS_ACCESS_KEY_ID: aws.client.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.client.credentials.secretAccessKey,
    ...configuration,
  });

describe('the bundled functions behind Lambda', () => {
  let orchestrator: BundledFunction;
  let whitelist: BundledFunction;
  let endpoint: LambdaEndpoint;
  let client: ReturnType<typeof createLambdaClient>;
  let functions: FunctionInvoker;
  beforeEach(async () => {
    [orchestrator, whitelist] = await Promise.all([
      startBundle('orchestrator', configurations),
      startBundle('ip-whitelist', configurations),
    ]);
    endpoint = await startLambdaEndpoint({
      functions: { orchestrator: orchestrator.invoke, 'ip-whitelist': whitelist.invoke },
      port: 0,
    });
    client = createLambdaClient({ ...aws.client, region: 'us-east-1', endpoint: endpoint.url });
    functions = createLambdaInvoker({
      client,
      arns: {
        orchestrator: endpoint.arnOf('orchestrator'),
        'ip-whitelist': endpoint.arnOf('ip-whitelist'),
      },
    });
  }, 60_000);
  afterEach(async () => {
    client.destroy();
    await Promise.all([endpoint.stop(), orchestrator.stop(), whitelist.stop()]);
  });

  /** What a function answers by its contract, through HTTP and the daemon's own client. */
  const answer = async <C extends FunctionCall>(call: C): Promise<AnswerTo<C>> => {
    const outcome = await functions.invoke(call);
    if (outcome.kind !== 'answered') {
      throw new Error(JSON.stringify(outcome));
    }
    return outcome.answer;
  };
  /** Lets minutes go by in the account, and looks at the operation each time, until it is at an end. */
  const finish = async (operation_id: `op-${string}`) => {
    for (let look = 0; look < 30; look += 1) {
      now += minute;
      const payload = { action: 'operation', operation_id, user_info } as const;
      const looked = await answer({ function: 'orchestrator', payload });
      if (!looked.success || looked.state !== 'in_progress') {
        return looked;
      }
    }
    throw new Error(`${operation_id} does not end`);
  };

  it('tell what runs in an environment, and stop it to the end', async () => {
    const environment = 'acme';

    await expect(
      answer({ function: 'orchestrator', payload: { action: 'status', ...header, environment } }),
    ).resolves.toMatchObject({ success: true, services: { length: 3 } });
    await expect(
      answer({ function: 'orchestrator', payload: { action: 'stop', ...header, environment } }),
    ).resolves.toMatchObject({
      success: true,
      operation_id: header.operation_id,
      state: 'in_progress',
    });
    await expect(finish(header.operation_id)).resolves.toMatchObject({
      state: 'succeeded',
      details: { ecs_services_stopped: 2 },
    });
    const services = aws.model.clusters.get('acme')?.map(({ name, running }) => [name, running]);
    expect(services).toEqual(
      expect.arrayContaining([
        ['api', 0],
        ['worker', 0],
        ['vpn', 1],
      ]),
    );
    expect(aws.model.instances.get('acme-db')?.status).toBe('stopped');
  }, 60_000);

  it('stop again by the minute schedule what AWS restarts, and tell of it', async () => {
    await answer({
      function: 'orchestrator',
      payload: { action: 'stop', ...header, environment: 'acme' },
    });
    await finish(header.operation_id);
    const database = aws.model.instances.get('acme-db');
    if (database === undefined) {
      throw new Error('there is no acme-db');
    }
    database.status = 'available';

    await expect(orchestrator.invoke(minuteEvent)).resolves.toMatchObject({
      guarded: [{ environment: 'acme', databases: ['acme-db'] }],
      troubles: [],
    });
    const asking = { action: 'guarded', ...header } as const;
    const told = await answer({ function: 'orchestrator', payload: asking });
    const [restart] = told.success ? told.restarted : [];
    expect(restart).toMatchObject({ environment: 'acme', id: 'acme-db', state: 'in_progress' });
    await finish(restart?.operation_id ?? header.operation_id);

    await expect(answer({ function: 'orchestrator', payload: asking })).resolves.toEqual({
      success: true,
      restarted: [{ ...restart, state: 'succeeded' }],
    });
  }, 60_000);

  it('let an address in, list it, and take it out', async () => {
    const entry = { ip_address: '1.2.3.4/32', environment: 'dev' } as const;
    const asked = { function: 'ip-whitelist', payload: { action: 'list', ...header } } as const;

    const added = await answer({
      function: 'ip-whitelist',
      payload: { action: 'add', ...header, ...entry, ttl_minutes: 60 },
    });
    expect(added).toMatchObject({ success: true, entry });
    expect(added).not.toHaveProperty('synced');
    const rules = aws.model.groups.get(groupId)?.rules ?? [];
    expect(rules.map(({ v4, from }) => `${v4} ${from}`).toSorted()).toEqual([
      '1.2.3.4/32 443',
      '1.2.3.4/32 7233',
      '1.2.3.4/32 80',
    ]);
    await expect(answer(asked)).resolves.toMatchObject({ success: true, entries: [entry] });
    await expect(whitelist.invoke(minuteEvent)).resolves.toEqual({
      success: true,
      expired: [],
      expiring: [],
    });

    const operation_id = 'op-bbbbbb';
    const remove = { action: 'remove', operation_id, user_info, ...entry } as const;
    await expect(answer({ function: 'ip-whitelist', payload: remove })).resolves.toEqual({
      success: true,
      removed: true,
    });
    await expect(
      answer({ function: 'ip-whitelist', payload: { action: 'list', ...header, ended: true } }),
    ).resolves.toMatchObject({ entries: [], ended: [{ ...entry, how: 'removed', operation_id }] });
    expect(aws.model.groups.get(groupId)?.rules).toEqual([]);
  }, 60_000);

  it('refuse by their contract, also what is in none', async () => {
    await expect(
      answer({
        function: 'orchestrator',
        payload: { action: 'stop', ...header, environment: 'safe' },
      }),
    ).resolves.toMatchObject({ success: false, error: { code: 'ENVIRONMENT_PROTECTED' } });
    await expect(orchestrator.invoke({ action: 'destroy' })).resolves.toMatchObject({
      success: false,
      error: { code: 'INVALID_REQUEST' },
    });
  }, 60_000);
});

describe('a bundled function', () => {
  it.each([
    ['orchestrator', 'ORCHESTRATOR_CONFIG_JSON'],
    ['ip-whitelist', 'IP_WHITELIST_CONFIG_JSON'],
  ])(
    '%s does not start without its configuration, and says what is missing',
    async (name, variable) => {
      await expect(startBundle(name, {})).rejects.toThrow(`${variable} is not set`);
    },
    60_000,
  );
});
