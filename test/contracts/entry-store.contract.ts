import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EntryStore, StoredEntry } from '../../lib/whitelist/entry-store.ts';

/** An empty table of one's own, and how to give it back. */
export interface EntryStoreBench {
  readonly store: EntryStore;
  dispose(): Promise<void>;
}

const entry = (changed: Partial<StoredEntry> = {}): StoredEntry => ({
  ip_address: '1.2.3.4/32',
  environment: 'dev',
  expires_at: '2026-02-04T09:00:00.000Z',
  description: 'Home office',
  added_by: 'U0DANA',
  added_at: '2026-01-05T09:00:00.000Z',
  ttl_minutes: 43_200,
  operation_id: 'op-aaaaaa',
  version: 1,
  ...changed,
});

const ended = { at: '2026-01-06T09:00:00.000Z', how: 'removed' } as const;

const keyOf = ({ environment, ip_address }: StoredEntry): string => `${environment} ${ip_address}`;

type GetStore = () => EntryStore;

const describeKeeping = (store: GetStore): void => {
  it('begins empty', async () => {
    await expect(store().list()).resolves.toEqual([]);
    await expect(store().list('dev')).resolves.toEqual([]);
    await expect(store().find('dev', '1.2.3.4/32')).resolves.toBeUndefined();
  });

  it.each([
    ['an entry', entry()],
    ['an IPv6 entry', entry({ ip_address: '2600:1f18::1/128' })],
    ['an entry that nobody described', entry({ description: '' })],
    ['a description in any script', entry({ description: 'büro “ü” 事務所 🏠' })],
    ['an entry of several operations', entry({ earlier_operations: ['op-cccccc', 'op-bbbbbb'] })],
    ['an ended entry', entry({ ended })],
    ['an expired entry', entry({ ended: { ...ended, how: 'expired' } })],
  ])('gives back %s as it was written', async (_, written) => {
    await expect(store().put(written)).resolves.toBe(true);

    await expect(store().find('dev', written.ip_address)).resolves.toEqual(written);
    await expect(store().list('dev')).resolves.toEqual([written]);
    await expect(store().list()).resolves.toEqual([written]);
  });

  it('keeps the entries of one address in two environments apart', async () => {
    const staging = entry({ environment: 'staging', added_by: 'U0GWEN' });
    await store().put(entry());
    await store().put(staging);

    await expect(store().find('dev', '1.2.3.4/32')).resolves.toEqual(entry());
    await expect(store().find('staging', '1.2.3.4/32')).resolves.toEqual(staging);
    await expect(store().find('prod', '1.2.3.4/32')).resolves.toBeUndefined();
    await expect(store().list('staging')).resolves.toEqual([staging]);
    await expect(store().list('prod')).resolves.toEqual([]);
    await expect(store().list()).resolves.toHaveLength(2);
  });

  it('takes an environment by its whole name', async () => {
    await store().put(entry({ environment: 'dev-two' }));

    await expect(store().list('dev')).resolves.toEqual([]);
  });

  it('lists more entries than fit a page, each once, in the same order again after a change', async () => {
    const addresses = Array.from({ length: 250 }, (_, index) => `1.2.3.${index}/32`);
    await Promise.all(addresses.map((ip_address) => store().put(entry({ ip_address }))));

    const before = await store().list('dev');
    const last = before[249];
    await store().put(entry({ ...last, version: 2, ended }));
    const after = await store().list('dev');

    expect(new Set(before.map(keyOf)).size).toBe(250);
    expect(after.map(keyOf)).toEqual(before.map(keyOf));
    expect((await store().list()).map(keyOf).toSorted()).toEqual(before.map(keyOf).toSorted());
  });
};

const describeVersions = (store: GetStore): void => {
  it('replaces an entry by its next version, and leaves nothing of the one before', async () => {
    await store().put(entry({ ended }));
    const next = entry({ version: 2, operation_id: 'op-bbbbbb', description: '' });

    await expect(store().put(next)).resolves.toBe(true);
    await expect(store().find('dev', '1.2.3.4/32')).resolves.toEqual(next);
    await expect(store().list()).resolves.toEqual([next]);
  });

  it.each([
    ['a first version where one is stored', 1],
    ['the version that is stored', 2],
    ['a version that skips one', 4],
  ])('does not take %s', async (_, version) => {
    const stored = entry({ version: 2, description: 'stored' });
    await store().put(entry());
    await store().put(stored);

    await expect(store().put(entry({ version, description: 'late' }))).resolves.toBe(false);
    await expect(store().find('dev', '1.2.3.4/32')).resolves.toEqual(stored);
  });

  it('does not take a second version where none is stored', async () => {
    await expect(store().put(entry({ version: 2 }))).resolves.toBe(false);
    await expect(store().find('dev', '1.2.3.4/32')).resolves.toBeUndefined();
  });

  it.each([1, 2])(
    'lets exactly one of those win that write version %d at the same time',
    async (version) => {
      if (version === 2) {
        await store().put(entry());
      }
      const rivals = ['a', 'b', 'c', 'd', 'e'].map((description) =>
        entry({ version, description }),
      );

      const won = await Promise.all(rivals.map((rival) => store().put(rival)));

      expect(won.filter(Boolean)).toHaveLength(1);
      await expect(store().find('dev', '1.2.3.4/32')).resolves.toEqual(rivals[won.indexOf(true)]);
    },
  );
};

/** What every fulfilment of the port EntryStore must do; `create` gives each test an empty one. */
export const describeEntryStore = (name: string, create: () => Promise<EntryStoreBench>): void => {
  describe(`the ${name} entry store`, () => {
    let bench: EntryStoreBench;

    beforeEach(async () => {
      bench = await create();
    });

    afterEach(() => bench.dispose());

    describeKeeping(() => bench.store);
    describeVersions(() => bench.store);
  });
};
