import type { Restarted } from '../contract/orchestrator.ts';
import type { Clock } from '../kernel/clock.ts';
import type { IdSource } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createMinuteWatch, type MinuteWatch } from '../kernel/minute-watch.ts';
import { answerOf } from '../operation/function-answer.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import { createNoticeKeeper, type NoticeKeeper } from '../reply/notice-keeper.ts';
import type { ReadableNoticeboard } from '../reply/noticeboard.ts';
import { writeText } from '../reply/plain-text.ts';
import { restartIdOf, restartNotices } from './restart-notices.ts';

/** What the watch works with. */
export interface RestartWatchPorts {
  readonly functions: FunctionInvoker;
  readonly noticeboard: ReadableNoticeboard;
  readonly ids: Pick<IdSource, 'operation'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Where everybody reads what AWS has started again. */
  readonly notifyChannel: string;
}

const watcher = {
  user_id: 'system:restarts',
  username: 'restarts',
  display_name: 'Watch over restarted databases',
} as const;

const tell = async (
  { noticeboard, notifyChannel }: RestartWatchPorts,
  keeper: NoticeKeeper,
  restarted: readonly Restarted[],
  stopped: AbortSignal,
): Promise<void> => {
  const shown = await noticeboard.shown(new Set(restarted.map(restartIdOf)));
  for (const restart of restarted) {
    const own = shown.filter(({ requestId }) => requestId === restartIdOf(restart));
    for (const notice of restartNotices(restart, own, notifyChannel)) {
      if (!stopped.aborted) {
        await keeper.show(notice, stopped);
      }
    }
  }
  keeper.forgetOthers();
};

/** Asks once and tells what it hears; resolves with whether it is worth asking again. */
const lookOnce = async (
  ports: RestartWatchPorts,
  keeper: NoticeKeeper,
  stopped: AbortSignal,
): Promise<boolean> => {
  const { functions, ids, log } = ports;
  const payload = { action: 'guarded', operation_id: ids.operation(), user_info: watcher } as const;
  const outcome = await functions.invoke({ function: 'orchestrator', payload }, stopped);
  if (outcome.kind === 'not-configured') {
    log.info('environment.restarts_not_watched', { missing: outcome.variable });
    return false;
  }
  const answer = answerOf('The orchestrator', outcome);
  if (answer.ok) {
    await tell(ports, keeper, answer.value.restarted, stopped);
  } else if (!stopped.aborted) {
    const { code, message } = answer.error;
    log.warn('environment.restarts_unknown', { code, error: writeText(message) });
  }
  return true;
};

/**
 * Tells people every minute what AWS has started again by itself, and what became of it; the orchestrator stops it again without us. Ends by
 * itself where no orchestrator is configured.
 */
export const createRestartWatch = (ports: RestartWatchPorts): MinuteWatch => {
  const { clock, log } = ports;
  const keeper = createNoticeKeeper(ports.noticeboard, clock);
  return createMinuteWatch({
    clock,
    log,
    look: (stopped) => lookOnce(ports, keeper, stopped),
    failure: 'environment.restart_watch_failed',
  });
};
