import type { AnswerTo, FunctionCall } from '../contract/function-call.ts';
import { isReading } from '../contract/function-call.ts';
import { type Clock, type Millis, pauseUnless } from '../kernel/clock.ts';
import type { FunctionInvoker, InvocationOutcome } from './function-invoker.ts';

/** How long a call is repeated. */
export interface RetryBounds {
  /** The most times that the function is called, the first one included. */
  readonly attempts: number;
  /** No attempt begins later than this after the first one began. */
  readonly totalTime: Millis;
  /** The pause before the second attempt; each further one doubles it. */
  readonly firstPause: Millis;
  /** No pause is longer. */
  readonly longestPause: Millis;
}

/** For calls that change nothing: a person waits for the answer and can ask again. */
export const readingBounds: RetryBounds = {
  attempts: 3,
  totalTime: 8_000,
  firstPause: 200,
  longestPause: 2_000,
};

/** For calls that change something: worth two minutes before a person must look. */
export const changingBounds: RetryBounds = {
  attempts: 6,
  totalTime: 120_000,
  firstPause: 500,
  longestPause: 15_000,
};

/** What a retrying invoker works with. */
export interface RetryPorts {
  readonly invoker: FunctionInvoker;
  readonly clock: Clock;
  /** Evenly distributed in [0, 1), as `Math.random`. */
  readonly random: () => number;
  readonly reading?: RetryBounds;
  readonly changing?: RetryBounds;
}

/** Half of the doubled pause is fixed and half is chance, so that callers who failed together do not return together. */
const pauseAfter = (attempt: number, bounds: RetryBounds, random: () => number): Millis => {
  const full = Math.min(bounds.longestPause, bounds.firstPause * 2 ** (attempt - 1));
  return full / 2 + (random() * full) / 2;
};

const isWorthAnother = (outcome: InvocationOutcome<unknown>): boolean =>
  outcome.kind === 'lost' || (outcome.kind === 'not-run' && outcome.retry);

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/**
 * After an attempt whose answer was lost, a last attempt that surely did not run proves nothing: the earlier one may
 * have changed the world, so the whole is lost.
 */
const concluded = <Answer>(
  last: InvocationOutcome<Answer>,
  anyLost: boolean,
): InvocationOutcome<Answer> =>
  anyLost && last.kind === 'not-run'
    ? { kind: 'lost', reason: `an earlier attempt was lost; the last did not run: ${last.reason}` }
    : last;

/**
 * An invoker that repeats what surely did not run and asks again, with the same payload and so the same operation id,
 * where the answer was lost: functions are idempotent by it. It gives up at its bounds or on abort, and then answers with
 * the last outcome. What crashed, was unreadable or was answered, refusals included, is not repeated.
 */
export const createRetryingInvoker = (ports: RetryPorts): FunctionInvoker => ({
  invoke: async <C extends FunctionCall>(call: C, signal?: AbortSignal) => {
    const { invoker, clock, random } = ports;
    const bounds = isReading(call)
      ? (ports.reading ?? readingBounds)
      : (ports.changing ?? changingBounds);
    const latestStart = clock.now() + bounds.totalTime;

    const attemptFrom = async (
      attempt: number,
      anyLost: boolean,
    ): Promise<InvocationOutcome<AnswerTo<C>>> => {
      const outcome = await invoker.invoke(call, signal);
      const lost = anyLost || outcome.kind === 'lost';
      const delay = pauseAfter(attempt, bounds, random);
      const isLast = attempt >= bounds.attempts || clock.now() + delay > latestStart;
      if (isLast || isAborted(signal) || !isWorthAnother(outcome)) {
        return concluded(outcome, lost);
      }
      await pauseUnless(signal, clock, delay);
      return isAborted(signal) ? concluded(outcome, lost) : attemptFrom(attempt + 1, lost);
    };

    return attemptFrom(1, false);
  },
});
