import type { ErrorEnvelope } from '../contract/error-envelope.ts';
import type { ResponseOf } from '../contract/function-call.ts';
import { fail, type Result } from '../kernel/result.ts';
import { answerOf } from '../operation/function-answer.ts';
import type { InvocationOutcome } from '../operation/function-invoker.ts';
import type { Effect, Refusal } from '../operation/operation.ts';
import { functionName } from './list-entries.ts';

type EntryResponse = ResponseOf<'ip-whitelist', 'add' | 'extend'>;

/** What became of an addition or an extension: the entry as it is now, if it is the one that was asked about; or why not. */
export const changedEntry = (
  outcome: InvocationOutcome<EntryResponse | ErrorEnvelope>,
  effect: Effect | undefined,
): Result<EntryResponse, Refusal> => {
  const answer = answerOf(functionName, outcome);
  if (!answer.ok) {
    return answer;
  }
  const { ip_address: address, environment } = answer.value.entry;
  return address === effect?.target && environment === effect['environment']
    ? answer
    : fail({
        code: 'UNEXPECTED_ANSWER',
        message: `${functionName} answered for ${address} in ${environment}. Please tell an operator.`,
      });
};
