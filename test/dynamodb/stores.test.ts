import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynamoEntryStore } from '../../lib/aws/dynamodb-entry-store.ts';
import { createDynamoOperationStore } from '../../lib/aws/dynamodb-operation-store.ts';
import { storedOperationOf } from '../../lib/environment/stored-operation.fixture.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { describeEntryStore } from '../contracts/entry-store.contract.ts';
import { describeOperationStore } from '../contracts/operation-store.contract.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';

let local: DynamoDbLocal;

beforeAll(async () => {
  local = await startDynamoDbLocal();
});

afterAll(() => local.stop());

describeOperationStore('DynamoDB', async () => {
  const table = await local.createTable();
  return {
    store: createDynamoOperationStore(local.client, table, systemClock),
    dispose: async () => {},
  };
});

describeEntryStore('DynamoDB', async () => {
  const table = await local.createTable();
  return { store: createDynamoEntryStore(local.client, table), dispose: async () => {} };
});

describe('one table for both stores', () => {
  it('keeps operations and entries apart', async () => {
    const table = await local.createTable();
    const operations = createDynamoOperationStore(local.client, table, systemClock);
    const entries = createDynamoEntryStore(local.client, table);

    await operations.remember('dev', { service: 'api', desired: 3 });
    await operations.begin(storedOperationOf(), 'stopped');

    await expect(entries.list()).resolves.toEqual([]);
    await expect(operations.remembered('dev')).resolves.toHaveLength(1);
  });

  it('keeps a restart, and what stops it again, for seven days at least', async () => {
    const table = await local.createTable();
    const operations = createDynamoOperationStore(local.client, table, systemClock);
    const foundAt = '2026-01-05T09:00:00.000Z';
    const before = Math.floor(systemClock.now() / 1000);
    await operations.begin({
      id: 'op-aaaaaa',
      kind: 'stop',
      environment: 'dev',
      by: { user_id: 'system:guard', username: 'guard', display_name: 'The guard' },
      startedAt: foundAt,
      progress: { state: 'in_progress', details: {}, steps: [] },
      cancelled: false,
      restarted: [{ id: 'orders', foundAt }],
      version: 1,
    });

    const Key = { pk: { S: 'RESTARTS' }, sk: { S: `dev#${foundAt}#orders` } };
    const { Item } = await local.client.send(new GetItemCommand({ TableName: table, Key }));

    expect(Number(Item?.['ttl']?.N) - before).toBeGreaterThanOrEqual(7 * 24 * 60 * 60);
  });

  it('says when it may be cleaned up in the attribute that the table reads, in seconds', async () => {
    const table = await local.createTable();
    const entries = createDynamoEntryStore(local.client, table);
    await entries.put({
      ip_address: '1.2.3.4/32',
      environment: 'dev',
      expires_at: '2026-02-04T09:00:00.000Z',
      description: '',
      added_by: 'U0DANA',
      added_at: '2026-01-05T09:00:00.000Z',
      ttl_minutes: 60,
      operation_id: 'op-aaaaaa',
      version: 1,
      ended: { at: '2026-01-06T00:00:00.000Z', how: 'removed' },
    });

    const Key = { pk: { S: 'WHITELIST' }, sk: { S: 'dev#1.2.3.4/32' } };
    const { Item } = await local.client.send(new GetItemCommand({ TableName: table, Key }));

    expect(Item?.['ttl']).toEqual({ N: String(Date.UTC(2026, 0, 13) / 1000) });
  });
});
