import type { Millis } from '../../../../lib/kernel/clock.ts';

/**
 * What goes wrong with a call: `http` answers this status (429 with Retry-After in seconds), `error` answers
 * `ok: false` with this code, `reset` cuts the connection before anything is done, `lost answer` does the work and
 * then cuts the connection, `late` does the work and answers after a while, `silence` never answers.
 */
export type Fault =
  | { readonly kind: 'http'; readonly status: number; readonly retryAfter?: number }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'lost answer' }
  | { readonly kind: 'late'; readonly by: Millis }
  | { readonly kind: 'silence' };

/** Faults that wait for the calls that they spoil. */
export interface Faults {
  /**
   * Spoils the next `times` (1) calls of a method: `chat.postMessage`, …, `response_url` for answers over one, or
   * `*` for any call of either kind. Several faults of one method come one after the other.
   */
  next(method: string, fault: Fault, times?: number): void;
  /** The answer 429 with a Retry-After of so many seconds. */
  rateLimit(method: string, retryAfter: number, times?: number): void;
  /** How many wait. */
  readonly waiting: number;
  /** Forgets all that wait, or those of one method. */
  clear(method?: string): void;
}

/** The side of the server: takes what spoils this call, if anything. */
export interface FaultQueue extends Faults {
  take(method: string): Fault | undefined;
}

/** Nothing goes wrong yet. */
export const createFaults = (): FaultQueue => {
  let waiting: readonly { readonly method: string; readonly fault: Fault }[] = [];
  const next = (method: string, fault: Fault, times = 1): void => {
    waiting = [...waiting, ...Array.from({ length: times }, () => ({ method, fault }))];
  };
  return {
    next,
    rateLimit: (method, retryAfter, times) =>
      next(method, { kind: 'http', status: 429, retryAfter }, times),
    get waiting() {
      return waiting.length;
    },
    clear: (method) => {
      waiting = waiting.filter((entry) => method !== undefined && entry.method !== method);
    },
    take: (method) => {
      const found = waiting.find((entry) => entry.method === method || entry.method === '*');
      waiting = waiting.filter((entry) => entry !== found);
      return found?.fault;
    },
  };
};
