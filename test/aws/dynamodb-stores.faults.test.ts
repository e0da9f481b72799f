import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { clientSettings } from '../../lib/aws/client-settings.ts';
import { createDynamoEntryStore } from '../../lib/aws/dynamodb-entry-store.ts';
import { createDynamoOperationStore } from '../../lib/aws/dynamodb-operation-store.ts';
import type { OperationStore, StoredOperation } from '../../lib/environment/operation-store.ts';
import { storedOperationOf } from '../../lib/environment/stored-operation.fixture.ts';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';
import type { EntryStore, StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const operation = storedOperationOf();
const ended: StoredOperation = {
  ...operation,
  progress: { state: 'succeeded', details: {}, steps: [] },
};
const entry: StoredEntry = {
  ip_address: '1.2.3.4/32',
  environment: 'dev',
  expires_at: '2026-02-04T09:00:00.000Z',
  description: '',
  added_by: 'U0DANA',
  added_at: '2026-01-05T09:00:00.000Z',
  ttl_minutes: 60,
  operation_id: 'op-aaaaaa',
  version: 1,
};

const table = 'quartermaster';
const unavailable = { code: 'PORT_UNAVAILABLE' };

let aws: FakeAws;
let client: DynamoDBClient;
let operations: OperationStore;
let entries: EntryStore;

beforeEach(async () => {
  aws = await startFakeAws(() => 0);
  aws.model.items.set(table, new Map());
  client = new DynamoDBClient(clientSettings({ ...aws.client, requestTimeout: 300 }));
  operations = createDynamoOperationStore(client, table, systemClock);
  entries = createDynamoEntryStore(client, table);
});

afterEach(async () => {
  client.destroy();
  await aws.close();
});

const sentTimes = (action: string): number =>
  aws.requests.filter((request) => request === `dynamodb ${action}`).length;

describe('an answer of DynamoDB that is lost', () => {
  it('leaves an operation begun, once, and its environment held by it', async () => {
    aws.faults.plan('lose-answer', 1, 'TransactWriteItems');

    await expect(operations.begin(operation)).resolves.toEqual({ kind: 'begun' });

    expect(sentTimes('TransactWriteItems')).toBe(2);
    await expect(operations.running()).resolves.toEqual([operation]);
  });

  it('does not make a rival of the own write of an operation', async () => {
    await operations.begin(operation);
    aws.faults.plan('lose-answer', 1, 'PutItem');

    await expect(operations.update(operation)).resolves.toBe(true);
    await expect(operations.find(operation.id)).resolves.toEqual({ ...operation, version: 2 });
  });

  it('lets go of the environment when the operation ends, and says so', async () => {
    await operations.begin(operation);
    aws.faults.plan('lose-answer', 1, 'TransactWriteItems');

    await expect(operations.update(ended)).resolves.toBe(true);
    await expect(operations.running()).resolves.toEqual([]);
  });

  it('does not make a rival of the own write of an entry', async () => {
    aws.faults.plan('lose-answer', 1, 'PutItem');

    await expect(entries.put(entry)).resolves.toBe(true);
    await expect(entries.put({ ...entry, version: 2 })).resolves.toBe(true);
  });

  it('still loses to a real rival', async () => {
    aws.faults.plan('lose-request', 1, 'PutItem');
    const won = await Promise.all([entries.put(entry), entries.put(entry)]);

    expect(won.filter(Boolean)).toHaveLength(1);
  });
});

/** A clock on which no pause takes long. */
const hastyClock: Clock = {
  now: () => Date.now(),
  schedule: (_, task) => {
    const immediate = setImmediate(task);
    return () => clearImmediate(immediate);
  },
};

describe('a transaction that meets another one', () => {
  beforeEach(() => {
    operations = createDynamoOperationStore(client, table, hastyClock);
  });

  it('is tried again', async () => {
    aws.faults.plan('conflict', 2, 'TransactWriteItems');

    await expect(operations.begin(operation)).resolves.toEqual({ kind: 'begun' });
    expect(sentTimes('TransactWriteItems')).toBe(3);
  });

  it('is given up some time, and nothing of it is written', async () => {
    aws.faults.plan('conflict', 99, 'TransactWriteItems');

    await expect(operations.begin(operation)).rejects.toMatchObject(unavailable);
    await expect(operations.find(operation.id)).resolves.toBeUndefined();
  });
});

describe('an environment that is let go of while somebody looks who holds it', () => {
  it('is taken at the next attempt', async () => {
    await operations.begin({ ...operation, id: 'op-bbbbbb' });
    aws.faults.before('GetItem', () => {
      const items = aws.model.items.get(table);
      for (const name of items?.keys() ?? []) {
        items?.delete(name);
      }
    });

    await expect(operations.begin(operation)).resolves.toEqual({ kind: 'begun' });
  });

  it('is given up where that never ends', async () => {
    aws.model.items.get(table)?.set('HOLDS\u0000dev', {
      pk: { S: 'HOLDS' },
      sk: { S: 'dev' },
      body: { S: '"op-gone00"' },
    });

    await expect(operations.begin(operation)).rejects.toMatchObject(unavailable);
  });
});

describe('a DynamoDB in trouble', () => {
  it('is asked again where it is throttled, does not answer in time or breaks', async () => {
    aws.faults.plan('throttle', 1, 'PutItem');
    await expect(entries.put(entry)).resolves.toBe(true);
    aws.faults.plan('server-error', 1, 'GetItem');
    await expect(entries.find('dev', entry.ip_address)).resolves.toEqual(entry);
    aws.faults.plan('hang', 1, 'Query');
    await expect(entries.list()).resolves.toEqual([entry]);
  });

  it.each([
    ['begin', 'TransactWriteItems', () => operations.begin(operation)],
    ['find', 'GetItem', () => operations.find('op-aaaaaa')],
    ['update', 'PutItem', () => operations.update(operation)],
    ['a wish', 'TransactWriteItems', () => operations.update(operation, 'stopped')],
    ['end', 'TransactWriteItems', () => operations.update(ended)],
    ['running', 'Query', () => operations.running()],
    ['remember', 'PutItem', () => operations.remember('dev', { service: 'api', desired: 1 })],
    ['forget', 'DeleteItem', () => operations.forget('dev', 'api')],
    ['wanted', 'GetItem', () => operations.wanted('dev')],
    ['list', 'Query', () => entries.list()],
    ['put', 'PutItem', () => entries.put(entry)],
  ])('rejects %s as a port that is not available where it refuses', async (_, action, act) => {
    aws.faults.plan('deny', 9, action);

    await expect(act()).rejects.toMatchObject(unavailable);
  });

  it('rejects where there is no such table', async () => {
    const elsewhere = createDynamoEntryStore(client, 'another');

    await expect(elsewhere.list()).rejects.toMatchObject(unavailable);
  });

  it('rejects what is not a record of its own', async () => {
    const body = { S: '{"service":""}' };
    aws.model.items.get(table)?.set('SERVICES#dev\u0000api', { body });

    await expect(operations.remembered('dev')).rejects.toThrow('not what this table holds');
  });
});

/** The time to live of the one item whose partition key begins so, in seconds. */
const ttlOf = (pk: string): number | undefined => {
  const items = [...(aws.model.items.get(table) ?? [])];
  const ttl = z
    .object({ N: z.string() })
    .safeParse(items.find(([name]) => name.startsWith(pk))?.[1]['ttl']);
  return ttl.success ? Number(ttl.data.N) : undefined;
};

describe('what DynamoDB may clean up', () => {
  it('is an operation 90 days after its end, and none before', async () => {
    await operations.begin(operation);
    const before = ttlOf('OPERATION#');
    await operations.update(ended);

    const days = ((ttlOf('OPERATION#') ?? 0) - Date.now() / 1000) / 86_400;
    expect(before).toBeUndefined();
    expect(Math.round(days)).toBe(90);
  });

  it('is an ended entry after 7 days, and no other', async () => {
    await entries.put(entry);
    const before = ttlOf('WHITELIST');
    const at = '2026-01-06T00:00:00.000Z';
    await entries.put({ ...entry, version: 2, ended: { at, how: 'expired' } });

    expect(before).toBeUndefined();
    expect(ttlOf('WHITELIST')).toBe(Date.UTC(2026, 0, 13) / 1000);
  });

  it('is nothing that is remembered of a service or wanted of an environment', async () => {
    await operations.remember('dev', { service: 'api', desired: 3 });
    await operations.begin(operation, 'stopped');

    expect([ttlOf('SERVICES#'), ttlOf('WANTED#')]).toEqual([undefined, undefined]);
  });
});
