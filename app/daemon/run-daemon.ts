import { dirname, join } from 'node:path';
import { createLambdaClient } from '../../lib/aws/lambda-client.ts';
import { createLambdaInvoker } from '../../lib/aws/lambda-invoker.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { describeError, Fault } from '../../lib/kernel/errors.ts';
import { createRedactor } from '../../lib/kernel/redaction.ts';
import { openFileLedger } from '../../lib/ledger/file-ledger.ts';
import { loadLedgerKey } from '../../lib/ledger/ledger-key.ts';
import { createRetryingInvoker } from '../../lib/operation/retrying-invoker.ts';
import { loadPolicies } from '../../lib/policy/load-policies.ts';
import { type Config, type Environment, readConfig } from './config.ts';
import { startDaemon } from './daemon.ts';
import { createLifecycle, exitMisconfigured } from './lifecycle.ts';
import { createLog } from './logger.ts';
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

/**
 * Composes the daemon of the real things and runs it in this process. A configuration, a policy or a ledger that cannot be
 * used is no reason to go on without it: the process says so and exits 78.
 */
export const runDaemon = async (
  environment: Environment,
  seams: Seams = noSeams,
): Promise<void> => {
  const configured = readConfig(environment);
  const config = configured.ok ? configured.value : refuse(configured.error);
  const redactor = createRedactor(config.secrets);
  const clock = systemClock;
  const log = createLog({ level: config.logLevel, redactor, clock, stream: process.stdout });
  const lifecycle = createLifecycle(log);
  config.warnings.forEach((warning) => log.warn('config.warning', { warning }));

  const orRefuse = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      return error instanceof Fault
        ? refuse([redactor.text(describeError(error))])
        : Promise.reject(error);
    }
  };
  const policy = await orRefuse(() => loadPolicy(config));
  const opened = await orRefuse(async () =>
    openFileLedger({
      path: config.ledger.path,
      key: await keyOf(config),
      clock,
      redact: redactor.value,
    }),
  );
  const lambda = createLambdaInvoker({ client: createLambdaClient(), arns: config.functionArns });
  const functions = createRetryingInvoker({
    invoker: seams.functions(lambda),
    clock,
    random: Math.random,
  });
  const starting = startDaemon({
    config,
    opened: { ...opened, ledger: seams.ledger(opened.ledger) },
    policy,
    functions,
    clock,
    log,
    seams,
    onMisconfigured: (problem) => {
      complain([problem]);
      void lifecycle.leave(exitMisconfigured);
    },
  });
  const { host, port } = config.http;
  const daemon = await starting.catch((error: unknown) =>
    refuse([`PORT: cannot listen on ${host}:${port} (${describeError(error)})`]),
  );
  lifecycle.adopt(daemon);
};
