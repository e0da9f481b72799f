import type { IdSource } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createMinuteWatch } from '../kernel/minute-watch.ts';
import { answerOf } from '../operation/function-answer.ts';
import { writeText } from '../reply/plain-text.ts';
import { createExpiryTeller, type ExpiryTeller, type ExpiryTellerPorts } from './expiry-teller.ts';
import { functionName, type Header } from './list-entries.ts';

/** Looks every minute at what expires, and tells people. */
export interface ExpiryWatch {
  /** Looks at once, and then every minute. Where no function is configured, it ends by itself. */
  start(): void;
  /** Looks at once if the owner of this entry has been asked about its end: the question is answered. */
  changed(environment: string, address: string): void;
  /** Looks no more; resolves when nothing of it runs. What was not told is told by the next process. */
  stop(): Promise<void>;
}

/** What the watch works with. */
export interface ExpiryWatchPorts extends ExpiryTellerPorts {
  readonly ids: Pick<IdSource, 'operation'>;
  readonly log: Log;
}

const watcher = {
  user_id: 'system:expiry',
  username: 'expiry',
  display_name: 'Expiry of the whitelist',
} as const;

/** Asks once and tells what it hears; resolves with whether it is worth asking again. */
const lookOnce = async (
  { functions, log }: ExpiryWatchPorts,
  header: Header,
  teller: ExpiryTeller,
  stopped: AbortSignal,
): Promise<boolean> => {
  const payload = { action: 'expire', ...header } as const;
  const outcome = await functions.invoke({ function: 'ip-whitelist', payload }, stopped);
  if (outcome.kind === 'not-configured') {
    log.info('whitelist.not_watched', { missing: outcome.variable });
    return false;
  }
  const answer = answerOf(functionName, outcome);
  if (answer.ok) {
    await teller.tell(answer.value, stopped);
  } else if (!stopped.aborted) {
    const { code, message } = answer.error;
    log.warn('whitelist.expiry_failed', { code, error: writeText(message) });
  }
  return true;
};

/** A watch over the whitelist function, which says itself what is worth telling. */
export const createExpiryWatch = (ports: ExpiryWatchPorts): ExpiryWatch => {
  const { clock, log, ids } = ports;
  const header = (): Header => ({ operation_id: ids.operation(), user_info: watcher });
  const teller = createExpiryTeller(ports, header);
  const watch = createMinuteWatch({
    clock,
    log,
    look: (stopped) => lookOnce(ports, header(), teller, stopped),
    failure: 'whitelist.watch_failed',
  });
  return {
    start: watch.start,
    changed: (environment, address) => {
      if (teller.isAsked(environment, address)) {
        watch.hurry();
      }
    },
    stop: watch.stop,
  };
};
