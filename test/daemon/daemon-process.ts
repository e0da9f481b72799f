import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const logLine = z.looseObject({ event: z.string() });

/** A JSON line of the daemon's log. */
export type LogLine = Readonly<z.infer<typeof logLine>>;

/** The built daemon as a child process, known by the contract alone: environment, lines, exit codes. */
export interface DaemonProcess {
  /** Resolves with the first line of this event and fields; rejects when the process ends or 20 s pass before. */
  line(event: string, fields?: Readonly<Record<string, unknown>>): Promise<LogLine>;
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
  const lines: LogLine[] = [];
  const listeners = new Set<() => void>();
  const text = { out: '', err: '' };
  const tell = (): void => listeners.forEach((listener) => listener());
  if (child.stdout === null || child.stderr === null) {
    throw new Error('the child has no pipes');
  }
  createInterface({ input: child.stdout }).on('line', (raw) => {
    text.out += `${raw}\n`;
    const line = toLine(raw);
    if (line !== undefined) {
      lines.push(line);
      tell();
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.err += chunk.toString();
  });
  let isOver = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => {
      isOver = true;
      resolve(code ?? signal ?? -1);
      tell();
    });
  });

  const line: DaemonProcess['line'] = (event, fields = {}) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => settle(new Error(`no ${event} within 20 s\n${text.out}\n${text.err}`)),
        20_000,
      );
      const settle = (outcome: LogLine | Error): void => {
        clearTimeout(timer);
        listeners.delete(look);
        if (outcome instanceof Error) {
          reject(outcome);
        } else {
          resolve(outcome);
        }
      };
      const look = (): void => {
        const found = lines.find(
          (each) =>
            each.event === event &&
            Object.entries(fields).every(([name, value]) => each[name] === value),
        );
        if (found !== undefined) {
          settle(found);
        } else if (isOver) {
          settle(new Error(`the daemon ended before ${event}\n${text.out}\n${text.err}`));
        }
      };
      listeners.add(look);
      look();
    });

  return {
    line,
    lines,
    output: () => text.out,
    errors: () => text.err,
    turnAway: () => child.stdout?.destroy(),
    kill: (signal) => void child.kill(signal),
    ended,
  };
};
