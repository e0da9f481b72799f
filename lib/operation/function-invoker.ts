import type { AnswerTo, FunctionCall } from '../contract/function-call.ts';

/**
 * What became of one call. The kinds differ in what may have happened to the world:
 * - `answered`: the function answered by its contract, with the response or with its refusal (`success: false`).
 * - `not-run`: it surely did not run; `retry` says whether the same call may work a little later (throttled, connection
 *   refused) or not before somebody repairs something (no such function, access denied).
 * - `crashed`: it began and ended in an exception, a timeout of its own or an exit; it may have done part of its work.
 * - `lost`: no answer came (timeout, reset, 5xx, abort); it may have run, or be running still.
 * - `unreadable`: it answered something that is not in its contract; it did run.
 * - `not-configured`: nobody said where the function is; `variable` is the environment variable to set.
 * `reason` and `message` are for logs and people; they hold no payload.
 */
export type InvocationOutcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'not-run'; readonly retry: boolean; readonly reason: string }
  | { readonly kind: 'crashed'; readonly errorType: string; readonly message: string }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'not-configured'; readonly variable: string };

/** The functions that change the world, as the daemon reaches them. */
export interface FunctionInvoker {
  /**
   * Calls the function and resolves with what became of it; never rejects. An abort gives the waiting up, not the
   * function: the outcome is `lost`, or `not-run` where nothing had been sent yet.
   */
  invoke<C extends FunctionCall>(
    call: C,
    signal?: AbortSignal,
  ): Promise<InvocationOutcome<AnswerTo<C>>>;
}
