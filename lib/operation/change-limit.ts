import type { Clock, EpochMillis, Millis } from '../kernel/clock.ts';
import { type PrincipalId, slackUserOf } from '../kernel/ids.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import { attemptIn, type OverLimit } from './attempt.ts';

/** How many changes one person may ask for within a minute, so that nobody's flood is everybody's. */
export interface ChangeLimit {
  /**
   * Counts one change that this principal asks for now; undefined while it is within the limit. What is over it is not
   * counted, so that somebody who goes on trying still gets through when the minute is over. Only people are limited.
   */
  count(principal: PrincipalId): OverLimit | undefined;
}

/** The span that slides. */
const window: Millis = 60_000;

/** The moments of each person's last changes, within the span that slides. */
interface Moments {
  /** Those of the last minute, oldest first. */
  readonly recent: (principal: PrincipalId) => readonly EpochMillis[];
  readonly put: (principal: PrincipalId, at: EpochMillis) => void;
  readonly forgetOld: () => void;
  readonly isRecent: (at: EpochMillis) => boolean;
}

const createMoments = (limit: number, clock: Clock): Moments => {
  /** Whoever changed something last stands last. */
  const moments = new Map<PrincipalId, readonly EpochMillis[]>();
  // A moment that lies ahead comes from a clock that was set back since, and must lock nobody out for longer.
  const isRecent = (at: EpochMillis): boolean => Math.abs(clock.now() - at) < window;
  return {
    recent: (principal) => (moments.get(principal) ?? []).filter(isRecent),
    put: (principal, at) => {
      const known = moments.get(principal) ?? [];
      moments.delete(principal);
      moments.set(principal, [...known, at].slice(-limit));
    },
    forgetOld: () => {
      for (const [principal, all] of moments) {
        if (all.some(isRecent)) {
          return;
        }
        moments.delete(principal);
      }
    },
    isRecent,
  };
};

/** A limit of so many changes, which knows of the history's last minute. */
export const createChangeLimit = (
  limit: number,
  history: readonly StoredEvent[],
  clock: Clock,
): ChangeLimit => {
  const moments = createMoments(limit, clock);
  for (const stored of history) {
    const at = Date.parse(stored.timestamp);
    const attempt =
      stored.event === 'attempt.received' && moments.isRecent(at) ? attemptIn(stored) : undefined;
    if (attempt?.changes === true && attempt.overLimit === undefined) {
      moments.put(attempt.principal, at);
    }
  }

  return {
    count: (principal) => {
      if (slackUserOf(principal) === undefined) {
        return undefined;
      }
      moments.forgetOld();
      const recent = moments.recent(principal);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= limit) {
        const wait = oldest + window - clock.now();
        return { changesPerMinute: limit, retryAfterSeconds: Math.ceil(wait / 1_000) };
      }
      moments.put(principal, clock.now());
      return undefined;
    },
  };
};
