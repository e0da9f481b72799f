import { dirname, join } from 'node:path';
import { createLambdaClient } from '../../lib/aws/lambda-client.ts';
import { createLambdaInvoker } from '../../lib/aws/lambda-invoker.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import type { Log } from '../../lib/kernel/log.ts';
import { createRedactor, type Redactor } from '../../lib/kernel/redaction.ts';
import { openFileLedger } from '../../lib/ledger/file-ledger.ts';
import type { OpenedLedger } from '../../lib/ledger/ledger.ts';
import { loadLedgerKey } from '../../lib/ledger/ledger-key.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import { createRetryingInvoker } from '../../lib/operation/retrying-invoker.ts';
import { watchFunctions } from '../../lib/operation/watched-invoker.ts';
import { loadPolicies } from '../../lib/policy/load-policies.ts';
import { type Config, type Environment, readConfig } from './config.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { createLifecycle, exitMisconfigured, type Lifecycle } from './lifecycle.ts';
import { createLog, type ProcessLog } from './logger.ts';
import { noSeams, type Seams } from './seams.ts';

/** Says what is wrong with the configuration, all of it. */
const complain = (problems: readonly string[]): void => {
  const lines = problems.map((problem) => `  - ${problem}\n`).join('');
  process.stderr.write(`Quartermaster cannot start:\n${lines}`);
};

const refuse = (problems: readonly string[]): never => {
  complain(problems);
  process.exit(exitMisconfigured);
};

const keyOf = async ({ ledger }: Config): Promise<Uint8Array> =>
  ledger.hmacKey === undefined
    ? loadLedgerKey(join(dirname(ledger.path), 'ledger.key'), ledger.path)
    : Buffer.from(ledger.hmacKey);

const loadPolicy = ({ file, policyDirectory }: Config) =>
  loadPolicies({
    replace: file.policy.replace,
    ...(policyDirectory === undefined ? {} : { directory: policyDirectory }),
  });

/** A policy, a ledger or a port that cannot be had is no reason to go on without it. */
const orRefuse = async <T>(work: () => T | Promise<T>, redactor: Redactor): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    return error instanceof Fault ? refuse([redactor.text(error.message)]) : Promise.reject(error);
  }
};

/** The functions in Lambda, asked again where that is right. */
const reachFunctions = (
  { functionArns: arns }: Config,
  seams: Seams,
  redactor: Redactor,
  log: Log,
): FunctionInvoker => {
  const lambda = seams.functions(createLambdaInvoker({ client: createLambdaClient(), arns }));
  return createRetryingInvoker({
    invoker: watchFunctions(lambda, redactor, log),
    clock: systemClock,
    random: Math.random,
  });
};

/** Verifies the ledger from its first line to its last, and puts the seam in front of it. */
const openLedger = async (
  config: Config,
  redactor: Redactor,
  seams: Seams,
): Promise<OpenedLedger> => {
  const { path } = config.ledger;
  const key = await keyOf(config);
  const opened = await openFileLedger({ path, key, clock: systemClock, redact: redactor.value });
  return { ...opened, ledger: seams.ledger(opened.ledger) };
};

/**
 * Composes the daemon of the real things and runs it in this process. A configuration, a policy, a ledger or a port that cannot
 * be used ends it with what to do and exit code 78.
 */
export const runDaemon = async (
  environment: Environment,
  seams: Seams = noSeams,
): Promise<void> => {
  const configured = readConfig(environment);
  const config = configured.ok ? configured.value : refuse(configured.error);
  const redactor = createRedactor(config.secrets);
  const clock = systemClock;
  const houseClock = seams.clock(clock);
  const log: ProcessLog = createLog({
    level: config.logLevel,
    redactor,
    clock,
    stream: process.stdout,
    onBroken: () => {
      // Whoever runs it would be blind; the next process has a log that somebody reads.
      void lifecycle.leave(1);
    },
  });
  const lifecycle: Lifecycle = createLifecycle(log);
  config.warnings.forEach((warning) => log.warn('config.warning', { warning }));

  const start = async (): Promise<Daemon> =>
    startDaemon({
      config,
      policy: loadPolicy(config),
      opened: await openLedger(config, redactor, seams),
      functions: reachFunctions(config, seams, redactor, log),
      clock,
      houseClock,
      log,
      seams,
      onMisconfigured: (problem) => {
        complain([problem]);
        void lifecycle.leave(exitMisconfigured);
      },
    });
  lifecycle.adopt(await orRefuse(start, redactor));
};
