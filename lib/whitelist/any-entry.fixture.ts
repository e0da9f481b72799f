import * as fc from 'fast-check';
import { toIsoTime } from '../kernel/clock.ts';
import type { StoredEntry } from './entry-store.ts';

/** The moment of all tests of the reconciler. */
export const now = Date.UTC(2026, 0, 5, 9);

const hour = 60 * 60_000;

/** A live entry of dev for a month, with what differs. */
export const entryOf = (changed: Partial<StoredEntry> = {}): StoredEntry => ({
  ip_address: '1.2.3.4/32',
  environment: 'dev',
  expires_at: toIsoTime(now + 720 * hour),
  description: 'Home office',
  added_by: 'U0DANA',
  added_at: toIsoTime(now),
  ttl_minutes: 43_200,
  operation_id: 'op-aaaaaa',
  version: 1,
  ...changed,
});

/** A handful of addresses of both families, so that entries and rules meet. */
export const anyAddress = fc.oneof(
  fc.nat(9).map((last) => `1.2.3.${last}/32`),
  fc.nat(4).map((last) => `2600:1f18::${last + 1}/128`),
);

/** Entries of dev, each address once, live, expired and removed, in any order of age. */
export const anyTable: fc.Arbitrary<readonly StoredEntry[]> = fc.uniqueArray(
  fc
    .record({
      ip_address: anyAddress,
      expires_at: fc.integer({ min: -2, max: 3 }).map((hours) => toIsoTime(now + hours * hour)),
      added_at: fc.nat(5).map((hours) => toIsoTime(now - hours * hour)),
      removed: fc.boolean(),
    })
    .map(({ removed, ...entry }) =>
      entryOf({ ...entry, ...(removed ? { ended: { at: toIsoTime(now), how: 'removed' } } : {}) }),
    ),
  { selector: ({ ip_address }) => ip_address, maxLength: 15 },
);
