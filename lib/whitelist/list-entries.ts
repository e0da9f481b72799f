import type { RequestOf } from '../contract/function-call.ts';
import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
import { type Result, succeed } from '../kernel/result.ts';
import { answerOf, userInfoOf } from '../operation/function-answer.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import type { OperationContext, Refusal } from '../operation/operation.ts';

/** What the function is called in sentences that begin with it. */
export const functionName = 'The IP whitelist';

/** What every call of the function has: which operation it belongs to, and on whose behalf. */
export type Header = Pick<RequestOf<'ip-whitelist', 'list'>, 'operation_id' | 'user_info'>;

/** The header of what an operation calls. */
export const headerOf = (context: OperationContext): Header => ({
  operation_id: context.operationId,
  user_info: userInfoOf(context),
});

/** Asks which addresses are let in now to an environment, or to all of them; or why that cannot be known. */
export const listEntries = async (
  functions: FunctionInvoker,
  header: Header,
  environment?: string,
): Promise<Result<readonly WhitelistEntry[], Refusal>> => {
  const outcome = await functions.invoke({
    function: 'ip-whitelist',
    payload: {
      action: 'list',
      ...header,
      ...(environment === undefined ? {} : { environment }),
    },
  });
  const answer = answerOf(functionName, outcome);
  return answer.ok ? succeed(answer.value.entries) : answer;
};
