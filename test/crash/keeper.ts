import type { DaemonProcess } from '../daemon/daemon-process.ts';
import type { Town } from '../daemon/town.ts';

/** Keeps a daemon running: one that dies is followed by another at once, as a service manager does. */
export interface Keeper {
  /** Resolves when the present daemon is ready. */
  ready(): Promise<void>;
  /** The points that the first daemon passed, in order, as `before ledger attempt.received#1`. */
  points(): readonly string[];
  /** How many daemons died by SIGKILL. */
  deaths(): number;
  /** Kills the present daemon, whatever it is doing. */
  kill(): Promise<void>;
  /** Drains the present daemon by SIGTERM; resolves with its exit code. */
  stop(): Promise<number | NodeJS.Signals>;
  /** What all of them wrote to standard error. */
  errors(): string;
}

/** Starts the first daemon, which dies at the point `crashAt` (see the crashing daemon), and counts from its readiness. */
export const createKeeper = async (town: Town, crashAt: string | undefined): Promise<Keeper> => {
  const daemons: DaemonProcess[] = [];
  const state = { stopping: false, deaths: 0 };

  const start = (env: Readonly<Record<string, string>>): DaemonProcess => {
    const daemon = town.spawn({ LOG_LEVEL: 'warn', SLACK_SOCKET_CONNECTIONS: '1', ...env });
    daemons.push(daemon);
    void replaceAfter(daemon);
    return daemon;
  };
  const replaceAfter = async (daemon: DaemonProcess): Promise<void> => {
    await daemon.ended;
    if (!state.stopping) {
      state.deaths += 1;
      start({});
    }
  };
  const present = (): DaemonProcess => daemons.at(-1) ?? first;
  const ready = async (): Promise<void> => {
    const daemon = present();
    await daemon.line('daemon.ready').catch((error: unknown) => {
      // It died before it was ready: the next one may be. Anything but a death by SIGKILL shows in the end.
      if (daemon === present()) {
        throw error;
      }
    });
    if (daemon !== present()) {
      await ready();
    }
  };

  const first = start(crashAt === undefined ? {} : { CRASH_AT: crashAt });
  await first.line('daemon.ready');
  first.kill('SIGUSR2');
  await first.line('crash.counting');
  return {
    ready,
    points: () =>
      first.lines
        .filter(({ event }) => event === 'crash.point')
        .map((line) => String(line['point'])),
    deaths: () => state.deaths,
    kill: async () => {
      const daemon = present();
      daemon.kill('SIGKILL');
      await daemon.ended;
    },
    stop: () => {
      state.stopping = true;
      const daemon = present();
      daemon.kill('SIGTERM');
      return daemon.ended;
    },
    errors: () => daemons.map((daemon) => daemon.errors()).join(''),
  };
};
