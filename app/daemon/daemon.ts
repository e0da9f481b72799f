import { createIdentify } from '../../lib/identity/principal.ts';
import type { Clock, Millis } from '../../lib/kernel/clock.ts';
import { withDeadline } from '../../lib/kernel/deadline.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import type { OpenedLedger } from '../../lib/ledger/ledger.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import type { Policy } from '../../lib/policy/policy.ts';
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
  readonly policy: Policy;
  readonly functions: FunctionInvoker;
  readonly clock: Clock;
  readonly log: ProcessLog;
  readonly seams: Pick<Seams, 'fetch' | 'envelope'>;
  /** Called when Slack shows that the configuration cannot work; the sentence says what to set. */
  readonly onMisconfigured: (problem: string) => void;
}

/** How long a drain waits for what runs; what is not finished then is resumed by the next process. */
const drainLimit: Millis = 10_000;

/** Goes on with what a crash interrupted. */
const resume = async (
  { handler, attempts, workflow }: Household,
  slack: SlackHouse,
  log: ProcessLog,
): Promise<void> => {
  const unfinished = attempts.unfinished();
  log.info('attempts.resumed', { count: unfinished.length });
  await workflow.resume();
  for (const attempt of unfinished) {
    void handler.carryOn(attempt, slack.surfaceFor(attempt));
  }
};

/** Learns who we are, then resumes, then listens; resolves when the daemon is ready or was stopped before. */
const begin = async (
  ports: DaemonPorts,
  household: Household,
  slack: SlackHouse,
): Promise<void> => {
  const { log, onMisconfigured } = ports;
  if (!(await slack.greet())) {
    return;
  }
  const problem = await checkApprovers({ ...ports, ...slack });
  if (problem !== undefined) {
    onMisconfigured(problem);
    return;
  }
  await resume(household, slack, log);
  await slack.listen(household.handler.handle);
  log.announce('daemon.ready');
};

const drain = async (
  { opened, clock, log }: DaemonPorts,
  household: Household,
  slack: SlackHouse,
  http: HttpServer,
): Promise<void> => {
  log.info('daemon.draining');
  slack.refuseNew();
  const finished = slack.idle().then(() => household.workflow.idle());
  await withDeadline(clock, drainLimit, 'draining', finished).catch((error: unknown) =>
    log.warn('daemon.drain_incomplete', { error: describeError(error) }),
  );
  await slack.close();
  await http.stop();
  await opened.ledger.close();
  log.info('daemon.stopped');
};

/** Starts the daemon. Resolves when HTTP listens; Slack may come later. Rejects when the port cannot be had. */
export const startDaemon = async (ports: DaemonPorts): Promise<Daemon> => {
  const { config, opened, clock, log } = ports;
  opened.warnings.forEach((warning) => log.warn('ledger.warning', { warning }));
  const slack = createSlackHouse({ config, opened, clock, log, seams: ports.seams });
  const identify = createIdentify(
    slack.directory,
    createMemberships(config, slack.approvalChannel, clock),
  );
  const household = furnish({ ...ports, identify, noticeboard: slack.noticeboard });
  const report = () =>
    reportHealth({
      sockets: slack.sockets,
      isLedgerWritable: opened.ledger.isWritable,
      workflow: household.workflow,
      clock,
    });
  const http = await startHttpServer(config.http, { report, clock, log });
  log.announce('http.listening', { host: config.http.host, port: http.port });
  // A rejection here is a bug, or a ledger that cannot be read: it ends the process as every bug does.
  void begin(ports, household, slack);
  return { stop: () => drain(ports, household, slack, http), reconnect: slack.reconnect };
};
