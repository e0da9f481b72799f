import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ECSClient } from '@aws-sdk/client-ecs';
import { RDSClient } from '@aws-sdk/client-rds';
import { type ClientOptions, clientSettings } from './client-settings.ts';

/** The services of AWS in which environments live. */
export interface OrchestratorClients {
  readonly ecs: ECSClient;
  readonly scaling: ApplicationAutoScalingClient;
  readonly rds: RDSClient;
  readonly stacks: CloudFormationClient;
}

/** Makes the clients, all with the timeouts of {@link clientSettings}. */
export const createOrchestratorClients = (options: ClientOptions = {}): OrchestratorClients => ({
  ecs: new ECSClient(clientSettings(options)),
  scaling: new ApplicationAutoScalingClient(clientSettings(options)),
  rds: new RDSClient(clientSettings(options)),
  stacks: new CloudFormationClient(clientSettings(options)),
});
