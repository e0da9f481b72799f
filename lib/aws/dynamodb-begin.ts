import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Begun, StoredOperation, WantedState } from '../environment/operation-store.ts';
import { Fault } from '../kernel/errors.ts';
import {
  findOperation,
  isRunning,
  keys,
  type OperationTable,
  restartWrites,
  toOperationItem,
  transact,
  wantedWrites,
} from './dynamodb-operations.ts';
import { operationIdRecord } from './dynamodb-records.ts';
import { type Item, orUnavailable, toPut } from './dynamodb-table.ts';

/** Several may let go and take hold while we look; more often than that nobody loses. */
const attempts = 5;

const holderOf = async (
  operations: OperationTable,
  environment: string,
): Promise<StoredOperation | undefined> => {
  const id = await operations.table.get(operationIdRecord, keys.hold(environment));
  return id === undefined ? undefined : findOperation(operations, id);
};

/** What makes an operation hold its environment; nothing for one at an end. */
const holdWrites = (
  { name }: OperationTable,
  operation: StoredOperation,
): readonly TransactWriteItem[] => {
  const { id, environment } = operation;
  const hold = { key: keys.hold(environment), body: id, holder: id };
  return isRunning(operation) ? [{ Put: toPut(name, hold, { absent: true }) }] : [];
};

const storeFirst = async (
  operations: OperationTable,
  item: Item,
  others: readonly TransactWriteItem[],
): Promise<boolean> => {
  if (others.length === 0) {
    return operations.table.put(item, { absent: true });
  }
  const first = { Put: toPut(operations.name, item, { absent: true }) };
  const { written } = await orUnavailable(
    operations.name,
    transact(operations, [first, ...others]),
  );
  return written;
};

/** Stores an operation, its hold on its environment, what it is about and what is wanted in one transaction; see the port. */
export const beginOperation = async (
  operations: OperationTable,
  given: StoredOperation,
  wanted: WantedState | undefined,
): Promise<Begun> => {
  const first = { ...given, version: 1 };
  const item = toOperationItem(first, operations.clock);
  const others = [
    ...holdWrites(operations, first),
    ...restartWrites(operations, first),
    ...wantedWrites(operations, first, wanted),
  ];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (await storeFirst(operations, item, others)) {
      return { kind: 'begun' };
    }
    const known = await findOperation(operations, first.id);
    if (known !== undefined) {
      return { kind: 'known', operation: known };
    }
    const holder = await holderOf(operations, first.environment);
    if (holder !== undefined) {
      return { kind: 'busy', operation: holder };
    }
  }
  throw new Fault('PORT_UNAVAILABLE', `${given.environment} changes hands too fast`);
};
