import type { UserInfo } from '../contract/call-header.ts';
import type { ErrorEnvelope } from '../contract/error-envelope.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import type { InvocationOutcome } from './function-invoker.ts';
import type { OperationContext, Refusal } from './operation.ts';

/** What a function is told of whoever it works for. */
export const userInfoOf = ({ principal }: OperationContext): UserInfo => ({
  user_id: principal.id.slice(principal.id.indexOf(':') + 1),
  username: principal.username,
  display_name: principal.displayName,
});

const unavailable = (message: string, passing = true): Refusal => ({
  code: 'UPSTREAM_UNAVAILABLE',
  message,
  passing,
});

/** Codes of refusals that may be gone a little later. */
const passingCodes: ReadonlySet<string> = new Set(['RATE_LIMITED', 'UPSTREAM_UNAVAILABLE']);

const isRefusal = (answer: { readonly success: true } | ErrorEnvelope): answer is ErrorEnvelope =>
  !answer.success;

const fromEnvelope = ({ error }: ErrorEnvelope): Refusal => ({
  code: error.code,
  message: error.message,
  passing: passingCodes.has(error.code),
});

/**
 * What a function answered, or why there is no answer in words for people. `what` names the function in them, as
 * `the image provisioner`. A lost or crashed call may have done its work: the words say so.
 */
export const answerOf = <A extends { readonly success: true }>(
  what: string,
  outcome: InvocationOutcome<A | ErrorEnvelope>,
): Result<A, Refusal> => {
  switch (outcome.kind) {
    case 'answered':
      return isRefusal(outcome.answer)
        ? fail(fromEnvelope(outcome.answer))
        : succeed(outcome.answer);
    case 'not-configured':
      return fail({ code: 'NOT_CONFIGURED', message: `not configured: set ${outcome.variable}` });
    case 'not-run':
      return fail(
        unavailable(
          `${what} could not be reached, so nothing was done. Please try again in a minute.`,
          outcome.retry,
        ),
      );
    case 'lost':
      return fail(
        unavailable(`${what} did not answer, so it is not known whether it did its work.`),
      );
    case 'crashed':
      // It may have done its work and died afterwards: under the same operation id it tells.
      return fail(unavailable(`${what} failed on the way. Please tell an operator.`));
    case 'unreadable':
      return fail(
        unavailable(
          `${what} answered something that its contract does not know. Please tell an operator.`,
        ),
      );
    default:
      return outcome satisfies never;
  }
};
