import { fileURLToPath } from 'node:url';
import type { Clock } from '../../lib/kernel/clock.ts';
import { createImageProvisioner } from '../functions/image-provisioner.ts';
import { createSimulatedOrchestrator, runEveryMinute } from './cloud/simulated-orchestrator.ts';
import { createSimulatedRegistry } from './cloud/simulated-registry.ts';
import { createSimulatedWhitelist } from './cloud/simulated-whitelist.ts';
import { createControl } from './control/control.ts';
import { daemonEnvironment, organization } from './daemon-environment.ts';
import { createDaemonProcess, type DaemonProcess } from './daemon-process.ts';
import { startLambdaEndpoint } from './lambda/lambda-endpoint.ts';
import { usualPort } from './options.ts';
import { createPage } from './page/page.ts';
import { readLedger } from './read-ledger.ts';
import { prepareStateFolder, type StateFolder } from './state-folder.ts';
import { demoWorkspace } from './workspace/demo-workspace.ts';
import { type LoopbackServer, listen, type Served } from './workspace/listen.ts';
import { startWorkspace } from './workspace/workspace.ts';

/** How the sandbox is run. */
export interface SandboxPorts {
  /** The port of the page; undefined: the usual one or a free one. */
  readonly port: number | undefined;
  readonly keep: boolean;
  /** Hears each line that the daemon writes. */
  readonly onLine: (line: string) => void;
  readonly clock: Clock;
  /** PATH, for the daemon's environment. */
  readonly searchPath: string | undefined;
}

/** Everything but the daemon runs; the daemon is there to be started. */
export interface Sandbox {
  /** Where the page is, as `http://127.0.0.1:4000/`. */
  readonly pageUrl: string;
  readonly folder: StateFolder;
  readonly daemon: DaemonProcess;
  /** Stops the daemon and all servers, and removes what is not kept. */
  readonly stop: () => Promise<void>;
}

/** The daemon's entry point beside our own: in dist, both are compiled. */
const daemonScript = fileURLToPath(new URL('../daemon/main.js', import.meta.url));

/** How many events of the ledger the page shows. */
const eventsShown = 200;

const isTaken = (caught: unknown): boolean =>
  caught instanceof Error && 'code' in caught && caught.code === 'EADDRINUSE';

const listenForPage = async (
  port: number | undefined,
  fetch: Served['fetch'],
): Promise<LoopbackServer> => {
  const served = { fetch, admits: () => false, onSocket: () => undefined };
  try {
    return await listen(port ?? usualPort, served);
  } catch (caught) {
    return port === undefined && isTaken(caught) ? listen(0, served) : Promise.reject(caught);
  }
};

/** The functions behind their endpoint, over worlds of their own, with the schedule that the orchestrator has in an account. */
const startFunctions = async (clock: Clock) => {
  const orchestrator = createSimulatedOrchestrator(clock);
  const registry = createSimulatedRegistry(clock);
  const endpoint = await startLambdaEndpoint({
    functions: {
      orchestrator: orchestrator.handler,
      'image-provisioner': createImageProvisioner({ registry, organization }),
      'ip-whitelist': createSimulatedWhitelist(clock).handler,
    },
    port: 0,
  });
  const stopSchedule = runEveryMinute(clock, orchestrator);
  const lambda = {
    ...endpoint,
    stop: () => {
      stopSchedule();
      return endpoint.stop();
    },
  };
  return { lambda, cloud: orchestrator.cloud.switches, registry: registry.switches };
};

/** Opens the sandbox on loopback. Rejects if a port that was asked for is taken. */
export const openSandbox = async ({
  port,
  keep,
  onLine,
  clock,
  searchPath,
}: SandboxPorts): Promise<Sandbox> => {
  const workspace = await startWorkspace({ ...demoWorkspace, clock });
  const { lambda, cloud, registry } = await startFunctions(clock);
  const folder = prepareStateFolder(keep);
  const daemon = createDaemonProcess({
    script: daemonScript,
    environment: daemonEnvironment({ workspace, lambda, folder, path: searchPath }),
    workingFolder: folder.path,
    logFile: folder.log,
    onLine,
    clock,
  });
  const closeAll = async (servers: readonly LoopbackServer[]): Promise<void> => {
    await daemon.stop();
    await Promise.all([
      ...servers.map((server) => server.close()),
      workspace.stop(),
      lambda.stop(),
    ]);
    folder.remove();
  };
  const page = createPage({
    workspace,
    daemon,
    ledger: () => readLedger(folder.ledger, eventsShown),
  });
  page.route('/control', createControl({ workspace, functions: lambda.faults, cloud, registry }));
  try {
    const server = await listenForPage(port, page.fetch);
    return {
      pageUrl: `http://127.0.0.1:${server.port}/`,
      folder,
      daemon,
      stop: () => closeAll([server]),
    };
  } catch (caught) {
    await closeAll([]);
    throw caught;
  }
};
