import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { StoredOperation, WantedState } from '../environment/operation-store.ts';
import {
  isRunning,
  keys,
  type OperationTable,
  type Transacted,
  toOperationItem,
  transact,
  wantedWrites,
} from './dynamodb-operations.ts';
import { orUnavailable, toCondition, toKey, toPut } from './dynamodb-table.ts';

const letGo = ({ name }: OperationTable, { id, environment }: StoredOperation) => ({
  Delete: {
    TableName: name,
    Key: toKey(keys.hold(environment)),
    ...toCondition({ holder: id }),
  },
});

/**
 * Stores the next version of an operation; one at an end lets go of its environment, and what is wanted is stored, in the same write. See the
 * port.
 */
export const updateOperation = async (
  operations: OperationTable,
  operation: StoredOperation,
  wanted: WantedState | undefined,
): Promise<boolean> => {
  const { name, table, clock } = operations;
  const before = { version: operation.version };
  const item = toOperationItem({ ...operation, version: operation.version + 1 }, clock);
  const wishes = wantedWrites(operations, operation, wanted);
  const write = (others: readonly TransactWriteItem[]): Promise<Transacted> =>
    orUnavailable(name, transact(operations, [{ Put: toPut(name, item, before) }, ...others]));
  const writeKeepingHold = async (): Promise<boolean> =>
    wishes.length === 0 ? table.put(item, before) : (await write(wishes)).written;

  if (isRunning(operation)) {
    return writeKeepingHold();
  }
  const transacted = await write([letGo(operations, operation), ...wishes]);
  if (transacted.written) {
    return true;
  }
  const [isOutdated] = transacted.broken;
  // It had ended before: its environment is free, or somebody else's.
  return isOutdated === true ? false : writeKeepingHold();
};
