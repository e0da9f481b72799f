import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  RestartedDatabase,
  StoredOperation,
  WantedState,
} from '../environment/operation-store.ts';
import { type Clock, type Millis, pause } from '../kernel/clock.ts';
import { operationIdRecord, operationRecord } from './dynamodb-records.ts';
import { type Item, type ItemKey, type Table, toPut } from './dynamodb-table.ts';

/** The table of operations. */
export interface OperationTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly table: Table;
  readonly clock: Clock;
}

/** Where things lie. One partition holds the environments that operations hold, and one the restarts that they are about: a query finds either. */
export const keys = {
  operation: (id: string): ItemKey => ({ pk: `OPERATION#${id}`, sk: 'OPERATION' }),
  hold: (environment: string): ItemKey => ({ pk: 'HOLDS', sk: environment }),
  service: (environment: string, service: string): ItemKey => ({
    pk: `SERVICES#${environment}`,
    sk: service === '' ? '-' : service,
  }),
  restart: (environment: string, { id, foundAt }: RestartedDatabase): ItemKey => ({
    pk: 'RESTARTS',
    sk: `${environment}#${foundAt}#${id}`,
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

/** The operations that the items of a partition name, each once. */
const operationsNamedIn = async (
  operations: OperationTable,
  partition: string,
): Promise<readonly StoredOperation[]> => {
  const ids = await operations.table.query(operationIdRecord, partition);
  const found = await Promise.all([...new Set(ids)].map((id) => findOperation(operations, id)));
  return found.filter((operation) => operation !== undefined);
};

/** The operations that hold environments, by the names of these. */
export const runningOperations = (
  operations: OperationTable,
): Promise<readonly StoredOperation[]> => operationsNamedIn(operations, 'HOLDS');

/** The last operation of each restart that is remembered. */
export const guardingOperations = (
  operations: OperationTable,
): Promise<readonly StoredOperation[]> => operationsNamedIn(operations, 'RESTARTS');

/** How long a restart is remembered after the last operation because of it began; time to live is late by some days. */
const restartKept: Millis = 7 * 24 * 60 * 60 * 1000;

/** The writes that make a restart name this operation as its last; none where it is about none. */
export const restartWrites = (
  { name, clock }: OperationTable,
  { id, environment, restarted = [] }: StoredOperation,
): readonly TransactWriteItem[] =>
  restarted.map((database) => ({
    Put: toPut(name, {
      key: keys.restart(environment, database),
      body: id,
      cleanUpAt: clock.now() + restartKept,
    }),
  }));

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
