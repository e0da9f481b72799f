import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAwsCloud } from '../../lib/aws/aws-cloud.ts';
import { type ClientOptions, clientSettings } from '../../lib/aws/client-settings.ts';
import { createDynamoOperationStore } from '../../lib/aws/dynamodb-operation-store.ts';
import { createOrchestratorClients } from '../../lib/aws/orchestrator-clients.ts';
import { orchestratorConfigurationSchema } from '../../lib/aws/orchestrator-configuration.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Log } from '../../lib/kernel/log.ts';
import { createOrchestrator } from './orchestrator.ts';
import { type FunctionEnvironment, readConfiguration } from './read-configuration.ts';

/** What a function's handler is made with, beside its configuration. */
export interface HandlerOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** What the SDK does not find by itself; nothing in Lambda. */
  readonly client?: ClientOptions;
}

/**
 * The orchestrator over an AWS account: clients and configuration are made once. It takes the calls of the daemon and EventBridge's event
 * of every minute. Throws where ORCHESTRATOR_CONFIG_JSON does not hold a configuration.
 */
export const createOrchestratorHandler = (
  environment: FunctionEnvironment,
  { clock, log, client = {} }: HandlerOptions,
) => {
  const configuration = readConfiguration(
    orchestratorConfigurationSchema,
    environment,
    'ORCHESTRATOR_CONFIG_JSON',
  );
  const dynamo = new DynamoDBClient(clientSettings(client));
  return createOrchestrator({
    cloud: createAwsCloud(createOrchestratorClients(client), configuration),
    store: createDynamoOperationStore(dynamo, configuration.table, clock),
    clock,
    log,
  });
};
