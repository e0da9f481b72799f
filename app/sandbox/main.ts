import { systemClock } from '../../lib/kernel/clock.ts';
import { describeError } from '../../lib/kernel/errors.ts';
import type { DaemonState } from './daemon-process.ts';
import { introduction } from './introduction.ts';
import { readOptions, type SandboxOptions, sandboxHelp, usualPort } from './options.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** A command line that cannot be understood (EX_USAGE of sysexits.h). */
const exitUsage = 64;

const complain = (words: string): void => {
  process.stderr.write(`${words}\n`);
};

const readArguments = (): SandboxOptions => {
  const read = readOptions(process.argv.slice(2));
  if (!read.ok) {
    complain(`${read.error}\n\n${sandboxHelp}`);
    process.exit(exitUsage);
  }
  if (read.value.help) {
    process.stdout.write(sandboxHelp);
    process.exit(0);
  }
  return read.value;
};

const open = async ({ port, keep, verbose }: SandboxOptions): Promise<Sandbox> => {
  try {
    const searchPath = process.env['PATH'];
    const onLine = verbose ? complain : () => undefined;
    return await openSandbox({ port, keep, onLine, clock: systemClock, searchPath });
  } catch (caught) {
    complain(`The sandbox cannot start: ${describeError(caught)}`);
    return process.exit(1);
  }
};

const describeEnd = (state: DaemonState & { readonly kind: 'ended' }): string => {
  const how = state.signal === null ? `exit code ${state.code}` : `signal ${state.signal}`;
  return `The daemon has ended with ${how}.${state.errors === '' ? '' : `\n${state.errors}`}`;
};

const announce = ({ pageUrl, folder }: Sandbox, daemonHttp: string): void => {
  const { ledger, log } = folder;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ event: 'sandbox.ready', page: pageUrl, ledger, daemonHttp })}\n`
      : introduction({ pageUrl, ledger, log }),
  );
};

const options = readArguments();
const sandbox = await open(options);
let leaving = false;

const leave = async (code: number): Promise<void> => {
  if (!leaving) {
    leaving = true;
    await sandbox.stop();
    process.exit(code);
  }
};

/** Says so whenever the daemon ends by itself; the page can start it again. */
const reportEnds = (): void => {
  let last = sandbox.daemon.state();
  sandbox.daemon.onChange(() => {
    const state = sandbox.daemon.state();
    if (state !== last && state.kind === 'ended' && !state.asked) {
      complain(`${describeEnd(state)}\nThe page ${sandbox.pageUrl} can start it again.`);
    }
    last = state;
  });
};

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void leave(0));
}
// Whatever ends us, no daemon stays behind.
process.on('exit', () => {
  sandbox.daemon.kill();
  sandbox.folder.remove();
});

if (options.port === undefined && !sandbox.pageUrl.endsWith(`:${usualPort}/`)) {
  complain(`Port ${usualPort} is taken; the page is at ${sandbox.pageUrl}`);
}
const begun = await sandbox.daemon.start();
if (begun.kind === 'ready') {
  announce(sandbox, begun.url);
  reportEnds();
} else if (begun.kind === 'ended' && !leaving) {
  complain(describeEnd(begun));
  await leave(1);
}
