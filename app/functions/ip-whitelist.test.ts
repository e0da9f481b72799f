import { describe, expect, it } from '@jest/globals';
import { type FunctionCall, readAnswer } from '../../lib/contract/function-call.ts';
import { createTestWhitelist, entry, home, month, open, refused } from './whitelist.fixture.ts';

const unavailable = { kind: 'unavailable', reason: 'RequestLimitExceeded' } as const;

describe('the whitelist function', () => {
  it('refuses what is not in the contract', async () => {
    const { handler } = createTestWhitelist();

    await expect(handler({ action: 'clear' })).resolves.toMatchObject(
      refused('INVALID_REQUEST', expect.stringContaining('expected "add" or "extend"')),
    );
    await expect(handler(undefined)).resolves.toMatchObject({ success: false });
  });

  it.each(['add', 'extend', 'remove', 'list', 'refresh'])(
    'refuses to %s in an environment that there is not, with the names of those that there are',
    async (action) => {
      const { call } = createTestWhitelist();
      const address = action === 'list' || action === 'refresh' ? {} : { ip_address: '1.2.3.4/32' };
      const ttl = action === 'add' || action === 'extend' ? { ttl_minutes: 5 } : {};

      await expect(call(action, { ...address, ...ttl, environment: 'prod' })).resolves.toEqual(
        refused(
          'ENVIRONMENT_UNKNOWN',
          'There is no environment "prod". Choose one of: dev, staging.',
        ),
      );
    },
  );

  it('answers in the shapes of the contract', async () => {
    const { handler } = createTestWhitelist();
    const header = {
      operation_id: 'op-000000',
      user_info: { user_id: 'U1', username: 'u', display_name: 'U' },
    } as const;
    const dev = { environment: 'dev' };
    const calls: readonly FunctionCall[] = [
      { function: 'ip-whitelist', payload: { action: 'add', ...header, ...month } },
      { function: 'ip-whitelist', payload: { action: 'extend', ...header, ...month } },
      { function: 'ip-whitelist', payload: { action: 'list', ...header } },
      { function: 'ip-whitelist', payload: { action: 'refresh', ...header, ...dev } },
      { function: 'ip-whitelist', payload: { action: 'expire', ...header } },
      { function: 'ip-whitelist', payload: { action: 'remove', ...header, ...home } },
    ];
    for (const each of calls) {
      const answer = await handler(each.payload);

      expect(answer.success).toBe(true);
      expect(readAnswer(each, answer)).toEqual({ ok: true, value: answer });
    }
  });
});

describe('listing', () => {
  it('tells who is in, in one environment or in all', async () => {
    const { call, clock } = createTestWhitelist();
    const staging = { ...home, environment: 'staging', ip_address: '1.2.3.5/32' };
    await call('add', month);
    await call('add', { ...staging, ttl_minutes: 60 });
    await call('add', { ...home, ip_address: '1.2.3.6/32', ttl_minutes: 5 });
    await call('add', { ...month, ip_address: '1.2.3.7/32' });
    await call('remove', { ...home, ip_address: '1.2.3.7/32' });
    await clock.advance(5 * 60_000);

    await expect(call('list', { environment: 'dev' })).resolves.toEqual({
      success: true,
      entries: [entry],
    });
    await expect(call('list')).resolves.toMatchObject({ entries: [entry, staging] });
  });
});

describe('refreshing', () => {
  it('brings the groups to what the table says, and counts', async () => {
    const { call, groups, rulesOf, log } = createTestWhitelist();
    await call('add', month);
    const description = 'by hand';
    groups.setRules('sg-1', [
      { id: 'sgr-a', address: '1.2.3.4/32', port: 80, managed: true, description },
      { id: 'sgr-b', address: '9.9.9.9/32', port: 80, managed: true, description },
      { id: 'sgr-c', address: '8.8.8.8/32', port: 443, managed: false, description },
      { id: 'sgr-d', address: '8.8.8.8/32', port: 22, managed: false, description },
    ]);

    await expect(call('refresh', { environment: 'dev' })).resolves.toEqual({
      success: true,
      added: 2,
      removed: 1,
      unmanaged: 1,
    });
    expect(rulesOf('sg-1')).toEqual([...open, '8.8.8.8/32 22', '8.8.8.8/32 443']);
    expect(log.of('whitelist.synchronised')).toMatchObject([
      { environment: 'dev', added: 6, removed: 0 },
      { environment: 'dev', added: 2, removed: 1, unmanaged: 1 },
    ]);
  });

  it('says why it cannot', async () => {
    const { call, groups } = createTestWhitelist();
    const failing = async (kind: 'unavailable' | 'refused' | 'full', reason: string) => {
      groups.switches.failure = { kind, reason };
      return call('refresh', { environment: 'dev' });
    };

    await expect(failing('unavailable', 'RequestLimitExceeded')).resolves.toEqual(
      refused(
        'UPSTREAM_UNAVAILABLE',
        'The security groups of dev could not be brought up to date (RequestLimitExceeded). It is tried again every minute.',
      ),
    );
    await expect(failing('refused', 'UnauthorizedOperation')).resolves.toEqual(
      refused('INTERNAL', expect.stringContaining('(UnauthorizedOperation). See that the groups')),
    );
    await expect(failing('full', 'RulesPerSecurityGroupLimitExceeded')).resolves.toEqual(
      refused('CONFLICT', expect.stringContaining('hold no more rules')),
    );
  });
});

describe('groups that cannot be changed', () => {
  it.each(['add', 'extend', 'remove'])(
    'let it %s all the same, not synchronised',
    async (action) => {
      const { call, groups, log } = createTestWhitelist();
      await (action === 'add' ? undefined : call('add', month));
      groups.switches.failure = unavailable;

      await expect(call(action, action === 'remove' ? home : month)).resolves.toMatchObject({
        success: true,
        synced: false,
      });
      expect(log.of('whitelist.not_synchronised')).toMatchObject([
        { level: 'warn', environment: 'dev', ...unavailable },
      ]);
    },
  );

  it('are brought up to date by the schedule, however far a change came', async () => {
    const { call, groups, rulesOf } = createTestWhitelist();
    groups.switches.changesLeft = 4;
    await expect(call('add', month)).resolves.toMatchObject({ success: true, synced: false });
    groups.switches.changesLeft = undefined;

    await call('expire');

    expect(rulesOf('sg-1')).toEqual(open);
    expect(rulesOf('sg-2')).toEqual(open);
  });

  it('are synchronised by the same operation again', async () => {
    const { call, groups, rulesOf } = createTestWhitelist();
    const operation = { ...month, operation_id: 'op-same00' };
    groups.switches.failure = unavailable;
    await call('add', operation);
    groups.switches.failure = undefined;

    await expect(call('add', operation)).resolves.toEqual({ success: true, entry });
    expect(rulesOf('sg-1')).toEqual(open);
  });

  it('do not keep one group from being changed by the other', async () => {
    const { call, groups, rulesOf } = createTestWhitelist();
    const authorize = groups.authorize.bind(groups);
    groups.authorize = (group, wanted) =>
      group === 'sg-1'
        ? Promise.resolve({ ok: false, error: unavailable })
        : authorize(group, wanted);

    await expect(call('add', month)).resolves.toMatchObject({ synced: false });
    expect(rulesOf('sg-2')).toEqual(open);
  });
});
