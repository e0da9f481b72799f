import type { RequestOf } from '../contract/function-call.ts';
import type { EndedEntry, WhitelistEntry } from '../contract/ip-whitelist.ts';
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

/** What was and is let in. */
export interface Listed {
  readonly entries: readonly WhitelistEntry[];
  readonly ended: readonly EndedEntry[];
}

const list = async (
  functions: FunctionInvoker,
  header: Header,
  which: Pick<RequestOf<'ip-whitelist', 'list'>, 'environment' | 'ended'>,
): Promise<Result<Listed, Refusal>> => {
  const payload = { action: 'list', ...header, ...which } as const;
  const outcome = await functions.invoke({ function: 'ip-whitelist', payload });
  const answer = answerOf(functionName, outcome);
  if (!answer.ok) {
    return answer;
  }
  const { entries, ended = [] } = answer.value;
  return succeed({ entries, ended });
};

/** Asks which addresses are let in now to an environment, or to all of them; or why that cannot be known. */
export const listEntries = async (
  functions: FunctionInvoker,
  header: Header,
  environment?: string,
): Promise<Result<readonly WhitelistEntry[], Refusal>> => {
  const listed = await list(functions, header, environment === undefined ? {} : { environment });
  return listed.ok ? succeed(listed.value.entries) : listed;
};

/** Asks the same, and also which addresses are not let in any more. */
export const listWithEnded = (
  functions: FunctionInvoker,
  header: Header,
  environment?: string,
): Promise<Result<Listed, Refusal>> =>
  list(functions, header, {
    ...(environment === undefined ? {} : { environment }),
    ended: true,
  });
