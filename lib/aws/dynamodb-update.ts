import type { StoredOperation } from '../environment/operation-store.ts';
import {
  isRunning,
  keys,
  type OperationTable,
  toOperationItem,
  transact,
} from './dynamodb-operations.ts';
import { orUnavailable, toCondition, toKey, toPut } from './dynamodb-table.ts';

/** Stores the next version of an operation; one at an end lets go of its environment in the same write. See the port. */
export const updateOperation = async (
  operations: OperationTable,
  operation: StoredOperation,
): Promise<boolean> => {
  const { name, table, clock } = operations;
  const before = { version: operation.version };
  const item = toOperationItem({ ...operation, version: operation.version + 1 }, clock);
  if (isRunning(operation)) {
    return table.put(item, before);
  }
  const transacted = await orUnavailable(
    name,
    transact(operations, [
      { Put: toPut(name, item, before) },
      {
        Delete: {
          TableName: name,
          Key: toKey(keys.hold(operation.environment)),
          ...toCondition({ holder: operation.id }),
        },
      },
    ]),
  );
  if (transacted.written) {
    return true;
  }
  const [isOutdated] = transacted.broken;
  // It had ended before: its environment is free, or somebody else's.
  return isOutdated === true ? false : table.put(item, before);
};
