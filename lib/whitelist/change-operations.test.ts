import { describe, expect, it } from '@jest/globals';
import { refuse } from '../contract/error-envelope.ts';
import { context, createWhitelistBench, header, home, listing } from './operations.fixture.ts';

const staging = { ...home, environment: 'staging', added_by: 'U0ALICE' };
const removed = { sends: { success: true, removed: true } };
const extended = { sends: { success: true, entry: home } };

const build = (
  entries: readonly (typeof home)[] = [home],
  others: Parameters<typeof createWhitelistBench>[0] = {},
) =>
  createWhitelistBench({
    'ip-whitelist list': listing(...entries),
    'ip-whitelist remove': removed,
    'ip-whitelist extend': extended,
    ...others,
  });

const unavailable = { sends: refuse('UPSTREAM_UNAVAILABLE', 'The table does not answer.') };

describe.each(['remove', 'extend'])('/infra whitelist %s', (verb) => {
  it('asks the policy about the entry and its owner', async () => {
    const { plan, functions } = build([{ ...home, ip_address: '1.2.3.5/32' }, staging]);

    expect(await plan(`/infra whitelist ${verb} 1.2.3.4`)).toMatchObject({
      plan: {
        resource: {
          type: 'WhitelistEntry',
          id: 'staging 1.2.3.4/32',
          attributes: { protected: false, owner: { type: 'Principal', id: 'slack:U0ALICE' } },
        },
        facts: { environment: 'staging', address: '1.2.3.4/32' },
      },
    });
    expect(functions.calls).toEqual([
      { function: 'ip-whitelist', payload: { action: 'list', ...header } },
    ]);
  });

  it('looks only where it is told to', async () => {
    const { plan, functions } = build([home, staging]);

    expect(await plan(`/infra whitelist ${verb} 1.2.3.4 --env staging`)).toMatchObject({
      plan: { resource: { id: 'staging 1.2.3.4/32' } },
    });
    expect(functions.calls).toMatchObject([{ payload: { environment: 'staging' } }]);
  });

  it('names the environments where there are several', async () => {
    expect(await build([home, staging]).plan(`/infra whitelist ${verb} 1.2.3.4`)).toEqual({
      kind: 'refused',
      refusal: {
        code: 'AMBIGUOUS',
        message: `1.2.3.4/32 is let in to dev and staging. Add --env to say which is meant, as in /infra whitelist ${verb} 1.2.3.4/32 --env dev.`,
      },
    });
  });

  it.each([
    ['', 'to any environment, or not any more. /infra whitelist list shows what is.'],
    [' --env prod', 'to prod, or not any more. /infra whitelist list prod shows what is.'],
  ])('points to the list where there is none%s', async (option, message) => {
    expect(await build([home]).plan(`/infra whitelist ${verb} 1.2.3.9${option}`)).toEqual({
      kind: 'refused',
      refusal: { code: 'NOT_FOUND', message: `1.2.3.9/32 is not let in ${message}` },
    });
  });

  it('takes out what may not be let in any more', async () => {
    const wide = { ...home, ip_address: '10.0.0.0/8' };

    expect(await build([wide]).plan(`/infra whitelist ${verb} 10.0.0.0/8`)).toMatchObject({
      kind: 'planned',
    });
  });

  it("tells nobody's news and nothing of the list to strangers: it is proposed first", () => {
    const { read } = build();

    expect(read(`/infra whitelist ${verb} 1.2.3.4`).operation).toMatchObject({
      action: `whitelist:${verb}`,
      proposal: 'whitelist:list',
      changes: true,
      dryRun: true,
    });
  });

  it('refuses where the list cannot be read', async () => {
    const { plan } = build([], { 'ip-whitelist list': unavailable });

    expect(await plan(`/infra whitelist ${verb} 1.2.3.4`)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'UPSTREAM_UNAVAILABLE', passing: true },
    });
  });

  it("fails in the function's words, and then nothing has changed", async () => {
    const bench = build([home], { [`ip-whitelist ${verb}`]: unavailable });

    expect(await bench.run(`/infra whitelist ${verb} 1.2.3.4`)).toMatchObject({
      kind: 'failed',
      refusal: { message: 'The table does not answer.' },
    });
    expect(bench.changed).toEqual([]);
  });

  it('says who asks that the entry changed', async () => {
    const bench = build();
    await bench.run(`/infra whitelist ${verb} 1.2.3.4`);

    expect(bench.changed).toEqual(['dev 1.2.3.4/32']);
  });

  it('sends nothing of a plan that has no effect', async () => {
    const { read } = createWhitelistBench();
    const { operation } = read(`/infra whitelist ${verb} 1.2.3.4`);

    expect(await operation.execute([], context)).toMatchObject({ kind: 'failed' });
  });
});

describe('/infra whitelist remove', () => {
  it('calls the function with the address and its environment', async () => {
    const { run, functions } = build([staging]);
    await run('/infra whitelist remove 1.2.3.4');

    expect(functions.calls.at(-1)?.payload).toEqual({
      action: 'remove',
      ...header,
      ip_address: '1.2.3.4/32',
      environment: 'staging',
    });
  });

  it('says that connections outlive the rule', async () => {
    expect(await build().lines('/infra whitelist remove 1.2.3.4')).toEqual([
      '✅ WHITELIST REMOVE - DEV',
      '1.2.3.4/32 may not connect any more. Connections already open end by themselves.',
    ]);
  });

  it('says when the groups follow later', async () => {
    const late = { sends: { success: true, removed: true, synced: false } };
    const { lines } = build([home], { 'ip-whitelist remove': late });

    expect((await lines('/infra whitelist remove 1.2.3.4')).at(-1)).toBe(
      'The security groups could not be reached; they follow within a minute.',
    );
  });
});

describe('/infra whitelist extend', () => {
  it('calls the function with the time to live, the usual one where none is given', async () => {
    const { run, functions } = build();
    await run('/infra whitelist extend 1.2.3.4 --ttl=7d');
    await run('/infra whitelist extend 1.2.3.4');

    expect(
      functions.calls.map(({ payload }) => payload).filter(({ action }) => action === 'extend'),
    ).toEqual([
      {
        action: 'extend',
        ...header,
        ip_address: '1.2.3.4/32',
        environment: 'dev',
        ttl_minutes: 10_080,
      },
      expect.objectContaining({ ttl_minutes: 43_200 }),
    ]);
  });

  it('tells the new end', async () => {
    expect(await build().lines('/infra whitelist extend 1.2.3.4')).toEqual([
      '✅ WHITELIST EXTEND - DEV',
      '1.2.3.4/32 may connect until 2026-02-04 09:00 UTC (30d).',
    ]);
  });

  it('says so where the end was later already', async () => {
    expect(await build().lines('/infra whitelist extend 1.2.3.4 --ttl=7d')).toEqual([
      '✅ WHITELIST EXTEND - DEV',
      '1.2.3.4/32 may connect until 2026-02-04 09:00 UTC, as before: that is later than 7d from now.',
    ]);
  });

  it('says when the groups follow later', async () => {
    const late = { sends: { success: true, entry: home, synced: false } };
    const { lines } = build([home], { 'ip-whitelist extend': late });

    expect((await lines('/infra whitelist extend 1.2.3.4')).at(-1)).toBe(
      'The security groups could not be reached; they follow within a minute.',
    );
  });

  it('fails when the function answers for another entry', async () => {
    const { run } = build([staging]);

    expect(await run('/infra whitelist extend 1.2.3.4')).toMatchObject({
      kind: 'failed',
      refusal: { code: 'UNEXPECTED_ANSWER' },
    });
  });
});
