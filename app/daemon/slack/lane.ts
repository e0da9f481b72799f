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

/** What has gone through a lane, by GCRA: the one moment `evenUntil` remembers all of it. */
interface Meter {
  /** From when on the next one may go. */
  opensAt(): EpochMillis;
  /** Counts one that goes now. */
  countOne(): void;
  /** Opens for nothing before so long has passed. */
  hold(span: Millis): void;
  /** Whether a full burst could go. */
  isRested(): boolean;
}

const createMeter = ({ burst, interval }: Rate, clock: Clock): Meter => {
  /** When everything that went would have gone, had it gone at the even pace. */
  let evenUntil: EpochMillis = 0;
  let heldUntil: EpochMillis = 0;
  return {
    opensAt: () => Math.max(heldUntil, evenUntil - (burst - 1) * interval),
    countOne: () => {
      evenUntil = Math.max(evenUntil, clock.now()) + interval;
    },
    hold: (span) => {
      heldUntil = Math.max(heldUntil, clock.now() + span);
    },
    isRested: () => Math.max(heldUntil, evenUntil) <= clock.now(),
  };
};

interface Place {
  /** Absent where whoever waited here has gone. */
  readonly go?: (isTurn: boolean) => void;
}

/** Who waits, first come first served. Each key has one place at most, which stays when whoever waits there goes away. */
interface Queue {
  /**
   * Takes the key's place, or a new one at the end. Resolves with true when let go, and with false when `signal`, which
   * is not aborted yet, is aborted, or when the same key enters again.
   */
  enter(key: string, signal: AbortSignal | undefined): Promise<boolean>;
  /** Lets the first go who still waits, and drops the empty places before; false when nobody waits. */
  letOneGo(): boolean;
  /** Whether there is no place, not even an empty one. */
  isEmpty(): boolean;
}

const createQueue = (): Queue => {
  const places = new Map<string, Place>();
  return {
    enter: (key, signal) =>
      new Promise((resolve) => {
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
      }),
    letOneGo: () => {
      for (const [key, { go }] of places) {
        places.delete(key);
        if (go !== undefined) {
          go(true);
          return true;
        }
      }
      return false;
    },
    isEmpty: () => places.size === 0,
  };
};

/** An empty lane. */
export const createLane = (rate: Rate, clock: Clock): Lane => {
  const meter = createMeter(rate, clock);
  const queue = createQueue();
  let timer: CancelTimer | undefined;

  const letOneGo = (): void => {
    if (queue.letOneGo()) {
      meter.countOne();
    }
  };

  const proceed = (): void => {
    timer?.();
    timer = undefined;
    while (!queue.isEmpty() && meter.opensAt() <= clock.now()) {
      letOneGo();
    }
    if (!queue.isEmpty()) {
      timer = clock.schedule(meter.opensAt() - clock.now(), () => {
        // Machines fire timers up to a millisecond early; what was waited for is not asked again.
        letOneGo();
        proceed();
      });
    }
  };

  return {
    turn: (key, signal) => {
      if (signal?.aborted === true) {
        return Promise.resolve(false);
      }
      const isTurn = queue.enter(key, signal);
      proceed();
      return isTurn;
    },
    hold: (span) => {
      meter.hold(span);
      proceed();
    },
    isIdle: () => queue.isEmpty() && meter.isRested(),
  };
};
