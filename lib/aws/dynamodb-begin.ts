import type { Begun, StoredOperation } from '../environment/operation-store.ts';
import { Fault } from '../kernel/errors.ts';
import {
  findOperation,
  isRunning,
  keys,
  type OperationTable,
  toOperationItem,
  transact,
} from './dynamodb-operations.ts';
import { holdRecord } from './dynamodb-records.ts';
import { type Item, orUnavailable, toPut } from './dynamodb-table.ts';

/** Several may let go and take hold while we look; more often than that nobody loses. */
const attempts = 5;

const holderOf = async (
  operations: OperationTable,
  environment: string,
): Promise<StoredOperation | undefined> => {
  const id = await operations.table.get(holdRecord, keys.hold(environment));
  return id === undefined ? undefined : findOperation(operations, id);
};

/** Stores one that holds nothing. */
const storeOnly = async (operations: OperationTable, item: Item): Promise<boolean> =>
  operations.table.put(item, { absent: true });

const storeAndHold = async (
  operations: OperationTable,
  { id, environment }: StoredOperation,
  item: Item,
): Promise<boolean> => {
  const hold = { key: keys.hold(environment), body: id, holder: id };
  const { written } = await orUnavailable(
    operations.name,
    transact(operations, [
      { Put: toPut(operations.name, item, { absent: true }) },
      { Put: toPut(operations.name, hold, { absent: true }) },
    ]),
  );
  return written;
};

/** Stores an operation and its hold on its environment in one transaction; see the port. */
export const beginOperation = async (
  operations: OperationTable,
  given: StoredOperation,
): Promise<Begun> => {
  const first = { ...given, version: 1 };
  const item = toOperationItem(first, operations.clock);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const isStored = isRunning(first)
      ? await storeAndHold(operations, first, item)
      : await storeOnly(operations, item);
    if (isStored) {
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
