import { createAwsCloud } from '../../lib/aws/aws-cloud.ts';
import { createOrchestratorClients } from '../../lib/aws/orchestrator-clients.ts';
import { orchestratorConfigurationSchema } from '../../lib/aws/orchestrator-configuration.ts';
import type { Cloud } from '../../lib/environment/cloud.ts';
import { createManualClock, type ManualClock } from '../../lib/kernel/manual-clock.ts';
import { acmeConfiguration, buildAcme } from './acme.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';

/** The AWS cloud over the fake endpoint. */
export interface AwsCloudBench {
  readonly aws: FakeAws;
  readonly clock: ManualClock;
  readonly cloud: Cloud;
  readonly dispose: () => Promise<void>;
}

/** Starts an account as of `buildAcme` and a cloud with real clients over it. `configuration`: that of acme unless given. */
export const startAwsCloud = async (
  configuration: object = acmeConfiguration,
  requestTimeout = 10_000,
): Promise<AwsCloudBench> => {
  const read = orchestratorConfigurationSchema.parse(configuration);
  const clock = createManualClock();
  const aws = await startFakeAws(() => clock.now());
  buildAcme(aws.model);
  const clients = createOrchestratorClients({ ...aws.client, requestTimeout });
  const cloud = createAwsCloud(clients, read);
  return {
    aws,
    clock,
    cloud,
    dispose: async () => {
      for (const client of [clients.ecs, clients.scaling, clients.rds, clients.stacks]) {
        client.destroy();
      }
      await aws.close();
    },
  };
};
