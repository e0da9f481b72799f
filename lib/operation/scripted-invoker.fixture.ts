import type { AnswerTo, FunctionCall } from '../contract/function-call.ts';
import { readAnswer } from '../contract/function-call.ts';
import type { FunctionInvoker, InvocationOutcome } from './function-invoker.ts';

/** What functions answer by `<function> <action>`, and what they were asked. */
export interface ScriptedInvoker extends FunctionInvoker {
  readonly calls: readonly FunctionCall[];
  /** What was sent back (an object is checked against the contract), or what became of the call. */
  readonly script: Map<string, { readonly sends: object } | InvocationOutcome<never>>;
}

/** An invoker whose functions answer what the test says, as the contract allows it. */
export const createScriptedInvoker = (
  script: Readonly<Record<string, { readonly sends: object } | InvocationOutcome<never>>> = {},
): ScriptedInvoker => {
  const answers = new Map(Object.entries(script));
  const calls: FunctionCall[] = [];
  return {
    calls,
    script: answers,
    invoke: async <C extends FunctionCall>(call: C): Promise<InvocationOutcome<AnswerTo<C>>> => {
      calls.push(call);
      const scripted = answers.get(`${call.function} ${call.payload.action}`);
      if (scripted === undefined || 'kind' in scripted) {
        return scripted ?? { kind: 'not-configured', variable: 'NOT_SCRIPTED' };
      }
      const answer = readAnswer(call, scripted.sends);
      return answer.ok
        ? { kind: 'answered', answer: answer.value }
        : { kind: 'unreadable', reason: answer.error };
    },
  };
};
