import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createRecordingLog } from '../../lib/kernel/recording-log.fixture.ts';
import { type AddressRules, defaultAddressRules } from '../../lib/whitelist/address.ts';
import type { EntryStore, StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { createMemoryEntryStore } from '../sandbox/cloud/memory-entry-store.ts';
import { createSimulatedGroups } from '../sandbox/cloud/simulated-groups.ts';
import { createIpWhitelist } from './ip-whitelist.ts';

/** The groups of a whitelist in tests: two of dev and one of staging. */
export const groupIds = { dev: ['sg-1', 'sg-2'], staging: ['sg-3'] } as const;

/** What differs from a usual whitelist. */
export interface WhitelistDifferences {
  readonly rules?: Partial<AddressRules>;
  readonly entries?: readonly StoredEntry[];
  readonly ports?: readonly number[];
  /** Puts something between the function and its table. */
  readonly wrapStore?: (store: EntryStore) => EntryStore;
}

/** A whitelist function at 2026-01-05T09:00Z, and the world that it works on. */
export const createTestWhitelist = ({
  rules = {},
  entries = [],
  wrapStore = (store) => store,
  ...rest
}: WhitelistDifferences = {}) => {
  const clock = createManualClock();
  const log = createRecordingLog();
  const store = createMemoryEntryStore(entries);
  const groups = createSimulatedGroups(groupIds);
  const handler = createIpWhitelist({
    store: wrapStore(store),
    groups,
    clock,
    log,
    rules: { ...defaultAddressRules, ...rules },
    ...rest,
  });
  let operations = 0;
  /** Calls as Dana, as an operation of its own unless the call says otherwise. */
  const call = (action: string, fields: Readonly<Record<string, unknown>> = {}) => {
    operations += 1;
    return handler({
      action,
      operation_id: `op-${String(operations).padStart(6, '0')}`,
      user_info: { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' },
      ...fields,
    });
  };
  const rulesOf = (group: string): readonly string[] =>
    groups
      .rulesOf(group)
      .map(({ address, port }) => `${address} ${port}`)
      .toSorted();
  return { clock, log, store, groups, handler, call, rulesOf };
};

/** An address of dev as requests name it. */
export const home = { ip_address: '1.2.3.4/32', environment: 'dev' } as const;

/** The request to let it in for a month. */
export const month = { ...home, ttl_minutes: 43_200 };

/** The entry that comes of it. */
export const entry = {
  ...home,
  expires_at: '2026-02-04T09:00:00.000Z',
  description: '',
  added_by: 'U0DANA',
  added_at: '2026-01-05T09:00:00.000Z',
};

/** What a group of dev lets in then. */
export const open = ['1.2.3.4/32 443', '1.2.3.4/32 7233', '1.2.3.4/32 80'];

/** The refusal with this code and these words. */
export const refused = (code: string, message: unknown) => ({
  success: false,
  error: { code, message },
});
