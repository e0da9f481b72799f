import type { EntryStore, StoredEntry } from '../../../lib/whitelist/entry-store.ts';

const keyOf = (environment: string, address: string): string => `${environment} ${address}`;

/** A table in memory, in the order in which its entries were first written. Two of them share nothing. */
export const createMemoryEntryStore = (initially: readonly StoredEntry[] = []): EntryStore => {
  const entries = new Map(
    initially.map((entry) => [keyOf(entry.environment, entry.ip_address), entry]),
  );
  return {
    list: async (environment) =>
      [...entries.values()].filter(
        (entry) => environment === undefined || entry.environment === environment,
      ),
    find: async (environment, address) => entries.get(keyOf(environment, address)),
    put: async (entry) => {
      const key = keyOf(entry.environment, entry.ip_address);
      if ((entries.get(key)?.version ?? 0) !== entry.version - 1) {
        return false;
      }
      entries.set(key, entry);
      return true;
    },
  };
};
