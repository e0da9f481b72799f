/** The names of what can befall an invocation. */
export const invocationFaults = [
  'throttled',
  'reset-before-running',
  'answer-lost',
  'no-answer',
  'service-error',
  'handler-throws',
  'throws-after-running',
  'foreign-answer',
] as const;

/**
 * What can befall an invocation:
 * - `throttled`: refused with 429, not run.
 * - `reset-before-running`: the connection breaks, not run.
 * - `answer-lost`: it runs, then the connection breaks.
 * - `no-answer`: it runs, and the connection stays open in silence.
 * - `service-error`: Lambda's own 500, not run (which no caller can know).
 * - `handler-throws`: the function ends in an exception without doing anything.
 * - `throws-after-running`: the function does its work and ends in an exception.
 * - `foreign-answer`: it runs, and its answer is replaced by JSON that is in no contract.
 */
export type InvocationFault = (typeof invocationFaults)[number];

/** Which invocations a fault waits for, and how many of them it spoils. */
export interface FaultAim {
  /** As `provision`; without it, any. */
  readonly action?: string;
  /** 1 unless said otherwise. */
  readonly times?: number;
}

/** The faults that wait for the next invocations, first come, first served. */
export interface InvocationFaults {
  /** Lets the next invocations that it aims at fail in this way, after those that wait already. */
  next(fault: InvocationFault, aim?: FaultAim): void;
  /** How many wait. */
  readonly waiting: number;
  /** Forgets what waits. */
  clear(): void;
}

/** The same faults, as the one who must obey them sees them. */
export interface FaultQueue extends InvocationFaults {
  /** The fault of the invocation of this action that is beginning now, or undefined where all is well. */
  take(action: string | undefined): InvocationFault | undefined;
}

/** An empty queue of faults. */
export const createFaultQueue = (): FaultQueue => {
  const waiting: { readonly fault: InvocationFault; readonly action: string | undefined }[] = [];
  return {
    next: (fault, { action, times = 1 } = {}) => {
      waiting.push(...Array.from({ length: times }, () => ({ fault, action })));
    },
    get waiting() {
      return waiting.length;
    },
    clear: () => {
      waiting.length = 0;
    },
    take: (action) => {
      const index = waiting.findIndex(
        (each) => each.action === undefined || each.action === action,
      );
      return index < 0 ? undefined : waiting.splice(index, 1)[0]?.fault;
    },
  };
};
