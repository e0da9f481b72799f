import { parseArgs } from 'node:util';
import { describeError } from '../../lib/kernel/errors.ts';
import { fail, type Result, succeed } from '../../lib/kernel/result.ts';

/** What the sandbox is told on its command line. */
export interface SandboxOptions {
  /** The port of the page; undefined: the usual one or, where that is taken, a free one. */
  readonly port: number | undefined;
  readonly keep: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** The port of the page unless another is asked for. */
export const usualPort = 4_000;

/** What `--help` prints. */
export const sandboxHelp = `Quartermaster's sandbox: a small Slack, a simulated cloud, and the real daemon between them.

Usage: npm start -- [options]

  --port N    The port of the page (${usualPort}; 0 takes a free one)
  --keep      Keep ledger, log and configuration in .sandbox/ of the working directory, and go on from there.
              Slack's messages are not kept.
  --verbose   Show the daemon's log lines on standard error
  --json      When ready, print one line of JSON instead of the introduction
  --help      Show this
`;

const readPort = (words: string | undefined): Result<number | undefined, string> => {
  if (words === undefined) {
    return succeed(undefined);
  }
  const port = /^\d{1,5}$/.test(words) ? Number(words) : Number.NaN;
  return port <= 65_535
    ? succeed(port)
    : fail(`--port: expected a whole number from 0 to 65535, not '${words}'`);
};

/** Reads the arguments after the script's name; an error is a sentence for the person who typed them. */
export const readOptions = (args: readonly string[]): Result<SandboxOptions, string> => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        keep: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = readPort(values.port);
    return port.ok ? succeed({ ...values, port: port.value }) : port;
  } catch (caught) {
    return fail(describeError(caught));
  }
};
