import { describe, expect, it } from '@jest/globals';
import { refuse } from '../contract/error-envelope.ts';
import { writeText } from '../reply/plain-text.ts';
import { context, createWhitelistBench, header, home, listing } from './operations.fixture.ts';

const added = (changed: Partial<typeof home> = {}, synced?: false) => ({
  sends: {
    success: true,
    entry: { ...home, ...changed },
    ...(synced === undefined ? {} : { synced }),
  },
});

const build = (others: Parameters<typeof createWhitelistBench>[0] = {}) =>
  createWhitelistBench({
    'ip-whitelist list': listing(),
    'ip-whitelist add': added(),
    ...others,
  });

const effect = {
  operation: 'whitelist:add',
  target: '1.2.3.4/32',
  environment: 'dev',
  ttl_minutes: '43200',
};

describe('/infra whitelist add', () => {
  it.each([
    ['/infra whitelist add 1.2.3.4', effect],
    [
      "/infra whitelist add 1.2.3.4 --ttl=5m --description='Quick test'",
      { ...effect, ttl_minutes: '5', description: 'Quick test' },
    ],
    [
      "/infra whitelist add 1.2.3.4/32 --ttl=7d --description='Home office'",
      { ...effect, ttl_minutes: '10080', description: 'Home office' },
    ],
    [
      '/infra whitelist add 1.2.3.4 --ttl 7d --description "Dana\'s home"',
      { ...effect, ttl_minutes: '10080', description: "Dana's home" },
    ],
    [
      '/infra whitelist add 1.2.3.4 —description=‘Home office’ --env staging',
      { ...effect, environment: 'staging', description: 'Home office' },
    ],
    ['/infra whitelist add <http://1.2.3.4|1.2.3.4>', effect],
  ])('%s plans what it says', async (typed, wanted) => {
    const { plan, functions } = build();

    expect(await plan(typed)).toMatchObject({ kind: 'planned', plan: { effects: [wanted] } });
    expect(functions.calls.map(({ payload }) => payload.action)).toEqual(['list']);
  });

  it('asks the policy about the whitelist of the environment', async () => {
    const { plan } = build();

    expect(await plan('/infra whitelist add 1.2.3.4 --env prod')).toMatchObject({
      plan: {
        resource: { type: 'Whitelist', id: 'prod', attributes: { protected: true } },
        facts: { environment: 'prod', address: '1.2.3.4/32', ttl: '30d' },
      },
    });
  });

  it('shows in its outline to which environment, before anybody fills a form', async () => {
    const { operations } = build();
    const outline = operations[0]?.outline;

    expect(await outline?.({ env: 'prod' })).toMatchObject({
      plan: { resource: { id: 'prod', attributes: { protected: true } } },
    });
    expect(await outline?.({})).toMatchObject({
      plan: { resource: { id: 'dev', attributes: { protected: false } } },
    });
  });

  it('calls the function with all of the plan, under the operation id', async () => {
    const { run, functions } = build();

    await run("/infra whitelist add 1.2.3.4 --ttl=7d --description='Home office'");

    expect(functions.calls.at(-1)).toEqual({
      function: 'ip-whitelist',
      payload: {
        action: 'add',
        ...header,
        ip_address: '1.2.3.4/32',
        environment: 'dev',
        ttl_minutes: 10_080,
        description: 'Home office',
      },
    });
  });

  it('tells until when, and to which ports', async () => {
    expect(await build().lines("/infra whitelist add 1.2.3.4 --description='Home office'")).toEqual(
      [
        '✅ WHITELIST ADD - DEV',
        '1.2.3.4/32 may connect until 2026-02-04 09:00 UTC (30d).',
        'Ports: 80 (HTTP), 443 (HTTPS), 7233 (gRPC)',
        'Description: Home office',
      ],
    );
  });

  it('says when the groups follow later', async () => {
    const bench = build({ 'ip-whitelist add': added({ description: '' }, false) });

    expect(await bench.lines('/infra whitelist add 1.2.3.4')).toEqual([
      '✅ WHITELIST ADD - DEV',
      '1.2.3.4/32 may connect until 2026-02-04 09:00 UTC (30d).',
      'Ports: 80 (HTTP), 443 (HTTPS), 7233 (gRPC)',
      'The security groups could not be reached; they follow within a minute.',
    ]);
  });

  it('refuses what somebody else let in', async () => {
    const { plan } = build({ 'ip-whitelist list': listing({ ...home, added_by: 'U0ALICE' }) });

    const planned = await plan('/infra whitelist add 1.2.3.4');

    expect(planned).toMatchObject({ kind: 'refused', refusal: { code: 'CONFLICT' } });
    expect(planned.kind === 'refused' ? writeText(planned.refusal.message) : '').toBe(
      '1.2.3.4/32 is let in to dev already, until 2026-02-04 09:00 UTC, added by @U0ALICE. See /infra whitelist list dev.',
    );
  });

  it('leaves an entry of the same person to the function, which knows repetitions by their id', async () => {
    const { plan } = build({ 'ip-whitelist list': listing(home) });

    expect(await plan('/infra whitelist add 1.2.3.4')).toMatchObject({ kind: 'planned' });
  });

  it("fails in the function's words", async () => {
    const { run } = build({
      'ip-whitelist add': { sends: refuse('CONFLICT', '1.2.3.4 is in already.') },
    });

    expect(await run('/infra whitelist add 1.2.3.4')).toEqual({
      kind: 'failed',
      refusal: { code: 'CONFLICT', message: '1.2.3.4 is in already.', passing: false },
    });
  });

  it.each([{ ip_address: '1.2.3.5/32' }, { environment: 'staging' }])(
    'fails when the function answers for %o',
    async (other) => {
      const { run } = build({ 'ip-whitelist add': added(other) });

      expect(await run('/infra whitelist add 1.2.3.4')).toMatchObject({
        kind: 'failed',
        refusal: { code: 'UNEXPECTED_ANSWER' },
      });
    },
  );

  it('says what to set where the function is not configured', async () => {
    const { plan } = createWhitelistBench({
      'ip-whitelist list': { kind: 'not-configured', variable: 'IP_WHITELIST_LAMBDA_ARN' },
    });

    expect(await plan('/infra whitelist add 1.2.3.4')).toEqual({
      kind: 'refused',
      refusal: {
        code: 'NOT_CONFIGURED',
        message: 'not configured: set IP_WHITELIST_LAMBDA_ARN',
      },
    });
  });

  it('sends nothing of a plan that has no effect', async () => {
    const { operations } = createWhitelistBench();

    expect(await operations[0]?.execute([], context)).toMatchObject({ kind: 'failed' });
  });

  it.each([
    ['0.0.0.0/0', 'everybody'],
    ['10.1.2.3', 'private'],
    ['1.2.0.0/16', '65,536 addresses'],
  ])('does not let %s in, and says why', (address, why) => {
    expect(() => build().read(`/infra whitelist add ${address}`)).toThrow(why);
  });

  it.each(['1441m', '366d', '24h', '0d'])('takes %s for no time to live', (ttl) => {
    expect(() => build().read(`/infra whitelist add 1.2.3.4 --ttl=${ttl}`)).toThrow(
      'Write 1m to 1440m',
    );
  });
});
