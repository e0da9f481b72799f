import { describe, expect, it } from '@jest/globals';
import { readAnswer } from '../../lib/contract/function-call.ts';
import { createTestWhitelist, entry, home, month } from './whitelist.fixture.ts';

const minute = 60_000;

describe('listing what has ended too', () => {
  it('tells by which operation an entry was removed, with the live ones as always', async () => {
    const { call } = createTestWhitelist();
    await call('add', month);
    await call('add', { ...month, ip_address: '1.2.3.5/32' });
    await call('remove', { ...home, operation_id: 'op-remove' });

    await expect(call('list', { ended: true })).resolves.toEqual({
      success: true,
      entries: [{ ...entry, ip_address: '1.2.3.5/32' }],
      ended: [{ ...entry, how: 'removed', operation_id: 'op-remove' }],
    });
    await expect(call('list', { environment: 'staging', ended: true })).resolves.toEqual({
      success: true,
      entries: [],
      ended: [],
    });
  });

  it('tells that an entry has expired, whether or not that was written down', async () => {
    const { call, clock } = createTestWhitelist();
    await call('add', { ...home, ttl_minutes: 5, operation_id: 'op-addadd' });
    await clock.advance(6 * minute);
    const expired = { how: 'expired', operation_id: 'op-addadd', expires_at: expect.any(String) };

    await expect(call('list', { ended: true })).resolves.toMatchObject({ ended: [expired] });
    await call('expire');
    await expect(call('list', { ended: true })).resolves.toMatchObject({ ended: [expired] });
  });

  it('is told to nobody who did not ask for it, and is in the contract', async () => {
    const { call, handler } = createTestWhitelist();
    await call('add', month);
    await call('remove', home);
    const payload = {
      action: 'list',
      operation_id: 'op-000009',
      user_info: { user_id: 'U1', username: 'u', display_name: 'U' },
      ended: true,
    } as const;

    await expect(call('list')).resolves.toEqual({ success: true, entries: [] });
    const answer = await handler(payload);
    expect(readAnswer({ function: 'ip-whitelist', payload }, answer)).toEqual({
      ok: true,
      value: answer,
    });
  });
});
