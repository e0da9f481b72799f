import type { Log } from '../kernel/log.ts';
import type { Redactor } from '../kernel/redaction.ts';
import type { FunctionInvoker, InvocationOutcome } from './function-invoker.ts';

/** What went wrong, for the log; undefined where the function answered by its contract, refusals included. */
const troubleOf = (outcome: InvocationOutcome<unknown>): string | undefined => {
  switch (outcome.kind) {
    case 'answered':
      return undefined;
    case 'crashed':
      return `${outcome.errorType}: ${outcome.message}`;
    case 'not-configured':
      return `${outcome.variable} is not set`;
    case 'not-run':
    case 'lost':
    case 'unreadable':
      return outcome.reason;
    default:
      return outcome satisfies never;
  }
};

/**
 * The same functions, with every trouble in the log and without a secret in any answer: what a function says of an error is
 * shown to people, and a careless one repeats the token that was refused.
 */
export const watchFunctions = (
  functions: FunctionInvoker,
  redactor: Redactor,
  log: Log,
): FunctionInvoker => ({
  invoke: async (call, signal) => {
    const outcome = redactor.value(await functions.invoke(call, signal));
    const trouble = troubleOf(outcome);
    if (trouble !== undefined) {
      log.warn('function.failed', {
        function: call.function,
        action: call.payload.action,
        operation_id: call.payload.operation_id,
        kind: outcome.kind,
        trouble,
      });
    }
    return outcome;
  },
});
