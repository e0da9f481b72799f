import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { demoWorkspace } from '../../app/sandbox/workspace/demo-workspace.ts';
import type { Timings, WorkspaceSeed } from '../../app/sandbox/workspace/model/seed.ts';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { startWorkspace, type Workspace } from '../../app/sandbox/workspace/workspace.ts';
import { dashboardTitle } from '../../lib/image/dashboard-notice.ts';
import { type Clock, type Millis, systemClock } from '../../lib/kernel/clock.ts';
import { type DaemonProcess, startDaemonProcess } from './daemon-process.ts';
import { aheadFile } from './skipping.ts';
import { createSkippingClock, type SkippingClock } from './skipping-clock.ts';
import { organization, startTownCloud, type TownCloud } from './town-cloud.ts';

/** The channels of the demo workspace. */
export const general = 'C0GENERAL';
/** Where people mention the bot, which is a member there. */
export const platform = 'C0PLATFORM';
export const approvals = 'C0APPROVALS';

const ledgerLine = z.record(z.string(), z.unknown());

/** A workspace, a cloud and a daemon between them. */
export interface Town extends TownCloud {
  readonly workspace: Workspace;
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

/** A new folder for the daemons, with their configuration file; `config` is more of it. */
const createFolder = async (config: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-test-'));
  // Its people work faster than people do.
  await writeFile(
    join(folder, 'quartermaster.yaml'),
    `limits: { changes_per_person_per_minute: 1000 }\n${config}`,
  );
  return folder;
};

const ledgerIn = (folder: string): string => join(folder, 'ledger.jsonl');

const readLedger = async (folder: string): ReturnType<Town['ledger']> => {
  const text = await readFile(ledgerIn(folder), 'utf8');
  return (
    text
      .split('\n')
      // The last line may be half written at this moment.
      .filter((line) => line.endsWith('}'))
      .map((line) => ledgerLine.parse(JSON.parse(line)))
  );
};

/** What a daemon is told about this workspace and this cloud. */
const environmentOf = (
  workspace: Workspace,
  lambda: TownCloud['lambda'],
  folder: string,
): Readonly<Record<string, string>> => ({
  SLACK_BOT_TOKEN: workspace.botToken,
  SLACK_APP_TOKEN: workspace.appToken,
  SLACK_API_URL: workspace.apiUrl,
  APPROVAL_CHANNEL_ID: approvals,
  ADMIN_USER_IDS: 'U0ALICE,U0AMIR',
  ORCHESTRATOR_LAMBDA_ARN: lambda.arnOf('orchestrator'),
  IMAGE_PROVISIONER_LAMBDA_ARN: lambda.arnOf('image-provisioner'),
  IP_WHITELIST_LAMBDA_ARN: lambda.arnOf('ip-whitelist'),
  CHAINGUARD_ORG_NAME: organization,
  AWS_REGION: 'eu-central-1',
  AWS_ENDPOINT_URL_LAMBDA: lambda.url,
  AWS_ACCESS_KEY_ID: 'not-a-real-key-id',
  AWS_SECRET_ACCESS_KEY: 'not-a-real-secret-key',
  AUDIT_FILE: ledgerIn(folder),
  PORT: '0',
});

/** The daemons that a town has started so far. */
interface Daemons extends Pick<Town, 'spawn' | 'start'> {
  /** The one that was started last, whether or not it still lives. */
  readonly last: () => DaemonProcess | undefined;
  /** Kills all of them; resolves when they have ended. */
  readonly end: () => Promise<void>;
}

const createDaemons = (
  environment: Town['environment'],
  folder: string,
  entry: string | undefined,
): Daemons => {
  const daemons: DaemonProcess[] = [];
  const spawn: Town['spawn'] = (env = {}) => {
    const daemon = startDaemonProcess({ ...environment(), ...env }, folder, entry);
    daemons.push(daemon);
    return daemon;
  };
  return {
    spawn,
    start: async (env) => {
      const daemon = spawn(env);
      await daemon.line('daemon.ready');
      return daemon;
    },
    last: () => daemons.at(-1),
    end: async () => {
      daemons.forEach((daemon) => daemon.kill('SIGKILL'));
      await Promise.all(daemons.map(({ ended }) => ended));
    },
  };
};

/** Sets Slack's clock and that of the last daemon forward, by one more span each time. */
const createSkip = (
  slackClock: SkippingClock,
  folder: string,
  lastDaemon: Daemons['last'],
): Town['skip'] => {
  let ahead: Millis = 0;
  return async (by) => {
    ahead += by;
    slackClock.setAhead(ahead);
    await writeFile(join(folder, aheadFile), String(ahead));
    const daemon = lastDaemon();
    daemon?.kill('SIGHUP');
    // One that has ended confirms nothing; the next one starts with it.
    await Promise.race([daemon?.ended, daemon?.line('clock.ahead', { ahead })]);
  };
};

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
  const folder = await createFolder(config);
  const slackClock = createSkippingClock(systemClock, 0);
  const workspace = await startWorkspace({
    ...seed,
    clock: slackClock,
    port: 0,
    timings,
    rateLimits,
    ...(origin === undefined ? {} : { origin }),
  });
  const cloud = await startTownCloud(whitelistClock);
  const environment: Town['environment'] = () => environmentOf(workspace, cloud.lambda, folder);
  const { spawn, start, last, end } = createDaemons(environment, folder, entry);
  return {
    ...cloud,
    workspace,
    dana: workspace.person('U0DANA'),
    alice: workspace.person('U0ALICE'),
    amir: workspace.person('U0AMIR'),
    gwen: workspace.person('U0GWEN'),
    folder,
    environment,
    spawn,
    start,
    skip: createSkip(slackClock, folder, last),
    ledger: () => readLedger(folder),
    cards: () =>
      workspace
        .person('U0ALICE')
        .reads(approvals)
        .filter(({ ephemeral, text }) => !ephemeral && !text.startsWith(dashboardTitle)),
    stop: async () => {
      await end();
      await Promise.all([workspace.stop(), cloud.lambda.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
