import { z } from 'zod';
import { AwsFault } from './aws-fault.ts';
import type { AwsModel } from './aws-model.ts';
import { createJsonService, type FakeService, jsonAction } from './fake-service.ts';
import { pageOf } from './paging.ts';

const attribute = z.union([
  z.strictObject({ S: z.string() }),
  z.strictObject({ N: z.string().regex(/^-?\d+$/) }),
]);
const text = z.strictObject({ S: z.string().min(1) });
const key = z.strictObject({ pk: text, sk: text });
const item = z.object({ pk: text, sk: text }).catchall(attribute);

const condition = {
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: z.record(z.string(), attribute).optional(),
};
const put = z.strictObject({ TableName: z.string(), Item: item, ...condition });
const remove = z.strictObject({ TableName: z.string(), Key: key, ...condition });

const transactItems = z
  .array(z.strictObject({ Put: put.optional(), Delete: remove.optional() }))
  .min(1)
  .max(100);

type Key = z.infer<typeof key>;
type Condition = Pick<z.infer<typeof put>, keyof typeof condition>;
type Items = Map<string, Record<string, unknown>>;

const nameOf = ({ pk, sk }: Key): string => `${pk.S}\u0000${sk.S}`;

const tableOf = (model: AwsModel, name: string): Items => {
  const table = model.items.get(name);
  if (table === undefined) {
    throw new AwsFault('ResourceNotFoundException', 'Requested resource not found');
  }
  return table;
};

/** Whether the condition holds of what is there. It knows the two expressions that the stores use, and refuses any other. */
const holds = (present: Record<string, unknown> | undefined, asked: Condition): boolean => {
  switch (asked.ConditionExpression) {
    case undefined:
      return true;
    case 'attribute_not_exists(pk)':
      return present === undefined;
    case '#name = :value': {
      const name = asked.ExpressionAttributeNames?.['#name'];
      const value = asked.ExpressionAttributeValues?.[':value'];
      if (name === undefined || value === undefined) {
        throw new AwsFault('ValidationException', 'An expression attribute is not defined');
      }
      return JSON.stringify(present?.[name]) === JSON.stringify(value);
    }
    default:
      throw new AwsFault('ValidationException', 'Invalid ConditionExpression');
  }
};

const putItem = (model: AwsModel) =>
  jsonAction(
    put.extend({ ReturnValuesOnConditionCheckFailure: z.literal('ALL_OLD').optional() }),
    (asked) => {
      const table = tableOf(model, asked.TableName);
      const present = table.get(nameOf(asked.Item));
      if (!holds(present, asked)) {
        const isShown = asked.ReturnValuesOnConditionCheckFailure !== undefined;
        throw new AwsFault('ConditionalCheckFailedException', 'The conditional request failed', {
          fields: isShown && present !== undefined ? { Item: present } : {},
        });
      }
      table.set(nameOf(asked.Item), asked.Item);
      return {};
    },
  );

const getItem = (model: AwsModel) =>
  jsonAction(
    z.strictObject({ TableName: z.string(), Key: key, ConsistentRead: z.literal(true) }),
    ({ TableName, Key: wanted }) => {
      const found = tableOf(model, TableName).get(nameOf(wanted));
      return found === undefined ? {} : { Item: found };
    },
  );

const deleteItem = (model: AwsModel) =>
  jsonAction(remove, (asked) => {
    tableOf(model, asked.TableName).delete(nameOf(asked.Key));
    return {};
  });

const query = (model: AwsModel) =>
  jsonAction(
    z.strictObject({
      TableName: z.string(),
      ConsistentRead: z.literal(true),
      KeyConditionExpression: z.enum(['pk = :pk', 'pk = :pk AND begins_with(sk, :sk)']),
      ExpressionAttributeValues: z.strictObject({ ':pk': text, ':sk': text.optional() }),
      ExclusiveStartKey: key.optional(),
    }),
    ({ TableName, ExpressionAttributeValues: values, ExclusiveStartKey: start }) => {
      const prefix = `${values[':pk'].S}\u0000${values[':sk']?.S ?? ''}`;
      const names = [...tableOf(model, TableName).keys()]
        .filter((name) => name.startsWith(prefix))
        .toSorted();
      const from = start === undefined ? 0 : names.indexOf(nameOf(start)) + 1;
      const { items: page, next } = pageOf(names.slice(from), undefined, model.pageSize);
      const found = page.map((name) => tableOf(model, TableName).get(name));
      const last = found.at(-1);
      return {
        Items: found,
        Count: found.length,
        ...(next === undefined ? {} : { LastEvaluatedKey: { pk: last?.['pk'], sk: last?.['sk'] } }),
      };
    },
  );

const applyAll = (writes: z.infer<typeof transactItems>, model: AwsModel): void => {
  const steps = writes.map(({ Put, Delete }) => {
    const asked = Put ?? Delete;
    if (asked === undefined) {
      throw new AwsFault('ValidationException', 'a transaction item needs one write');
    }
    const table = tableOf(model, asked.TableName);
    const name = nameOf('Item' in asked ? asked.Item : asked.Key);
    const apply = () => (Put === undefined ? table.delete(name) : table.set(name, Put.Item));
    return { isAllowed: holds(table.get(name), asked), apply };
  });
  if (steps.some(({ isAllowed }) => !isAllowed)) {
    const reasons = steps.map(({ isAllowed }) => ({
      Code: isAllowed ? 'None' : 'ConditionalCheckFailed',
    }));
    throw new AwsFault('TransactionCanceledException', 'Transaction cancelled', {
      fields: { CancellationReasons: reasons },
    });
  }
  for (const { apply } of steps) {
    apply();
  }
};

const transact = (model: AwsModel, done: Set<string>) =>
  jsonAction(
    z.strictObject({
      TransactItems: transactItems,
      ClientRequestToken: z.string().min(1).max(36),
    }),
    ({ TransactItems, ClientRequestToken: token }) => {
      if (!done.has(token)) {
        applyAll(TransactItems, model);
        done.add(token);
      }
      return {};
    },
  );

/** Amazon DynamoDB, for tables with the keys `pk` and `sk`; only consistent reads, and only the expressions that the stores use. */
export const createDynamo = (model: AwsModel): FakeService =>
  createJsonService(
    'DynamoDB_20120810',
    {
      GetItem: getItem(model),
      PutItem: putItem(model),
      DeleteItem: deleteItem(model),
      Query: query(model),
      TransactWriteItems: transact(model, new Set()),
    },
    '1.0',
  );
