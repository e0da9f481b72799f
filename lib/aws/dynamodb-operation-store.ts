import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { OperationStore } from '../environment/operation-store.ts';
import type { Clock } from '../kernel/clock.ts';
import { beginOperation } from './dynamodb-begin.ts';
import {
  findOperation,
  guardingOperations,
  keys,
  type OperationTable,
  runningOperations,
} from './dynamodb-operations.ts';
import { serviceRecord, wantedRecord } from './dynamodb-records.ts';
import { openTable } from './dynamodb-table.ts';
import { updateOperation } from './dynamodb-update.ts';

/**
 * Operations in a DynamoDB table with the string keys `pk` and `sk`; the table may hold the whitelist too. An operation that is at an
 * end carries a `ttl` of 90 days. Rejects with the fault PORT_UNAVAILABLE where DynamoDB does not answer or refuses.
 */
export const createDynamoOperationStore = (
  client: DynamoDBClient,
  tableName: string,
  clock: Clock,
): OperationStore => {
  const table = openTable(client, tableName);
  const operations: OperationTable = { client, name: tableName, table, clock };
  return {
    begin: (operation, wanted) => beginOperation(operations, operation, wanted),
    find: (id) => findOperation(operations, id),
    update: (operation, wanted) => updateOperation(operations, operation, wanted),
    running: () => runningOperations(operations),
    guarding: () => guardingOperations(operations),
    remember: async (environment, service) => {
      if (service.desired > 0) {
        const key = keys.service(environment, service.service);
        await table.put({ key, body: service }, { absent: true });
      }
    },
    remembered: (environment) => table.query(serviceRecord, keys.service(environment, '').pk),
    forget: (environment, service) => table.remove(keys.service(environment, service)),
    wanted: async (environment) =>
      (await table.get(wantedRecord, keys.wanted(environment))) ?? 'running',
  };
};
