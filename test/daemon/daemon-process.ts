import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const logLine = z.looseObject({ event: z.string() });

/** A JSON line of the daemon's log. */
export type LogLine = Readonly<z.infer<typeof logLine>>;

type Fields = Readonly<Record<string, unknown>>;

/** The built daemon as a child process, known by the contract alone: environment, lines, exit codes. */
export interface DaemonProcess {
  /** Resolves with the first line of this event and fields; rejects when the process ends or 20 s pass before. */
  line(event: string, fields?: Fields): Promise<LogLine>;
  readonly lines: readonly LogLine[];
  /** Everything it wrote, as text. */
  output(): string;
  errors(): string;
  /** Reads its standard output no more: a write there fails. */
  turnAway(): void;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const builtDaemon = fileURLToPath(new URL('../../dist/app/daemon/main.js', import.meta.url));

const toLine = (text: string): LogLine | undefined => {
  try {
    return logLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const isLineOf = (line: LogLine, event: string, fields: Fields): boolean =>
  line.event === event && Object.entries(fields).every(([name, value]) => line[name] === value);

/** How long a line is waited for, in milliseconds. */
const patience = 20_000;

/** The lines of a log that is still being written, and who waits for one. */
interface LineLog extends Pick<DaemonProcess, 'line' | 'lines'> {
  add(line: LogLine): void;
  /** Says that no more lines come. */
  end(): void;
}

/** An empty log; `transcript` is what a line that did not come is reported with. */
const createLineLog = (transcript: () => string): LineLog => {
  const lines: LogLine[] = [];
  const listeners = new Set<() => void>();
  let isOver = false;
  const tell = (): void => listeners.forEach((listener) => listener());
  return {
    lines,
    add: (line) => {
      lines.push(line);
      tell();
    },
    end: () => {
      isOver = true;
      tell();
    },
    line: (event, fields = {}) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        const fail = (problem: string): void => {
          stop();
          reject(new Error(`${problem}\n${transcript()}`));
        };
        const timer = setTimeout(() => fail(`no ${event} within ${patience / 1_000} s`), patience);
        const look = (): void => {
          const found = lines.find((each) => isLineOf(each, event, fields));
          if (found !== undefined) {
            stop();
            resolve(found);
          } else if (isOver) {
            fail(`the daemon ended before ${event}`);
          }
        };
        listeners.add(look);
        look();
      }),
  };
};

/** Starts the daemon with this environment and nothing else of ours, in this folder. */
export const startDaemonProcess = (
  env: Readonly<Record<string, string>>,
  cwd: string,
  entry = builtDaemon,
): DaemonProcess => {
  const child = spawn(process.execPath, ['--enable-source-maps', entry], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  const log = createLineLog(() => `${text.out}\n${text.err}`);
  if (child.stdout === null || child.stderr === null) {
    throw new Error('the child has no pipes');
  }
  createInterface({ input: child.stdout }).on('line', (raw) => {
    text.out += `${raw}\n`;
    const line = toLine(raw);
    if (line !== undefined) {
      log.add(line);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.err += chunk.toString();
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => {
      resolve(code ?? signal ?? -1);
      log.end();
    });
  });
  return {
    line: log.line,
    lines: log.lines,
    output: () => text.out,
    errors: () => text.err,
    turnAway: () => child.stdout?.destroy(),
    kill: (signal) => void child.kill(signal),
    ended,
  };
};
