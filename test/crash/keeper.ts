import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DaemonProcess } from '../daemon/daemon-process.ts';
import type { Town } from '../daemon/town.ts';
import { createSuccession, type Succession } from './succession.ts';

/** Keeps a daemon running, and lets it die where a run wants it. */
export interface Keeper extends Pick<Succession, 'ready' | 'deaths' | 'stop' | 'errors'> {
  /** Lets the present daemon, once it is ready, count the points that it passes from now on, and die at `crashAt`. */
  arm(crashAt: string): Promise<void>;
  /** Lets the next daemon count from its start, and die at `crashAt`. */
  armNext(crashAt: string): void;
  /** The points that were counted by the armed daemon, or by the armed next one, as `before ledger attempt.received#1`. */
  points(): readonly string[];
  /** Resolves when so many daemons have died, or after a while in which they did not. */
  death(count: number): Promise<void>;
  /** Kills the present daemon, whatever it is doing. */
  kill(): Promise<void>;
}

/** The last points of a story come when its people have seen its end already. */
const lateDeath = 3_000;

/** Resolves when there are so many deaths, or after `lateDeath`. */
const untilDeaths = (deaths: Succession['deaths'], count: number): Promise<void> =>
  new Promise((resolve) => {
    const begun = Date.now();
    const look = setInterval(() => {
      if (deaths() >= count || Date.now() - begun > lateDeath) {
        clearInterval(look);
        resolve();
      }
    }, 20);
  });

const pointsOf = ({ lines }: DaemonProcess): readonly string[] =>
  lines.filter(({ event }) => event === 'crash.point').map((line) => String(line['point']));

/** Tells daemons of a town where to die, and remembers the one that was told last. */
interface Arming extends Pick<Keeper, 'armNext' | 'points'> {
  /** Starts a daemon that is armed if `armNext` came before, and was not for another. */
  readonly spawn: () => DaemonProcess;
  /** Lets this daemon, which is ready, count from now on; resolves when it does. */
  readonly arm: (present: () => DaemonProcess, crashAt: string) => Promise<void>;
}

const createArming = (town: Town, env: Readonly<Record<string, string>>): Arming => {
  const state: { next?: string; armed?: DaemonProcess } = {};
  return {
    spawn: () => {
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
      return daemon;
    },
    arm: async (present, crashAt) => {
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
  };
};

/** Starts the first daemon with this environment; resolves when it is ready. */
export const createKeeper = async (
  town: Town,
  env: Readonly<Record<string, string>>,
): Promise<Keeper> => {
  const { spawn, arm, armNext, points } = createArming(town, env);
  const { present, ready, deaths, stop, errors } = createSuccession(spawn);
  await present().line('daemon.ready');
  return {
    ready,
    arm: async (crashAt) => {
      await ready();
      await arm(present, crashAt);
    },
    armNext,
    points,
    deaths,
    death: (count) => untilDeaths(deaths, count),
    kill: async () => {
      const daemon = present();
      daemon.kill('SIGKILL');
      await daemon.ended;
    },
    stop,
    errors,
  };
};
