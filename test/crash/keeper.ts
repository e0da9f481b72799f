import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DaemonProcess } from '../daemon/daemon-process.ts';
import type { Town } from '../daemon/town.ts';

/** Keeps a daemon running: one that dies is followed by another at once, as a service manager does. */
export interface Keeper {
  /** Resolves when the present daemon is ready. */
  ready(): Promise<void>;
  /** Lets the present daemon, once it is ready, count the points that it passes from now on, and die at `crashAt`. */
  arm(crashAt: string): Promise<void>;
  /** Lets the next daemon count from its start, and die at `crashAt`. */
  armNext(crashAt: string): void;
  /** The points that were counted by the armed daemon, or by the armed next one, as `before ledger attempt.received#1`. */
  points(): readonly string[];
  /** How many daemons died by SIGKILL. */
  deaths(): number;
  /** Resolves when so many daemons have died, or after a while in which they did not. */
  death(count: number): Promise<void>;
  /** Kills the present daemon, whatever it is doing. */
  kill(): Promise<void>;
  /** Drains the present daemon by SIGTERM, and, if that one dies of its point meanwhile, the next; resolves with the exit code. */
  stop(): Promise<number | NodeJS.Signals>;
  /** What all of them wrote to standard error. */
  errors(): string;
}

/** The last points of a story come when its people have seen its end already. */
const lateDeath = 3_000;

const pointsOf = ({ lines }: DaemonProcess): readonly string[] =>
  lines.filter(({ event }) => event === 'crash.point').map((line) => String(line['point']));

/** Starts the first daemon with this environment; resolves when it is ready. */
export const createKeeper = async (
  town: Town,
  env: Readonly<Record<string, string>>,
): Promise<Keeper> => {
  const daemons: DaemonProcess[] = [];
  const state: { stopping: boolean; deaths: number; next?: string; armed?: DaemonProcess } = {
    stopping: false,
    deaths: 0,
  };

  const start = (): DaemonProcess => {
    const { next } = state;
    delete state.next;
    const daemon = town.spawn({
      LOG_LEVEL: 'warn',
      SLACK_SOCKET_CONNECTIONS: '1',
      ...env,
      ...(next === undefined ? {} : { CRASH_AT: next }),
    });
    if (next !== undefined) {
      state.armed = daemon;
    }
    daemons.push(daemon);
    void replaceAfter(daemon);
    return daemon;
  };
  const replaceAfter = async (daemon: DaemonProcess): Promise<void> => {
    await daemon.ended;
    if (!state.stopping) {
      state.deaths += 1;
      start();
    }
  };
  const present = (): DaemonProcess => daemons.at(-1) ?? start();
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

  const stop = async (): Promise<number | NodeJS.Signals> => {
    await ready();
    state.stopping = true;
    const daemon = present();
    daemon.kill('SIGTERM');
    const end = await daemon.ended;
    if (end !== 'SIGKILL') {
      return end;
    }
    state.deaths += 1;
    state.stopping = false;
    start();
    return stop();
  };

  await present().line('daemon.ready');
  return {
    ready,
    arm: async (crashAt) => {
      await ready();
      await writeFile(join(town.folder, 'crash-at'), crashAt);
      const daemon = present();
      state.armed = daemon;
      daemon.kill('SIGUSR2');
      await daemon.line('crash.counting');
    },
    armNext: (crashAt) => {
      state.next = crashAt;
    },
    points: () => (state.armed === undefined ? [] : pointsOf(state.armed)),
    deaths: () => state.deaths,
    death: (count) =>
      new Promise((resolve) => {
        const begun = Date.now();
        const look = setInterval(() => {
          if (state.deaths >= count || Date.now() - begun > lateDeath) {
            clearInterval(look);
            resolve();
          }
        }, 20);
      }),
    kill: async () => {
      const daemon = present();
      daemon.kill('SIGKILL');
      await daemon.ended;
    },
    stop,
    errors: () => daemons.map((daemon) => daemon.errors()).join(''),
  };
};
