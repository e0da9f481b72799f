import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { z } from 'zod';
import type { EpochMillis } from '../kernel/clock.ts';
import { Fault } from '../kernel/errors.ts';

/** Where an item lies: its partition key and its sort key, the attributes `pk` and `sk`. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** An item: its key, what it holds as JSON, and what conditions look at. */
export interface Item {
  readonly key: ItemKey;
  readonly body: unknown;
  /** Counts the writes, where somebody looks at it. */
  readonly version?: number;
  /** Whose it is, where somebody looks at it. */
  readonly holder?: string;
  /** When DynamoDB may clean it up; it takes up to some days over it. */
  readonly cleanUpAt?: EpochMillis;
}

/** What must be true of the item that is there before it is replaced. */
export type ItemCondition =
  | { readonly absent: true }
  | { readonly version: number }
  | { readonly holder: string };

/** Keys in the shape of DynamoDB. */
export const toKey = ({ pk, sk }: ItemKey): Record<string, AttributeValue> => ({
  pk: { S: pk },
  sk: { S: sk },
});

/** A condition as DynamoDB reads it. */
export const toCondition = (condition: ItemCondition) => {
  if ('absent' in condition) {
    return { ConditionExpression: 'attribute_not_exists(pk)' };
  }
  const [name, value]: [string, AttributeValue] =
    'version' in condition
      ? ['version', { N: String(condition.version) }]
      : ['holder', { S: condition.holder }];
  return {
    ConditionExpression: '#name = :value',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':value': value },
  };
};

/** One write of an item, on its own or in a transaction. */
export const toPut = (TableName: string, item: Item, condition?: ItemCondition): Put => ({
  TableName,
  Item: {
    ...toKey(item.key),
    body: { S: JSON.stringify(item.body) },
    ...(item.version === undefined ? {} : { version: { N: String(item.version) } }),
    ...(item.holder === undefined ? {} : { holder: { S: item.holder } }),
    // DynamoDB reads its time to live in whole seconds.
    ...(item.cleanUpAt === undefined
      ? {}
      : { ttl: { N: String(Math.floor(item.cleanUpAt / 1000)) } }),
  },
  ...(condition === undefined ? {} : toCondition(condition)),
});

const readBody = (item: Record<string, AttributeValue> | undefined): unknown => {
  const text = item?.['body']?.S;
  return text === undefined ? undefined : JSON.parse(text);
};

/**
 * A table with `pk` and `sk`, both strings, whose items hold JSON in `body`, with `ttl` as its time-to-live attribute. Reads are
 * consistent, and reject where a body is not the record that it should be. Everything rejects with the fault PORT_UNAVAILABLE where DynamoDB does not answer or refuses.
 */
export interface Table {
  get<T>(record: z.ZodType<T>, key: ItemKey): Promise<T | undefined>;
  /** The bodies of the items of a partition whose sort key begins with `prefix`, by sort key. */
  query<T>(record: z.ZodType<T>, pk: string, prefix?: string): Promise<readonly T[]>;
  /** Replaces the item; false where the condition does not hold. */
  put(item: Item, condition?: ItemCondition): Promise<boolean>;
  remove(key: ItemKey): Promise<void>;
}

/** Settles as `work` does, with any exception as the fault PORT_UNAVAILABLE. */
export const orUnavailable = async <T>(table: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (cause) {
    throw new Fault('PORT_UNAVAILABLE', `the table ${table} cannot be used`, { cause });
  }
};

const queryAll = async (
  client: DynamoDBClient,
  TableName: string,
  pk: string,
  prefix: string | undefined,
): Promise<readonly unknown[]> => {
  const bodies: unknown[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName,
      ConsistentRead: true,
      KeyConditionExpression:
        prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: {
        ':pk': { S: pk },
        ...(prefix === undefined ? {} : { ':sk': { S: prefix } }),
      },
    },
  );
  for await (const { Items = [] } of pages) {
    bodies.push(...Items.map(readBody));
  }
  return bodies;
};

/**
 * The SDK repeats a write whose answer was lost, and the repetition finds the condition broken by the write itself: the attribute
 * `write`, new for each write, tells that from a rival.
 */
const putIf = async (client: DynamoDBClient, put: Put): Promise<boolean> => {
  const write = randomUUID();
  try {
    await client.send(
      new PutItemCommand({
        ...put,
        Item: { ...put.Item, write: { S: write } },
        ...(put.ConditionExpression === undefined
          ? {}
          : { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      }),
    );
    return true;
  } catch (caught) {
    if (caught instanceof ConditionalCheckFailedException) {
      return caught.Item?.['write']?.S === write;
    }
    throw caught;
  }
};

/** Opens the table of that name. */
export const openTable = (client: DynamoDBClient, TableName: string): Table => {
  const send = <T>(work: Promise<T>): Promise<T> => orUnavailable(TableName, work);
  return {
    get: async (record, key) => {
      const body = await send(
        client
          .send(new GetItemCommand({ TableName, Key: toKey(key), ConsistentRead: true }))
          .then(({ Item: item }) => readBody(item)),
      );
      return body === undefined ? undefined : record.parse(body);
    },
    query: async (record, pk, prefix) => {
      const bodies = await send(queryAll(client, TableName, pk, prefix));
      return bodies.map((body) => record.parse(body));
    },
    put: (item, condition) => send(putIf(client, toPut(TableName, item, condition))),
    remove: async (key) => {
      await send(client.send(new DeleteItemCommand({ TableName, Key: toKey(key) })));
    },
  };
};
