import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createImageProvisioner } from '../../app/functions/image-provisioner.ts';
import { createSimulatedOrchestrator } from '../../app/sandbox/cloud/simulated-orchestrator.ts';
import { createSimulatedRegistry } from '../../app/sandbox/cloud/simulated-registry.ts';
import { createSimulatedWhitelist } from '../../app/sandbox/cloud/simulated-whitelist.ts';
import { startLambdaEndpoint } from '../../app/sandbox/lambda/lambda-endpoint.ts';
import { demoWorkspace } from '../../app/sandbox/workspace/demo-workspace.ts';
import type { Timings, WorkspaceSeed } from '../../app/sandbox/workspace/model/seed.ts';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { startWorkspace, type Workspace } from '../../app/sandbox/workspace/workspace.ts';
import { dashboardTitle } from '../../lib/image/dashboard-notice.ts';
import { type Clock, type Millis, systemClock } from '../../lib/kernel/clock.ts';
import { type DaemonProcess, startDaemonProcess } from './daemon-process.ts';
import { aheadFile } from './skipping.ts';
import { createSkippingClock } from './skipping-clock.ts';

/** The channels of the demo workspace. */
export const general = 'C0GENERAL';
export const approvals = 'C0APPROVALS';

const ledgerLine = z.record(z.string(), z.unknown());

/** What takes minutes in a real account. */
const cloudTimings = { tasks: 200, database: 400, snapshot: 200, stack: 400 };

/** A workspace, a cloud and a daemon between them. */
export interface Town {
  readonly workspace: Workspace;
  readonly lambda: Awaited<ReturnType<typeof startLambdaEndpoint>>;
  readonly registry: ReturnType<typeof createSimulatedRegistry>;
  readonly orchestrator: ReturnType<typeof createSimulatedOrchestrator>;
  readonly whitelist: ReturnType<typeof createSimulatedWhitelist>;
  readonly dana: Person;
  readonly alice: Person;
  readonly amir: Person;
  readonly gwen: Person;
  readonly folder: string;
  /** Starts a daemon on the town's ledger; resolves when it is ready. */
  start(env?: Readonly<Record<string, string>>): Promise<DaemonProcess>;
  /** Starts a daemon and does not wait for anything. */
  spawn(env?: Readonly<Record<string, string>>): DaemonProcess;
  environment(): Readonly<Record<string, string>>;
  /** The ledger's lines so far. */
  ledger(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What hangs in the approval channel but for the dashboard: cards and lines. */
  cards(): readonly SeenMessage[];
  /** Sets the clocks of Slack and of daemons forward that have one for it (`skippingDaemon`), also of those that start later. */
  skip(by: Millis): Promise<void>;
  /** Ends every daemon and closes everything. */
  stop(): Promise<void>;
}

/** The built daemon with a clock that can be set forward. */
export const skippingDaemon = fileURLToPath(
  new URL('../../dist/test/daemon/skipping-daemon.js', import.meta.url),
);

/** How a town differs from the usual. */
export interface TownOptions {
  /** The program that is started as the daemon; the built daemon unless a harness has its own. */
  readonly entry?: string;
  readonly timings?: Partial<Timings>;
  /** Where the daemon finds the workspace, if only a proxy can tell where that is: as `https://slack.test`. */
  readonly origin?: string;
  /** What the workspace begins with; the demo workspace unless a test has its own. */
  readonly seed?: WorkspaceSeed;
  /** The clock of the whitelist function; the machine's unless a test lets entries expire. */
  readonly whitelistClock?: Clock;
  /** Whether calls meet Slack's rate limits; true unless told otherwise. */
  readonly rateLimits?: boolean;
  /** More of the configuration file, as YAML. */
  readonly config?: string;
}

/** Builds a town; every test builds its own. */
export const buildTown = async ({
  entry,
  timings = {},
  origin,
  seed = demoWorkspace,
  whitelistClock = systemClock,
  rateLimits = true,
  config = '',
}: TownOptions = {}): Promise<Town> => {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-test-'));
  // Its people work faster than people do.
  await writeFile(
    join(folder, 'quartermaster.yaml'),
    `limits: { changes_per_person_per_minute: 1000 }\n${config}`,
  );
  const slackClock = createSkippingClock(systemClock, 0);
  const workspace = await startWorkspace({
    ...seed,
    clock: slackClock,
    port: 0,
    timings,
    rateLimits,
    ...(origin === undefined ? {} : { origin }),
  });
  const orchestrator = createSimulatedOrchestrator(systemClock, { timings: cloudTimings });
  const registry = createSimulatedRegistry(systemClock);
  const whitelist = createSimulatedWhitelist(whitelistClock);
  const lambda = await startLambdaEndpoint({
    port: 0,
    functions: {
      orchestrator: orchestrator.handler,
      'image-provisioner': createImageProvisioner({ registry, organization: 'acme' }),
      'ip-whitelist': whitelist.handler,
    },
  });
  const daemons: DaemonProcess[] = [];
  const skipped = { by: 0 };
  const environment = (): Readonly<Record<string, string>> => ({
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    APPROVAL_CHANNEL_ID: approvals,
    ADMIN_USER_IDS: 'U0ALICE,U0AMIR',
    ORCHESTRATOR_LAMBDA_ARN: lambda.arnOf('orchestrator'),
    IMAGE_PROVISIONER_LAMBDA_ARN: lambda.arnOf('image-provisioner'),
    IP_WHITELIST_LAMBDA_ARN: lambda.arnOf('ip-whitelist'),
    CHAINGUARD_ORG_NAME: 'acme',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_ACCESS_KEY_ID: 'not-a-real-key-id',
    AWS_SECRET_ACCESS_KEY: 'not-a-real-secret-key',
    AUDIT_FILE: join(folder, 'ledger.jsonl'),
    PORT: '0',
  });
  const spawn = (env: Readonly<Record<string, string>> = {}): DaemonProcess => {
    const daemon = startDaemonProcess({ ...environment(), ...env }, folder, entry);
    daemons.push(daemon);
    return daemon;
  };
  return {
    workspace,
    lambda,
    registry,
    orchestrator,
    whitelist,
    dana: workspace.person('U0DANA'),
    alice: workspace.person('U0ALICE'),
    amir: workspace.person('U0AMIR'),
    gwen: workspace.person('U0GWEN'),
    folder,
    environment,
    spawn,
    start: async (env) => {
      const daemon = spawn(env);
      await daemon.line('daemon.ready');
      return daemon;
    },
    skip: async (by) => {
      skipped.by += by;
      slackClock.setAhead(skipped.by);
      await writeFile(join(folder, aheadFile), String(skipped.by));
      const daemon = daemons.at(-1);
      daemon?.kill('SIGHUP');
      // One that has ended confirms nothing; the next one starts with it.
      await Promise.race([daemon?.ended, daemon?.line('clock.ahead', { ahead: skipped.by })]);
    },
    ledger: async () => {
      const text = await readFile(join(folder, 'ledger.jsonl'), 'utf8');
      return (
        text
          .split('\n')
          // The last line may be half written at this moment.
          .filter((line) => line.endsWith('}'))
          .map((line) => ledgerLine.parse(JSON.parse(line)))
      );
    },
    cards: () =>
      workspace
        .person('U0ALICE')
        .reads(approvals)
        .filter(({ ephemeral, text }) => !ephemeral && !text.startsWith(dashboardTitle)),
    stop: async () => {
      daemons.forEach((daemon) => daemon.kill('SIGKILL'));
      await Promise.all(daemons.map(({ ended }) => ended));
      await Promise.all([workspace.stop(), lambda.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
