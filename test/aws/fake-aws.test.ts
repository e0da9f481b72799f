import {
  CloudFormationClient,
  DeleteStackCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeClustersCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { RDSClient, RebootDBInstanceCommand, StopDBInstanceCommand } from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { availableDatabase, completeStack, runningService } from './acme.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

const refusalOf = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => 'done',
    (caught: unknown) => (caught instanceof Error ? caught.name : caught),
  );

describe('the fake of AWS', () => {
  let aws: FakeAws;

  beforeEach(async () => {
    aws = await startFakeAws(() => 0);
    aws.model.clusters.set('acme', [runningService('acme', 'api', 2)]);
    aws.model.instances.set('acme-db', availableDatabase('acme-db'));
    aws.model.stacks.push(completeStack('acme-app'));
  });
  afterEach(async () => {
    await aws.close();
  });

  it('refuses actions that it does not know, in the words of each protocol', async () => {
    const settings = { ...aws.client, maxAttempts: 1 };

    const refusals = await Promise.all([
      refusalOf(new ECSClient(settings).send(new DescribeClustersCommand({}))),
      refusalOf(
        new RDSClient(settings).send(
          new RebootDBInstanceCommand({ DBInstanceIdentifier: 'acme-db' }),
        ),
      ),
      refusalOf(new CloudFormationClient(settings).send(new ListStacksCommand({}))),
    ]);

    expect(refusals).toEqual(['UnknownOperationException', 'InvalidAction', 'InvalidAction']);
  });

  it('refuses services that it does not have', async () => {
    const lambda = new LambdaClient({ ...aws.client, maxAttempts: 1 });

    await expect(refusalOf(lambda.send(new ListFunctionsCommand({})))).resolves.not.toBe('done');
  });

  it('refuses parameters that it would pass over, and does nothing then', async () => {
    const settings = { ...aws.client, maxAttempts: 1 };
    const refusals = await Promise.all([
      refusalOf(
        new ECSClient(settings).send(
          new UpdateServiceCommand({
            cluster: 'acme',
            service: 'api',
            desiredCount: 0,
            forceNewDeployment: true,
          }),
        ),
      ),
      refusalOf(
        new RDSClient(settings).send(
          new StopDBInstanceCommand({ DBInstanceIdentifier: 'acme-db', DBSnapshotIdentifier: 's' }),
        ),
      ),
      refusalOf(
        new CloudFormationClient(settings).send(
          new DeleteStackCommand({ StackName: 'acme-app', RetainResources: ['Db'] }),
        ),
      ),
    ]);

    expect(refusals).toEqual(['SerializationException', 'UnknownParameter', 'UnknownParameter']);
    expect(aws.model.clusters.get('acme')?.[0]?.desired).toBe(2);
    expect(aws.model.instances.get('acme-db')?.status).toBe('available');
    expect(aws.model.stacks[0]?.status).toBe('CREATE_COMPLETE');
  });
});
