import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { StoredOperation, WantedState } from '../environment/operation-store.ts';
import { type Clock, type Millis, pause } from '../kernel/clock.ts';
import { holdRecord, operationRecord } from './dynamodb-records.ts';
import { type Item, type ItemKey, type Table, toPut } from './dynamodb-table.ts';

/** The table of operations. */
export interface OperationTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly table: Table;
  readonly clock: Clock;
}

/** Where things lie. One partition holds the environments that operations hold, so that one query finds those that run. */
export const keys = {
  operation: (id: string): ItemKey => ({ pk: `OPERATION#${id}`, sk: 'OPERATION' }),
  hold: (environment: string): ItemKey => ({ pk: 'HOLDS', sk: environment }),
  service: (environment: string, service: string): ItemKey => ({
    pk: `SERVICES#${environment}`,
    sk: service === '' ? '-' : service,
  }),
  wanted: (environment: string): ItemKey => ({ pk: `WANTED#${environment}`, sk: 'WANTED' }),
};

/** How long an operation that is at an end can still be asked for. */
const keptAfterEnd: Millis = 90 * 24 * 60 * 60 * 1000;

/** Whether it holds its environment. */
export const isRunning = ({ progress }: StoredOperation): boolean =>
  progress.state === 'in_progress';

/** An operation as an item. */
export const toOperationItem = (operation: StoredOperation, clock: Clock): Item => ({
  key: keys.operation(operation.id),
  body: operation,
  version: operation.version,
  ...(isRunning(operation) ? {} : { cleanUpAt: clock.now() + keptAfterEnd }),
});

/** The write of what is wanted of the environment of an operation, for a transaction; none where nothing is said. */
export const wantedWrites = (
  { name }: OperationTable,
  { environment }: StoredOperation,
  wanted: WantedState | undefined,
): readonly TransactWriteItem[] =>
  wanted === undefined
    ? []
    : [{ Put: toPut(name, { key: keys.wanted(environment), body: wanted }) }];

/** The operation of this id. */
export const findOperation = (
  { table }: OperationTable,
  id: string,
): Promise<StoredOperation | undefined> => table.get(operationRecord, keys.operation(id));

/** The operations that hold environments, by the names of these. */
export const runningOperations = async (
  operations: OperationTable,
): Promise<readonly StoredOperation[]> => {
  const ids = await operations.table.query(holdRecord, keys.hold('').pk);
  const found = await Promise.all(ids.map((id) => findOperation(operations, id)));
  return found.filter((operation) => operation !== undefined);
};

/** What became of a transaction: all of it was written, or nothing because conditions did not hold, by index. */
export type Transacted =
  | { readonly written: true }
  | { readonly written: false; readonly broken: readonly boolean[] };

const attempts = 8;
const firstPause: Millis = 20;

/**
 * Writes all or nothing. A transaction that meets another one on the same item is cancelled by DynamoDB, and is tried again with growing
 * pauses; rejects where that does not end.
 */
export const transact = async (
  { client, clock }: OperationTable,
  TransactItems: TransactWriteItem[],
): Promise<Transacted> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      return { written: true };
    } catch (caught) {
      if (!(caught instanceof TransactionCanceledException)) {
        throw caught;
      }
      const codes = caught.CancellationReasons?.map(({ Code }) => Code) ?? [];
      if (codes.includes('ConditionalCheckFailed')) {
        return { written: false, broken: codes.map((code) => code === 'ConditionalCheckFailed') };
      }
      if (attempt === attempts) {
        throw caught;
      }
    }
    await pause(clock, firstPause * 2 ** attempt);
  }
};
