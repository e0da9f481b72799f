import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Millis } from '../kernel/clock.ts';
import type { EntryStore, StoredEntry } from '../whitelist/entry-store.ts';
import { entryRecord } from './dynamodb-records.ts';
import { type Item, openTable } from './dynamodb-table.ts';

/** One partition for all: even thousands of entries are a page or two, and `list` needs no index. */
const partition = 'WHITELIST';

/** How long an ended entry stays for people to be told and asked. */
const keptAfterEnd: Millis = 7 * 24 * 60 * 60 * 1000;

// No name of an environment has a `#`.
const keyOf = (environment: string, address: string) => ({
  pk: partition,
  sk: `${environment}#${address}`,
});

const toItem = (entry: StoredEntry): Item => ({
  key: keyOf(entry.environment, entry.ip_address),
  body: entry,
  version: entry.version,
  ...(entry.ended === undefined ? {} : { cleanUpAt: Date.parse(entry.ended.at) + keptAfterEnd }),
});

/**
 * The whitelist in a DynamoDB table with the string keys `pk` and `sk`; the table may hold operations too. Ended entries carry a
 * `ttl` of 7 days. Rejects with the fault PORT_UNAVAILABLE where DynamoDB does not answer or refuses.
 */
export const createDynamoEntryStore = (client: DynamoDBClient, tableName: string): EntryStore => {
  const table = openTable(client, tableName);
  return {
    list: (environment) =>
      table.query(
        entryRecord,
        partition,
        environment === undefined ? undefined : `${environment}#`,
      ),
    find: (environment, address) => table.get(entryRecord, keyOf(environment, address)),
    put: (entry) =>
      table.put(
        toItem(entry),
        entry.version === 1 ? { absent: true } : { version: entry.version - 1 },
      ),
  };
};
