import { describe, expect, it } from '@jest/globals';
import type { EntryStore, StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { createTestWhitelist, home, month, open, refused } from './whitelist.fixture.ts';

const hour = 60 * 60_000;
const hourLong = { ...home, ttl_minutes: 60 };

/** Lets somebody else write right before each of the first `times` writes that `matters`. */
const overtaken =
  (
    overtake: (store: EntryStore, written: StoredEntry) => Promise<unknown>,
    matters: (written: StoredEntry) => boolean,
    times = 1,
  ) =>
  (store: EntryStore): EntryStore => {
    let left = times;
    return {
      list: (environment) => store.list(environment),
      find: (environment, address) => store.find(environment, address),
      put: async (written) => {
        if (left > 0 && matters(written)) {
          left -= 1;
          await overtake(store, written);
        }
        return store.put(written);
      },
    };
  };

const touch = async (store: EntryStore, { environment, ip_address }: StoredEntry) => {
  const stored = await store.find(environment, ip_address);
  return stored === undefined ? undefined : store.put({ ...stored, version: stored.version + 1 });
};

const always = (): boolean => true;
const isExtension = ({ operation_id }: StoredEntry): boolean => operation_id === 'op-extend';
const isExpiry = ({ ended }: StoredEntry): boolean => ended?.how === 'expired';

const extended = async (store: EntryStore, written: StoredEntry) => {
  const { ended: _ended, ...stored } = written;
  return store.put({ ...stored, expires_at: '2026-02-04T09:00:00.000Z' });
};

describe('two who change one entry at the same time', () => {
  it('add it once', async () => {
    const { call, store, rulesOf } = createTestWhitelist();

    const answers = await Promise.all([call('add', month), call('add', month)]);

    expect(answers.filter(({ success }) => success)).toHaveLength(1);
    expect(answers).toContainEqual(refused('CONFLICT', expect.stringContaining('is in already')));
    expect(rulesOf('sg-1')).toEqual(open);
    await expect(store.list()).resolves.toMatchObject([{ version: 1 }]);
  });

  it('are answered alike where they are two attempts of one operation', async () => {
    const { call, store } = createTestWhitelist();
    const operation = { ...month, operation_id: 'op-same00' };

    const [first, second] = await Promise.all([call('add', operation), call('add', operation)]);

    expect(first).toMatchObject({ success: true });
    expect(second).toEqual(first);
    await expect(store.list()).resolves.toMatchObject([{ version: 1 }]);
  });

  it('look again where the other was faster', async () => {
    const { call, store } = createTestWhitelist({ wrapStore: overtaken(touch, always, 4) });
    await store.put({
      ...home,
      expires_at: '2026-01-05T10:00:00.000Z',
      description: '',
      added_by: 'U0DANA',
      added_at: '2026-01-05T09:00:00.000Z',
      ttl_minutes: 60,
      operation_id: 'op-aaaaaa',
      version: 1,
    });

    await expect(call('extend', month)).resolves.toMatchObject({ success: true });
    await expect(store.list()).resolves.toMatchObject([{ version: 6, ttl_minutes: 43_200 }]);
  });

  it('give up where the other is faster every time', async () => {
    const { call } = createTestWhitelist({ wrapStore: overtaken(touch, isExtension, 100) });
    await call('add', hourLong);

    await expect(call('extend', { ...month, operation_id: 'op-extend' })).resolves.toEqual(
      refused(
        'CONFLICT',
        'Others are changing 1.2.3.4 at this very moment. Look at /infra whitelist list, then try again.',
      ),
    );
  });
});

describe('an entry that is extended while it is marked as expired', () => {
  it('stays in', async () => {
    const { call, clock, rulesOf } = createTestWhitelist({
      wrapStore: overtaken(extended, isExpiry),
    });
    await call('add', hourLong);
    await clock.advance(hour);

    await expect(call('expire')).resolves.toEqual({ success: true, expired: [], expiring: [] });
    expect(rulesOf('sg-1')).toEqual(open);
    await expect(call('list')).resolves.toMatchObject({ entries: [home] });
  });

  it('is left to the next minute where others write all the time', async () => {
    const { call, clock, rulesOf } = createTestWhitelist({
      wrapStore: overtaken(touch, isExpiry, 5),
    });
    await call('add', hourLong);
    await clock.advance(hour);

    await expect(call('expire')).resolves.toMatchObject({ expired: [] });
    expect(rulesOf('sg-1')).toEqual([]);
    await expect(call('expire')).resolves.toMatchObject({ expired: [home] });
  });
});

/** Runs `first` once before the call goes through. */
const after = <Args extends readonly unknown[], T>(
  first: () => Promise<unknown>,
  call: (...args: Args) => Promise<T>,
) => {
  let due = true;
  return async (...args: Args): Promise<T> => {
    if (due) {
      due = false;
      await first();
    }
    return call(...args);
  };
};

describe('two who change the groups at the same time', () => {
  it('leave nobody in who was removed after the table was read', async () => {
    const { call, groups, rulesOf } = createTestWhitelist();
    groups.authorize = after(() => call('remove', home), groups.authorize.bind(groups));

    await expect(call('add', month)).resolves.toMatchObject({ success: true });
    expect(rulesOf('sg-1')).toEqual([]);
  });

  it('put nobody out, not for a moment, who was added after the table was read', async () => {
    const { call, groups, rulesOf } = createTestWhitelist();
    let revocations = 0;
    const countRevocation = async () => {
      revocations += 1;
    };
    groups.describe = after(() => call('add', month), groups.describe.bind(groups));
    groups.revoke = after(countRevocation, groups.revoke.bind(groups));

    await call('expire');

    expect(rulesOf('sg-1')).toEqual(open);
    expect(revocations).toBe(0);
  });
});

describe('a table that cannot be read', () => {
  it('after a change makes the change no failure', async () => {
    let broken = false;
    const { call, log } = createTestWhitelist({
      wrapStore: (store) => ({
        find: (environment, address) => store.find(environment, address),
        put: async (written) => {
          broken = true;
          return store.put(written);
        },
        list: (environment) =>
          broken ? Promise.reject(new Error('throttled')) : store.list(environment),
      }),
    });

    await expect(call('add', month)).resolves.toMatchObject({ success: true, synced: false });
    expect(log.of('whitelist.not_synchronised')).toMatchObject([{ reason: 'throttled' }]);
  });
});
