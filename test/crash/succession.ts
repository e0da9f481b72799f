import type { DaemonProcess } from '../daemon/daemon-process.ts';

/** Daemons of which each follows the one before as soon as that has ended, as under a service manager. */
export interface Succession {
  /** The daemon that was started last. */
  readonly present: () => DaemonProcess;
  /** Resolves when the present daemon is ready; rejects when it does not become so and no other has followed. */
  readonly ready: () => Promise<void>;
  /** How many daemons have died: have ended untold, or by SIGKILL when they were told to stop. */
  readonly deaths: () => number;
  /**
   * Stops the present daemon by SIGTERM once it is ready, and lets none follow; resolves with how it ended. If that was by
   * SIGKILL, that was a death like another, and the next one is stopped.
   */
  readonly stop: () => Promise<number | NodeJS.Signals>;
  /** What all of them wrote to standard error. */
  readonly errors: () => string;
}

/** Resolves when a daemon is ready and still the present one; rejects when that one does not become ready. */
const untilReady = async (present: Succession['present']): Promise<void> => {
  const daemon = present();
  await daemon.line('daemon.ready').catch((error: unknown) => {
    // It died before it was ready: the next one may be. Anything but a death by SIGKILL shows in the end.
    if (daemon === present()) {
      throw error;
    }
  });
  if (daemon !== present()) {
    await untilReady(present);
  }
};

/** Starts the first daemon, and every other, by `spawn`. */
export const createSuccession = (spawn: () => DaemonProcess): Succession => {
  const daemons: DaemonProcess[] = [];
  const state = { stopping: false, deaths: 0 };

  const start = (): DaemonProcess => {
    const daemon = spawn();
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

  const ready = (): Promise<void> => untilReady(present);

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

  start();
  return {
    present,
    ready,
    deaths: () => state.deaths,
    stop,
    errors: () => daemons.map((daemon) => daemon.errors()).join(''),
  };
};
