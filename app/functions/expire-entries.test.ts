import { describe, expect, it } from '@jest/globals';
import { createTestWhitelist, entry, home, month, open } from './whitelist.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const hourLong = { ...home, ttl_minutes: 60 };
const none = { success: true, expired: [], expiring: [] };

describe('the minute schedule', () => {
  it('has nothing to tell where all are in for long yet', async () => {
    const { call } = createTestWhitelist();
    await call('add', month);

    await expect(call('expire')).resolves.toEqual(none);
  });

  it('ends what has expired, in the table and in the groups', async () => {
    const { call, clock, store, rulesOf } = createTestWhitelist();
    await call('add', hourLong);
    await call('add', { ...month, ip_address: '1.2.3.5/32' });
    await clock.advance(hour + 10_000);
    const ended = { ...entry, expires_at: '2026-01-05T10:00:00.000Z' };

    await expect(call('expire')).resolves.toEqual({ ...none, expired: [ended] });
    await expect(store.find('dev', '1.2.3.4/32')).resolves.toMatchObject({
      ended: { at: '2026-01-05T10:00:10.000Z', how: 'expired' },
      operation_id: 'op-000001',
      version: 2,
    });
    expect(rulesOf('sg-1')).toEqual(['1.2.3.5/32 443', '1.2.3.5/32 7233', '1.2.3.5/32 80']);
  });

  it('tells the same for a day, in case that an answer was lost, and then no more', async () => {
    const { call, clock, store } = createTestWhitelist();
    await call('add', hourLong);
    // The schedule was down for longer than news are news.
    await clock.advance(3 * day);
    const first = await call('expire');
    await clock.advance(day);

    expect(first).toMatchObject({ expired: [home] });
    await expect(call('expire')).resolves.toEqual(first);
    await clock.advance(1);
    await expect(call('expire')).resolves.toEqual(none);
    await expect(store.list()).resolves.toMatchObject([{ version: 2 }]);
  });

  it('tells what is about to end, from its notice on', async () => {
    const { call, clock } = createTestWhitelist();
    await call('add', hourLong);
    await clock.advance(54 * minute - 1);
    const before = await call('expire');
    await clock.advance(1);

    expect(before).toEqual(none);
    await expect(call('expire')).resolves.toMatchObject({ expired: [], expiring: [home] });
    await call('extend', month);
    await expect(call('expire')).resolves.toEqual(none);
  });

  it('tells neither of what was removed nor of what is in again', async () => {
    const { call, clock } = createTestWhitelist();
    await call('add', { ...hourLong, ip_address: '1.2.3.5/32' });
    await call('remove', { ...home, ip_address: '1.2.3.5/32' });
    await call('add', hourLong);
    await clock.advance(hour);
    await call('expire');
    await call('add', month);

    await expect(call('expire')).resolves.toEqual(none);
  });

  it('undoes what others did to our rules, in every environment', async () => {
    const { call, groups, rulesOf, log } = createTestWhitelist();
    await call('add', month);
    await call('add', { ...month, environment: 'staging' });
    groups.setRules('sg-1', []);
    groups.setRules('sg-3', groups.rulesOf('sg-3').slice(1));

    await call('expire');

    expect(rulesOf('sg-1')).toEqual(open);
    expect(rulesOf('sg-3')).toEqual(open);
    expect(log.of('whitelist.synchronised').slice(2)).toMatchObject([
      { environment: 'dev', added: 3, removed: 0 },
      { environment: 'staging', added: 1, removed: 0 },
    ]);
  });

  it('tells what has expired though the groups cannot be reached, and ends it there later', async () => {
    const { call, clock, groups, rulesOf } = createTestWhitelist();
    await call('add', hourLong);
    await clock.advance(hour);
    groups.switches.failure = { kind: 'unavailable', reason: 'RequestLimitExceeded' };

    await expect(call('expire')).resolves.toMatchObject({ expired: [home] });
    expect(rulesOf('sg-1')).toEqual(open);
    groups.switches.failure = undefined;
    await call('expire');
    expect(rulesOf('sg-1')).toEqual([]);
  });
});
