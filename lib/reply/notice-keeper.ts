import type { Clock, EpochMillis, Millis } from '../kernel/clock.ts';
import type { Notice, Noticeboard } from './noticeboard.ts';

/** Shows notices again and again until they hang, with pauses and an end. */
export interface NoticeKeeper {
  /** Whether the notice hangs now. One that could not be shown is let rest for a while, and after some tries for good. */
  show(notice: Notice, superseded: AbortSignal): Promise<boolean>;
  /** Forgets the failures of every notice that was not shown since the last call. */
  forgetOthers(): void;
}

interface Failure {
  readonly tries: number;
  readonly restUntil: EpochMillis;
}

/** Pauses double from a minute: the tries lie within two hours, and after that somebody has to look at the log. */
const firstPause: Millis = 60_000;
const maxTries = 7;

/** A keeper that has failed at nothing yet. */
export const createNoticeKeeper = (noticeboard: Noticeboard, clock: Clock): NoticeKeeper => {
  const failures = new Map<string, Failure>();
  let present = new Set<string>();

  return {
    show: async (notice, superseded) => {
      const place = `${notice.requestId}/${notice.kind}/${notice.revision}`;
      present.add(place);
      const { tries = 0, restUntil = 0 } = failures.get(place) ?? {};
      if (tries >= maxTries || clock.now() < restUntil) {
        return false;
      }
      const isShown = await noticeboard.show(notice, superseded);
      if (isShown) {
        failures.delete(place);
      } else {
        const pause = firstPause * 2 ** tries;
        failures.set(place, { tries: tries + 1, restUntil: clock.now() + pause });
      }
      return isShown;
    },
    forgetOthers: () => {
      for (const place of failures.keys()) {
        if (!present.has(place)) {
          failures.delete(place);
        }
      }
      present = new Set();
    },
  };
};
