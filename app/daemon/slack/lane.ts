import type { CancelTimer, Clock, EpochMillis, Millis } from '../../../lib/kernel/clock.ts';

/** A rate: one each `interval`, and after a rest up to `burst` at once. A minute has at most burst + 60 s / interval. */
export interface Rate {
  readonly burst: number;
  readonly interval: Millis;
}

/** A queue before something that has a rate. Nothing that waits in it is dropped. */
export interface Lane {
  /**
   * Resolves with true when it is this key's turn, in order of arrival, or with false as soon as `signal` is aborted. Then
   * its place is kept for the key's next call, which so has waited already.
   */
  turn(key: string, signal?: AbortSignal): Promise<boolean>;
  /** Lets nothing go before so long has passed. */
  hold(span: Millis): void;
  /** Whether nobody waits and a full burst could go: then it is as good as new. */
  isIdle(): boolean;
}

interface Place {
  /** Absent where whoever waited here has gone. */
  readonly go?: (isTurn: boolean) => void;
}

/** An empty lane (GCRA: one number remembers all that went before). */
export const createLane = ({ burst, interval }: Rate, clock: Clock): Lane => {
  const places = new Map<string, Place>();
  /** When everything that went would have gone, had it gone at the even pace. */
  let evenUntil: EpochMillis = 0;
  let heldUntil: EpochMillis = 0;
  let timer: CancelTimer | undefined;

  const opensAt = (): EpochMillis => Math.max(heldUntil, evenUntil - (burst - 1) * interval);

  const letOneGo = (): void => {
    for (const [key, { go }] of places) {
      places.delete(key);
      if (go !== undefined) {
        evenUntil = Math.max(evenUntil, clock.now()) + interval;
        go(true);
        return;
      }
    }
  };

  const proceed = (): void => {
    timer?.();
    timer = undefined;
    while (places.size > 0 && opensAt() <= clock.now()) {
      letOneGo();
    }
    if (places.size > 0) {
      timer = clock.schedule(opensAt() - clock.now(), () => {
        // Machines fire timers up to a millisecond early; what was waited for is not asked again.
        letOneGo();
        proceed();
      });
    }
  };

  return {
    turn: (key, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve(false);
          return;
        }
        const leave = (): void => {
          places.set(key, {});
          resolve(false);
        };
        places.get(key)?.go?.(false);
        places.set(key, {
          go: (isTurn) => {
            signal?.removeEventListener('abort', leave);
            resolve(isTurn);
          },
        });
        signal?.addEventListener('abort', leave, { once: true });
        proceed();
      }),
    hold: (span) => {
      heldUntil = Math.max(heldUntil, clock.now() + span);
      proceed();
    },
    isIdle: () => places.size === 0 && Math.max(heldUntil, evenUntil) <= clock.now(),
  };
};
