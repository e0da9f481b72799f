import { describe, expect, it } from '@jest/globals';
import { refuse } from '../contract/error-envelope.ts';
import { context, createWhitelistBench, header, home, listing } from './operations.fixture.ts';

const at = (ip: string, expires: string, changed: Partial<typeof home> = {}) => ({
  ...home,
  ip_address: `${ip}/32`,
  expires_at: `${expires}.000Z`,
  description: '',
  ...changed,
});

const build = (...entries: readonly (typeof home)[]) =>
  createWhitelistBench({ 'ip-whitelist list': listing(...entries) });

describe('/infra whitelist list', () => {
  it('shows an environment, soonest end first', async () => {
    const { lines } = build(
      at('1.2.3.6', '2026-02-04T09:00:00', { description: 'Home\noffice' }),
      at('1.2.3.5', '2026-01-05T09:00:20', { added_by: 'system:scheduler' }),
      at('1.2.3.8', '2026-01-05T10:30:00'),
      at('1.2.3.7', '2026-01-05T10:30:00'),
      at('1.2.3.9', '2026-01-06T08:59:00'),
    );

    expect(await lines('/infra whitelist list dev')).toEqual([
      'IP Whitelist: DEV',
      'DEV: 5',
      '- 1.2.3.5/32 – added by @scheduler – expires in less than a minute (2026-01-05 09:00 UTC)',
      '- 1.2.3.7/32 – added by @U0DANA – expires in 90 minutes (2026-01-05 10:30 UTC)',
      '- 1.2.3.8/32 – added by @U0DANA – expires in 90 minutes (2026-01-05 10:30 UTC)',
      '- 1.2.3.9/32 – added by @U0DANA – expires in 23 hours (2026-01-06 08:59 UTC)',
      '- 1.2.3.6/32 – Home office – added by @U0DANA – expires in 30 days (2026-02-04 09:00 UTC)',
    ]);
  });

  it('shows all environments, the known ones first and in their order', async () => {
    const { lines, functions } = build(
      at('1.2.3.4', '2026-01-05T09:01:00', { environment: 'old' }),
      at('1.2.3.4', '2026-01-05T09:01:00', { environment: 'ancient' }),
      at('1.2.3.4', '2026-01-05T09:01:00', { environment: 'staging' }),
      at('1.2.3.4', '2026-01-05T09:01:00'),
    );

    const all = await lines('/infra whitelist list');
    expect(all[0]).toBe('IP Whitelist');
    expect(all.filter((line) => line.endsWith(': 1'))).toEqual([
      'DEV: 1',
      'STAGING: 1',
      'ANCIENT: 1',
      'OLD: 1',
    ]);
    expect(all[2]).toContain('expires in 1 minute (');
    expect(functions.calls.map(({ payload }) => payload)).toEqual([{ action: 'list', ...header }]);
  });

  it('says where there is nothing', async () => {
    expect(await build().lines('/infra whitelist list prod')).toEqual([
      'IP Whitelist: PROD',
      'No address is let in.',
    ]);
  });

  it('counts what is too much to be shown', async () => {
    const many = Array.from({ length: 42 }, (_, index) =>
      at(`1.2.3.${index}`, '2026-02-04T09:00:00'),
    );

    const lines = await build(...many).lines('/infra whitelist list dev');
    expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(40);
    expect(lines.at(-1)).toBe('and 2 more, which last longer');
  });

  it('asks the policy about the one, or about all, which are protected if one is', async () => {
    const { plan, read } = build();

    expect(await plan('/infra whitelist list staging')).toMatchObject({
      plan: { resource: { type: 'Whitelist', id: 'staging', attributes: { protected: false } } },
    });
    expect(await plan('/infra whitelist list')).toMatchObject({
      plan: {
        resource: { type: 'Whitelist', id: '*', attributes: { protected: true } },
        facts: {},
      },
    });
    expect(read('/infra whitelist list').operation.changes).toBe(false);
  });

  it("fails in the function's words", async () => {
    const { run } = createWhitelistBench({
      'ip-whitelist list': { sends: refuse('INTERNAL', 'The table is gone.') },
    });

    expect(await run('/infra whitelist list')).toMatchObject({
      kind: 'failed',
      refusal: { message: 'The table is gone.' },
    });
  });
});

describe('/infra whitelist refresh', () => {
  const refreshed = { sends: { success: true, added: 3, removed: 1, unmanaged: 2 } };

  it('tells what was done to the groups of the usual environment', async () => {
    const { lines, functions } = createWhitelistBench({ 'ip-whitelist refresh': refreshed });

    expect(await lines('/infra whitelist refresh')).toEqual([
      '✅ WHITELIST REFRESH - DEV',
      'Operation completed successfully.',
      'Details:',
      '- Rules added: 3',
      '- Rules removed: 1',
      '- Rules left alone, because they were not made here: 2',
    ]);
    expect(functions.calls.map(({ payload }) => payload)).toEqual([
      { action: 'refresh', ...header, environment: 'dev' },
    ]);
  });

  it('asks the policy about the whitelist, and its dry run calls nothing', async () => {
    const { plan, read, functions } = createWhitelistBench();

    expect(read('/infra whitelist refresh dev').operation).toMatchObject({
      changes: true,
      dryRun: true,
    });
    expect(await plan('/infra whitelist refresh prod')).toMatchObject({
      plan: {
        effects: [{ operation: 'whitelist:refresh', target: 'prod' }],
        resource: { type: 'Whitelist', id: 'prod', attributes: { protected: true } },
      },
    });
    expect(functions.calls).toEqual([]);
  });

  it("fails in the function's words", async () => {
    const { run, read } = createWhitelistBench({
      'ip-whitelist refresh': { sends: refuse('CONFLICT', 'There is no room.') },
    });

    expect(await run('/infra whitelist refresh')).toMatchObject({
      refusal: { message: 'There is no room.' },
    });
    expect(await read('/infra whitelist refresh').operation.execute([], context)).toMatchObject({
      kind: 'failed',
    });
  });
});
