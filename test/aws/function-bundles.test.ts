import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acmeConfiguration, buildAcme } from './acme.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const run = promisify(execFile);

const minuteEvent = { source: 'aws.events', 'detail-type': 'Scheduled Event' };

let folder: string;
let aws: FakeAws;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'functions-'));
  await run(process.execPath, ['scripts/bundle-functions.mjs', folder]);
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  aws = await startFakeAws(() => 0);
  buildAcme(aws.model);
  aws.model.items.set('quartermaster', new Map());
});

afterEach(() => aws.close());

/** Loads a bundle as Lambda does, in a process of its own, and calls its handler once. */
const invoke = async (
  name: string,
  event: object,
  configuration: Readonly<Record<string, string>>,
): Promise<unknown> => {
  const code = `
    const { handler } = await import(process.argv[1]);
    process.stdout.write(JSON.stringify(await handler(JSON.parse(process.argv[2]))));
  `;
  const file = join(folder, `${name}.mjs`);
  const args = ['--input-type=module', '-e', code, file, JSON.stringify(event)];
  const { stdout } = await run(process.execPath, args, {
    // Elsewhere than here: nothing of node_modules is found there.
    cwd: folder,
    env: {
      AWS_REGION: aws.client.region,
      AWS_ENDPOINT_URL: aws.client.endpoint,
      AWS_ACCESS_KEY_ID: aws.client.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.client.credentials.secretAccessKey,
      ...configuration,
    },
  });
  return JSON.parse(stdout.split('\n').at(-1) ?? '');
};

describe('the bundled functions', () => {
  it('carry all that the orchestrator needs', async () => {
    const call = {
      action: 'status',
      operation_id: 'op-aaaaaa',
      user_info: { user_id: 'U1', username: 'ann', display_name: 'Ann' },
      environment: 'acme',
    };
    const ORCHESTRATOR_CONFIG_JSON = JSON.stringify(acmeConfiguration);

    await expect(invoke('orchestrator', call, { ORCHESTRATOR_CONFIG_JSON })).resolves.toMatchObject(
      { success: true, services: { length: 3 } },
    );
    await expect(
      invoke('orchestrator', minuteEvent, { ORCHESTRATOR_CONFIG_JSON }),
    ).resolves.toMatchObject({ troubles: [] });
  }, 60_000);

  it('carry all that the whitelist needs', async () => {
    const id = 'sg-0123456789abcdef0';
    aws.model.groups.set(id, { id, limit: 60, rules: [] });
    const environments = { dev: { security_groups: [id] } };
    const IP_WHITELIST_CONFIG_JSON = JSON.stringify({ environments, table: 'quartermaster' });

    await expect(
      invoke('ip-whitelist', minuteEvent, { IP_WHITELIST_CONFIG_JSON }),
    ).resolves.toEqual({ success: true, expired: [], expiring: [] });
    expect(aws.requests).toContain('ec2 DescribeSecurityGroupRules');
  }, 60_000);

  it('do not start without their configuration, and say what is missing', async () => {
    await expect(invoke('orchestrator', minuteEvent, {})).rejects.toThrow(
      'ORCHESTRATOR_CONFIG_JSON is not set',
    );
  }, 60_000);
});
