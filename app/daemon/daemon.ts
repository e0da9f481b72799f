import { createIdentify } from '../../lib/identity/principal.ts';
import type { Clock, Millis } from '../../lib/kernel/clock.ts';
import { withDeadline } from '../../lib/kernel/deadline.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import { createSequence, type Sequence } from '../../lib/kernel/sequence.ts';
import type { Ledger, OpenedLedger } from '../../lib/ledger/ledger.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import type { LoadedPolicy } from '../../lib/policy/policy.ts';
import { checkApprovers } from './check-approvers.ts';
import type { Config } from './config.ts';
import { reportHealth } from './health.ts';
import { furnish, type Household } from './household.ts';
import { type HttpServer, startHttpServer } from './http/http-server.ts';
import type { ProcessLog } from './logger.ts';
import { createMemberships } from './memberships.ts';
import type { Seams } from './seams.ts';
import { createSlackHouse, type SlackHouse } from './slack/slack-house.ts';

/** A running daemon. */
export interface Daemon {
  /** Drains and closes: takes nothing new, finishes what runs or leaves it resumable. */
  readonly stop: () => Promise<void>;
  /** Makes all connections to Slack anew. */
  readonly reconnect: (reason: string) => void;
}

/** What a daemon is made of. */
export interface DaemonPorts {
  readonly config: Config;
  readonly opened: OpenedLedger;
  readonly policy: LoadedPolicy;
  readonly functions: FunctionInvoker;
  readonly clock: Clock;
  /** The time by which requests wait; the same as `clock` unless a harness sets it forward. */
  readonly houseClock: Clock;
  readonly log: ProcessLog;
  readonly seams: Pick<Seams, 'fetch' | 'envelope'>;
  /** Called when Slack shows that the configuration cannot work; the sentence says what to set. */
  readonly onMisconfigured: (problem: string) => void;
}

/** How long a drain waits for what runs; what is not finished then is resumed by the next process. */
const drainLimit: Millis = 10_000;

/** What the parts of one daemon's life share. */
interface Life {
  readonly household: Household;
  readonly slack: SlackHouse;
  /** What a crash interrupted, each under its request's id. */
  readonly carriedOn: Sequence;
  leaving: boolean;
}

/** Goes on with what a crash interrupted. */
const resume = async ({ log }: DaemonPorts, life: Life): Promise<void> => {
  const { handler, attempts, workflow } = life.household;
  const unfinished = attempts.unfinished();
  log.info('attempts.resumed', { count: unfinished.length });
  await workflow.resume();
  for (const attempt of unfinished) {
    void life.carriedOn.run(attempt.id, () =>
      handler.carryOn(attempt, life.slack.surfaceFor(attempt)),
    );
  }
};

/** Learns who we are, then resumes, then listens; resolves when the daemon is ready or was stopped before. */
const begin = async (ports: DaemonPorts, life: Life): Promise<void> => {
  const { log, onMisconfigured } = ports;
  const { household, slack } = life;
  if (!(await slack.greet())) {
    return;
  }
  const problem = await checkApprovers({ ...ports, ...slack });
  // Whoever is told to end while it asks Slack begins nothing any more.
  if (life.leaving) {
    return;
  }
  if (problem !== undefined) {
    onMisconfigured(problem);
    return;
  }
  await resume(ports, life);
  await slack.listen(household.handler.handle, household.suggest);
  log.announce('daemon.ready');
  if (!life.leaving) {
    household.watches.forEach((watch) => watch.start());
  }
};

/** Resolves when nothing runs any more: requests first, as they may begin what the workflow goes on with. */
const finished = async ({ slack, carriedOn, household }: Life): Promise<void> => {
  await slack.idle();
  await carriedOn.idle();
  await household.workflow.idle();
  await Promise.all(household.watches.map((watch) => watch.stop()));
};

interface DrainPorts extends Pick<DaemonPorts, 'clock' | 'log'> {
  readonly ledger: Ledger;
}

const drain = async (
  { ledger, clock, log }: DrainPorts,
  life: Life,
  http: HttpServer,
): Promise<void> => {
  log.info('daemon.draining');
  life.leaving = true;
  life.slack.refuseNew();
  life.household.workflow.rest();
  life.household.watches.forEach((watch) => void watch.stop());
  await withDeadline(clock, drainLimit, 'draining', finished(life)).catch((error: unknown) =>
    log.warn('daemon.drain_incomplete', { error: describeError(error) }),
  );
  await life.slack.close();
  await http.stop();
  await ledger.close();
  log.info('daemon.stopped');
};

/** Starts the daemon. Resolves when HTTP listens; Slack may come later. Rejects when the port cannot be had. */
export const startDaemon = async (ports: DaemonPorts): Promise<Daemon> => {
  const { config, opened, clock, log } = ports;
  // The history is read here and then let go: no closure that stays may hold `opened` or `ports`.
  const { ledger } = opened;
  opened.warnings.forEach((warning) => log.warn('ledger.warning', { warning }));
  const slack = createSlackHouse({ config, opened, clock, log, seams: ports.seams });
  const memberships = createMemberships({
    config,
    clock,
    ...slack,
    rolesToKnow: ports.policy.rolesToKnow,
  });
  const identify = createIdentify(slack.directory, memberships);
  const household = furnish({
    ...ports,
    clock: ports.houseClock,
    ledgerClock: clock,
    identify,
    memberships,
    noticeboard: slack.noticeboard,
  });
  const report = () =>
    reportHealth({
      sockets: slack.sockets,
      isLedgerWritable: ledger.isWritable,
      workflow: household.workflow,
      clock,
    });
  const http = await startHttpServer(config.http, { report, clock, log });
  log.announce('http.listening', { host: config.http.host, port: http.port });
  const life: Life = { household, slack, carriedOn: createSequence(), leaving: false };
  // A rejection here is a bug, or a ledger that cannot be read: it ends the process as every bug does.
  void begin(ports, life);
  return {
    stop: () => drain({ ledger, clock, log }, life, http),
    reconnect: slack.reconnect,
  };
};
