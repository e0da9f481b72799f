import { describe, expect, it } from '@jest/globals';
import type { StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { createTestWhitelist, entry, home, month, open, refused } from './whitelist.fixture.ts';

const day = 24 * 60 * 60_000;

describe('adding', () => {
  it('lets the address in to the ports of all groups of its environment alone', async () => {
    const { call, rulesOf } = createTestWhitelist();

    await expect(call('add', { ...month, description: 'Home office' })).resolves.toEqual({
      success: true,
      entry: { ...entry, description: 'Home office' },
    });
    expect(rulesOf('sg-1')).toEqual(open);
    expect(rulesOf('sg-2')).toEqual(open);
    expect(rulesOf('sg-3')).toEqual([]);
  });

  it('lets in to the ports that it was given', async () => {
    const { call, rulesOf } = createTestWhitelist({ ports: [22] });
    await call('add', month);

    expect(rulesOf('sg-1')).toEqual(['1.2.3.4/32 22']);
  });

  it('writes the address canonically', async () => {
    const { call } = createTestWhitelist();
    const written = { ...month, ip_address: '2600:1F18:0::1/128' };

    await expect(call('add', written)).resolves.toMatchObject({
      entry: { ip_address: '2600:1f18::1/128' },
    });
    await expect(call('remove', { ...home, ip_address: written.ip_address })).resolves.toEqual({
      success: true,
      removed: true,
    });
  });

  it('looks closer at the address than the contract does, by its own rules', async () => {
    const { call, store } = createTestWhitelist({ rules: { allowRanges: ['10.9.0.0/16'] } });

    await expect(call('add', { ...month, ip_address: '10.8.1.1/32' })).resolves.toEqual(
      refused('INVALID_REQUEST', expect.stringContaining('10.8.1.1 is in 10.0.0.0/8: private')),
    );
    await expect(call('add', { ...month, ip_address: '0.0.0.0/0' })).resolves.toEqual(
      refused('INVALID_REQUEST', expect.stringContaining('0.0.0.0/0 is everybody.')),
    );
    await expect(store.list()).resolves.toEqual([]);
    await expect(call('add', { ...month, ip_address: '10.9.1.1/32' })).resolves.toMatchObject({
      success: true,
    });
  });

  it('gives the same answer to the same operation again, and changes nothing more', async () => {
    const { call, clock, store } = createTestWhitelist();
    const operation = { ...month, operation_id: 'op-same00' };
    const first = await call('add', operation);
    await clock.advance(day);

    await expect(call('add', operation)).resolves.toEqual(first);
    await expect(store.list()).resolves.toMatchObject([{ version: 1 }]);
  });

  it('does not bring back by a late repetition what was removed since', async () => {
    const { call, rulesOf } = createTestWhitelist();
    const operation = { ...month, operation_id: 'op-same00' };
    const first = await call('add', operation);
    await call('remove', home);

    await expect(call('add', operation)).resolves.toEqual(first);
    expect(rulesOf('sg-1')).toEqual([]);
    await expect(call('list')).resolves.toMatchObject({ entries: [] });
  });

  it('refuses what is in already, and says until when, by whom and what to do', async () => {
    const { call } = createTestWhitelist();
    await call('add', month);

    await expect(call('add', { ...month, ttl_minutes: 5 })).resolves.toEqual(
      refused(
        'CONFLICT',
        '1.2.3.4 is in already for dev until 2026-02-04 09:00 UTC, added by U0DANA. Extend it with /infra whitelist extend 1.2.3.4.',
      ),
    );
    await expect(call('add', { ...month, environment: 'staging' })).resolves.toMatchObject({
      success: true,
    });
  });

  it('shows a range with its prefix, and timers by their name', async () => {
    const { call } = createTestWhitelist();
    const user_info = { user_id: 'system:scheduler', username: 's', display_name: 'S' };
    await call('add', { ...month, ip_address: '2600:1f18::/64', user_info });

    await expect(call('add', { ...month, ip_address: '2600:1f18::/64' })).resolves.toEqual(
      refused('CONFLICT', expect.stringMatching(/^2600:1f18::\/64 is in.*added by system:sch/)),
    );
  });

  it.each(['removed', 'expired, and nobody has written that down'])(
    'lets an address in anew that was %s',
    async (how) => {
      const { call, clock, rulesOf, store } = createTestWhitelist();
      await call('add', { ...home, ttl_minutes: 5, description: 'old' });
      await (how === 'removed' ? call('remove', home) : clock.advance(5 * 60_000));

      await expect(call('add', month)).resolves.toMatchObject({
        success: true,
        entry: { description: '' },
      });
      expect(rulesOf('sg-1')).toEqual(open);
      await expect(store.find('dev', '1.2.3.4/32')).resolves.not.toHaveProperty('ended');
    },
  );
});

describe('extending', () => {
  it('lets the time to live begin anew', async () => {
    const { call, clock, store, groups } = createTestWhitelist();
    await call('add', { ...home, ttl_minutes: 60, description: 'Home' });
    await clock.advance(30 * 60_000);
    const before = groups.rulesOf('sg-1');

    await expect(call('extend', month)).resolves.toEqual({
      success: true,
      entry: { ...entry, description: 'Home', expires_at: '2026-02-04T09:30:00.000Z' },
    });
    await expect(store.list()).resolves.toMatchObject([{ ttl_minutes: 43_200, version: 2 }]);
    expect(groups.rulesOf('sg-1')).toEqual(before);
  });

  it('never lets it end sooner', async () => {
    const { call, store } = createTestWhitelist();
    await call('add', month);

    await expect(call('extend', { ...home, ttl_minutes: 5 })).resolves.toEqual({
      success: true,
      entry,
    });
    await expect(store.list()).resolves.toMatchObject([{ ttl_minutes: 43_200, version: 2 }]);
  });

  it('extends once for each operation', async () => {
    const { call, clock, store } = createTestWhitelist();
    await call('add', { ...home, ttl_minutes: 60 });
    const operation = { ...home, ttl_minutes: 90, operation_id: 'op-same00' };
    const first = await call('extend', operation);
    await clock.advance(60_000);

    await expect(call('extend', operation)).resolves.toEqual(first);
    await expect(store.list()).resolves.toMatchObject([{ version: 2 }]);
  });

  it('finds only what is in', async () => {
    const { call, clock } = createTestWhitelist();
    const never = await call('extend', month);
    await call('add', { ...home, ttl_minutes: 5 });
    await clock.advance(5 * 60_000);
    const expired = await call('extend', month);
    await call('add', month);
    await call('remove', home);
    await clock.advance(day);
    const removed = await call('extend', month);

    expect(never).toEqual(
      refused(
        'NOT_FOUND',
        '1.2.3.4 is not let in to dev. See /infra whitelist list dev for those that are, or let it in with /infra whitelist add 1.2.3.4.',
      ),
    );
    const since = expect.stringContaining('is not let in to dev since 2026-01-05 09:05 UTC.');
    expect(expired).toEqual(refused('NOT_FOUND', since));
    expect(removed).toEqual(refused('NOT_FOUND', since));
  });

  it('refuses an address that the rules do not let in any more', async () => {
    const { call } = createTestWhitelist();

    await expect(call('extend', { ...month, ip_address: '10.0.0.1/32' })).resolves.toMatchObject(
      refused('INVALID_REQUEST', expect.stringContaining('private addresses')),
    );
  });
});

describe('removing', () => {
  it('puts the address out at once', async () => {
    const { call, rulesOf, store } = createTestWhitelist();
    await call('add', month);

    await expect(call('remove', home)).resolves.toEqual({ success: true, removed: true });
    expect(rulesOf('sg-1')).toEqual([]);
    await expect(store.list()).resolves.toMatchObject([
      { ended: { at: '2026-01-05T09:00:00.000Z', how: 'removed' }, version: 2 },
    ]);
  });

  it('says the same of what is out already, and changes nothing more', async () => {
    const { call, store } = createTestWhitelist();
    await call('add', month);
    const operation = { ...home, operation_id: 'op-same00' };
    await call('remove', operation);

    await expect(call('remove', operation)).resolves.toEqual({ success: true, removed: true });
    await expect(call('remove', home)).resolves.toEqual({ success: true, removed: true });
    await expect(store.list()).resolves.toMatchObject([{ version: 2 }]);
  });

  it('does not undo by a late repetition that the address was let in again', async () => {
    const { call, rulesOf } = createTestWhitelist();
    await call('add', month);
    const operation = { ...home, operation_id: 'op-same00' };
    await call('remove', operation);
    await call('add', month);

    await expect(call('remove', operation)).resolves.toEqual({ success: true, removed: true });
    expect(rulesOf('sg-1')).toEqual(open);
  });

  it('does not know an address that was never in', async () => {
    const { call } = createTestWhitelist();

    await expect(call('remove', home)).resolves.toEqual(
      refused('NOT_FOUND', expect.stringContaining('1.2.3.4 is not let in to dev.')),
    );
  });

  it('puts out what the rules would not let in any more', async () => {
    const inside = { ...entry, ip_address: '10.0.0.1/32' };
    const stored: StoredEntry = {
      ...inside,
      ttl_minutes: 5,
      operation_id: 'op-aaaaaa',
      version: 1,
    };
    const { call } = createTestWhitelist({ entries: [stored] });

    await expect(call('remove', { ...home, ip_address: '10.0.0.1/32' })).resolves.toEqual({
      success: true,
      removed: true,
    });
    await expect(call('remove', { ...home, ip_address: '10.0.0.1/8' })).resolves.toMatchObject(
      refused('INVALID_REQUEST', expect.stringContaining('Did you mean 10.0.0.0/8')),
    );
  });
});
