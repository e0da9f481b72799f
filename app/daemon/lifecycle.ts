import { describeError, toError } from '../../lib/kernel/errors.ts';
import type { Daemon } from './daemon.ts';
import type { ProcessLog } from './logger.ts';

/** A configuration that cannot work (EX_CONFIG of sysexits.h). */
export const exitMisconfigured = 78;

/** How the process ends, whatever it is doing. */
export interface Lifecycle {
  /** From now on this daemon is drained before the process ends. */
  readonly adopt: (daemon: Daemon) => void;
  /** Drains, writes the log out and ends the process with this code. Only the first call counts. */
  readonly leave: (code: number) => Promise<void>;
}

/**
 * Whether a rejection that nobody holds comes out of socket-mode 3.1, which rejects with undefined when a WebSocket closes
 * at the wrong moment, and throws inside its own handlers.
 */
const isFromSocketMode = (reason: unknown): boolean =>
  reason === undefined ||
  (reason instanceof Error &&
    reason.stack?.split('\n')[1]?.includes('@slack/socket-mode') === true);

/**
 * Ties a life to this process: SIGTERM and SIGINT drain and exit 0, a bug drains and exits 1, and a fault inside socket-mode
 * only makes the connections anew. SIGHUP is left alone: nothing is reloaded.
 */
export const createLifecycle = (log: ProcessLog): Lifecycle => {
  const life: { daemon?: Daemon; leaving: boolean } = { leaving: false };

  const leave = async (code: number): Promise<void> => {
    if (life.leaving) {
      return;
    }
    life.leaving = true;
    try {
      await life.daemon?.stop();
    } catch (error) {
      log.error('daemon.stop_failed', { error: describeError(error) });
    }
    await log.drain();
    process.exit(code);
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    log.info('daemon.signal', { signal });
    void leave(0);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('unhandledRejection', (reason) => {
    if (life.daemon !== undefined && isFromSocketMode(reason)) {
      life.daemon.reconnect(
        `socket-mode: ${reason === undefined ? 'rejected' : describeError(reason)}`,
      );
      return;
    }
    log.error('daemon.bug', { error: describeError(reason), stack: toError(reason).stack });
    void leave(1);
  });
  process.on('uncaughtException', (error) => {
    log.error('daemon.bug', { error: describeError(error), stack: error.stack });
    void leave(1);
  });

  return {
    adopt: (daemon) => {
      life.daemon = daemon;
    },
    leave,
  };
};
