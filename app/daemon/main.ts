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
import { type Config, readConfig } from './config.ts';
import { startDaemon } from './daemon.ts';
import { exitMisconfigured, tieToProcess } from './lifecycle.ts';
import { createLog } from './logger.ts';

/** Says what is wrong with the configuration, all of it, and leaves. */
const refuse = (problems: readonly string[]): never => {
  process.stderr.write(
    `Quartermaster cannot start:\n${problems.map((problem) => `  - ${problem}\n`).join('')}`,
  );
  process.exit(exitMisconfigured);
};

const keyOf = async ({ ledger }: Config): Promise<Uint8Array> =>
  ledger.hmacKey === undefined
    ? loadLedgerKey(join(dirname(ledger.path), 'ledger.key'), ledger.path)
    : Buffer.from(ledger.hmacKey);

const configured = readConfig(process.env);
const config = configured.ok ? configured.value : refuse(configured.error);
const redactor = createRedactor(config.secrets);
const log = createLog({
  level: config.logLevel,
  redactor,
  clock: systemClock,
  stream: process.stdout,
});

/** A policy or a ledger that cannot be read is no reason to go on without it: exit 78 with what to do. */
const orRefuse = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    return error instanceof Fault
      ? refuse([redactor.text(describeError(error))])
      : Promise.reject(error);
  }
};

const policy = await orRefuse(async () =>
  loadPolicies({
    replace: config.file.policy.replace,
    ...(config.policyDirectory === undefined ? {} : { directory: config.policyDirectory }),
  }),
);
const opened = await orRefuse(async () =>
  openFileLedger({
    path: config.ledger.path,
    key: await keyOf(config),
    clock: systemClock,
    redact: redactor.value,
  }),
);
const functions = createRetryingInvoker({
  invoker: createLambdaInvoker({ client: createLambdaClient(), arns: config.functionArns }),
  clock: systemClock,
  random: Math.random,
});
const daemon = await startDaemon({
  config,
  opened,
  policy,
  functions,
  clock: systemClock,
  log,
  onMisconfigured: (problem) => refuse([problem]),
});
tieToProcess(daemon, log);
