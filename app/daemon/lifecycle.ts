import { describeError, toError } from '../../lib/kernel/errors.ts';
import type { Daemon } from './daemon.ts';
import type { ProcessLog } from './logger.ts';

/** A configuration that cannot work (EX_CONFIG of sysexits.h). */
export const exitMisconfigured = 78;

/**
 * Whether a rejection that nobody holds comes out of socket-mode 3.1, which has a few: it throws in its own message
 * handler, and rejects with undefined when a WebSocket closes at the wrong moment.
 */
const isFromSocketMode = (reason: unknown): boolean =>
  reason === undefined ||
  (reason instanceof Error && reason.stack?.includes('@slack/socket-mode') === true);

/**
 * Ties the daemon to its process: SIGTERM and SIGINT drain and exit 0, a bug drains and exits 1, and a fault inside
 * socket-mode only makes the connections anew. SIGHUP is left alone: nothing is reloaded.
 */
export const tieToProcess = (daemon: Daemon, log: ProcessLog): void => {
  let leaving = false;
  const leave = async (code: number): Promise<void> => {
    if (leaving) {
      return;
    }
    leaving = true;
    await daemon
      .stop()
      .catch((error: unknown) => log.error('daemon.stop_failed', { error: describeError(error) }));
    await log.drain();
    process.exit(code);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info('daemon.signal', { signal });
      void leave(0);
    });
  }
  process.on('unhandledRejection', (reason) => {
    if (isFromSocketMode(reason)) {
      daemon.reconnect(`socket-mode: ${reason === undefined ? 'rejected' : describeError(reason)}`);
      return;
    }
    log.error('daemon.bug', { error: describeError(reason), stack: toError(reason).stack });
    void leave(1);
  });
  process.on('uncaughtException', (error) => {
    log.error('daemon.bug', { error: describeError(error), stack: error.stack });
    void leave(1);
  });
};
