import { createImageProvisioner } from '../../app/functions/image-provisioner.ts';
import { createSimulatedOrchestrator } from '../../app/sandbox/cloud/simulated-orchestrator.ts';
import { createSimulatedRegistry } from '../../app/sandbox/cloud/simulated-registry.ts';
import { createSimulatedWhitelist } from '../../app/sandbox/cloud/simulated-whitelist.ts';
import { startLambdaEndpoint } from '../../app/sandbox/lambda/lambda-endpoint.ts';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';

/** What takes minutes in a real account. */
const cloudTimings = { tasks: 200, database: 400, snapshot: 200, stack: 400 };

/** The organization of the town's registry. */
export const organization = 'acme';

/** The cloud of a town: its three functions, behind one endpoint, over what they work on. */
export interface TownCloud {
  readonly lambda: Awaited<ReturnType<typeof startLambdaEndpoint>>;
  readonly registry: ReturnType<typeof createSimulatedRegistry>;
  readonly orchestrator: ReturnType<typeof createSimulatedOrchestrator>;
  readonly whitelist: ReturnType<typeof createSimulatedWhitelist>;
}

/** Starts a cloud, whose whitelist function tells the time by `whitelistClock`; whoever starts it stops `lambda`. */
export const startTownCloud = async (whitelistClock: Clock): Promise<TownCloud> => {
  const orchestrator = createSimulatedOrchestrator(systemClock, { timings: cloudTimings });
  const registry = createSimulatedRegistry(systemClock);
  const whitelist = createSimulatedWhitelist(whitelistClock);
  const lambda = await startLambdaEndpoint({
    port: 0,
    functions: {
      orchestrator: orchestrator.handler,
      'image-provisioner': createImageProvisioner({ registry, organization }),
      'ip-whitelist': whitelist.handler,
    },
  });
  return { lambda, registry, orchestrator, whitelist };
};
