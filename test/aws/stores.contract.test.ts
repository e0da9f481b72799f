import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../../lib/aws/client-settings.ts';
import { createDynamoEntryStore } from '../../lib/aws/dynamodb-entry-store.ts';
import { createDynamoOperationStore } from '../../lib/aws/dynamodb-operation-store.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { describeEntryStore } from '../contracts/entry-store.contract.ts';
import { describeOperationStore } from '../contracts/operation-store.contract.ts';
import { startFakeAws } from './fake-aws.ts';

const startTable = async () => {
  const aws = await startFakeAws(() => 0);
  aws.model.items.set('quartermaster', new Map());
  aws.model.pageSize = 40;
  const client = new DynamoDBClient(clientSettings(aws.client));
  const dispose = async () => {
    client.destroy();
    await aws.close();
  };
  return { client, dispose };
};

describeEntryStore('DynamoDB (over the fake)', async () => {
  const { client, dispose } = await startTable();
  return { store: createDynamoEntryStore(client, 'quartermaster'), dispose };
});

describeOperationStore('DynamoDB (over the fake)', async () => {
  const { client, dispose } = await startTable();
  return { store: createDynamoOperationStore(client, 'quartermaster', systemClock), dispose };
});
