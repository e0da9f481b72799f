import type { CancelTimer, Clock, EpochMillis, Millis } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Noticeboard } from '../reply/noticeboard.ts';
import type { Workflow } from '../request/workflow.ts';
import { dashboardNotice } from './dashboard-notice.ts';
import { isImageRequest } from './image-request.ts';

/** One message in a channel that shows at a glance how image requests stand; it is edited in place. */
export interface Dashboard {
  /** Shows it within half a minute, and from then on brings it up to date every five minutes. */
  start(): void;
  /** Says that a request has changed: it is shown within half a minute. Returns at once; does nothing before the start and after the end. */
  changed(): void;
  /** Shows nothing more; resolves when nothing of it runs. What was not shown is shown by the next process. */
  stop(): Promise<void>;
}

/** What the dashboard works with. */
export interface DashboardPorts extends Pick<Workflow, 'list' | 'wordingOf'> {
  readonly noticeboard: Noticeboard;
  readonly clock: Clock;
  readonly log: Log;
  /** Where it hangs. */
  readonly channel: string;
}

interface Next {
  readonly cancel: CancelTimer;
  readonly dueAt: EpochMillis;
}

/** Changes come in bursts: they are gathered for so long, so that this is also the least time between two edits. */
const gathering: Millis = 30_000;

/** Ages grow although nothing changes. */
const turn: Millis = 5 * 60_000;

/** Nothing is posted into a channel of a house where nobody has ever requested an image. */
const show = async (
  { list, wordingOf, noticeboard, clock, channel }: DashboardPorts,
  stopped: AbortSignal,
): Promise<void> => {
  const requests = await list(isImageRequest);
  if (requests.length > 0 && !stopped.aborted) {
    const notice = dashboardNotice(requests, channel, { wordingOf, now: clock.now() });
    // Where it cannot be shown the noticeboard says why, and the next turn tries again.
    await noticeboard.show(notice, stopped);
  }
};

/** A dashboard that has not been started. */
export const createDashboard = (ports: DashboardPorts): Dashboard => {
  const { clock, log } = ports;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** `next` is there while it waits, and not while it looks. */
  const state: { running: Promise<void>; next: Next | undefined; isOutdated: boolean } = {
    running: Promise.resolve(),
    next: undefined,
    isOutdated: false,
  };

  const lookIn = (delay: Millis): void => {
    state.next?.cancel();
    const cancel = clock.schedule(delay, () => {
      state.running = look();
    });
    state.next = { cancel, dueAt: clock.now() + delay };
  };

  const look = async (): Promise<void> => {
    state.next = undefined;
    state.isOutdated = false;
    await show(ports, signal).catch((error: unknown) =>
      log.error('image.dashboard_failed', { error: describeError(error) }),
    );
    if (!signal.aborted) {
      lookIn(state.isOutdated ? gathering : turn);
    }
  };

  return {
    start: () => lookIn(gathering),
    changed: () => {
      // A look that is under way may have begun before the change.
      state.isOutdated = true;
      if (state.next !== undefined && state.next.dueAt > clock.now() + gathering) {
        lookIn(gathering);
      }
    },
    stop: () => {
      stopping.abort();
      state.next?.cancel();
      state.next = undefined;
      return state.running;
    },
  };
};
