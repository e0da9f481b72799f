import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Clock, Millis } from '../../lib/kernel/clock.ts';
import { isJsonObject, type JsonObject, textAt } from './workspace/json.ts';

/** How the daemon is. */
export type DaemonState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly url: string }
  | {
      readonly kind: 'ended';
      readonly code: number | null;
      readonly signal: string | null;
      /** Whether it was told to end. */
      readonly asked: boolean;
      /** The end of what it wrote to standard error. */
      readonly errors: string;
    };

/** The daemon as a child process. */
export interface DaemonProcess {
  readonly state: () => DaemonState;
  /** The last lines that it wrote, oldest first. */
  readonly lines: () => readonly string[];
  /** Starts it; resolves when it says that it is ready or has ended. */
  readonly start: () => Promise<DaemonState>;
  /** Lets it drain (SIGTERM), and ends it if it does not (SIGKILL); resolves when it has ended. */
  readonly stop: () => Promise<void>;
  /** Stops it if it runs, and starts it anew. A second call meanwhile joins the first. */
  readonly restart: () => Promise<DaemonState>;
  /** Ends it at once, without waiting: for the moment in which our own process ends. */
  readonly kill: () => void;
  /** Hears of each line and each change of state; the returned function ends that. */
  readonly onChange: (listener: () => void) => () => void;
}

/** What the process is made of. */
export interface DaemonProcessOptions {
  /** The compiled `main.js`. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  /** Every line is appended to this file. */
  readonly logFile: string;
  /** Hears every line too. */
  readonly onLine: (line: string) => void;
  readonly clock: Clock;
}

const drainTime: Millis = 15_000;
const linesKept = 200;
const errorLinesKept = 40;

type Child = ChildProcessByStdio<null, Readable, Readable>;

const notStarted: DaemonState = {
  kind: 'ended',
  code: null,
  signal: null,
  asked: true,
  errors: '',
};

const parse = (line: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
};

/** Lines in memory and in the file. */
const createLineLog = ({ logFile, onLine }: DaemonProcessOptions) => {
  const kept: string[] = [];
  return {
    kept,
    add: (line: string): void => {
      kept.push(line);
      kept.splice(0, kept.length - linesKept);
      appendFileSync(logFile, `${line}\n`);
      onLine(line);
    },
  };
};

/** Watches one child; `change` hears its states, the last of them `ended`. */
const watch = (
  child: Child,
  addLine: (line: string) => void,
  change: (state: DaemonState) => void,
): void => {
  const errors: string[] = [];
  let port: string | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    addLine(line);
    const { event, ...fields } = parse(line);
    port = event === 'http.listening' ? textAt(fields, 'port') : port;
    if (event === 'daemon.ready') {
      change({ kind: 'ready', url: `http://127.0.0.1:${port ?? ''}` });
    }
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    addLine(line);
    errors.push(line);
    errors.splice(0, errors.length - errorLinesKept);
  });
  child.once('error', (error) => errors.push(error.message));
  child.once('close', (code, signal) =>
    change({
      kind: 'ended',
      code,
      signal,
      asked: child.killed,
      errors: errors.join('\n'),
    }),
  );
};

const launch = ({ script, environment, workingFolder }: DaemonProcessOptions): Child =>
  spawn(process.execPath, ['--enable-source-maps', script], {
    cwd: workingFolder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** SIGTERM, and SIGKILL when the time to drain is over; resolves when the child has ended. */
const end = async (child: Child, clock: Clock): Promise<void> => {
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const cancel = clock.schedule(drainTime, () => child.kill('SIGKILL'));
  await closed;
  cancel();
};

const createListeners = () => {
  const listeners = new Set<() => void>();
  return {
    tell: (): void => listeners.forEach((listener) => listener()),
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

/** Lets calls that come while one is under way share its outcome. */
const shareWhileUnderWay = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
};

/** A daemon that is not started yet. */
export const createDaemonProcess = (options: DaemonProcessOptions): DaemonProcess => {
  const { tell, onChange } = createListeners();
  const log = createLineLog(options);
  let state: DaemonState = notStarted;
  let child: Child | undefined;

  const addLine = (line: string): void => {
    log.add(line);
    tell();
  };
  const become = (next: DaemonState): void => {
    state = next;
    child = next.kind === 'ended' ? undefined : child;
    tell();
  };
  const start: DaemonProcess['start'] = () =>
    new Promise((resolve) => {
      child = launch(options);
      become({ kind: 'starting' });
      watch(child, addLine, (next) => {
        become(next);
        resolve(next);
      });
    });
  const stop: DaemonProcess['stop'] = async () => {
    if (child !== undefined) {
      await end(child, options.clock);
    }
  };

  return {
    state: () => state,
    lines: () => [...log.kept],
    start,
    stop,
    restart: shareWhileUnderWay(() => stop().then(start)),
    kill: () => {
      child?.kill('SIGKILL');
    },
    onChange,
  };
};
