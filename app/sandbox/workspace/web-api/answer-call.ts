import type { JsonObject } from '../json.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type ApiAnswer, type ApiMethod, refuse, refuseScope } from './api-method.ts';
import type { RawCall } from './read-call.ts';

/** The two tokens of the installed app. */
export interface Tokens {
  readonly bot: string;
  readonly app: string;
}

/** Answers calls of the Web API by name. */
export type AnswerCall = (method: string, call: RawCall) => ApiAnswer;

const isMissing = (args: JsonObject, key: string): boolean =>
  args[key] === undefined || args[key] === '';

const checkToken = (
  method: ApiMethod,
  { token, tokenIsArgument }: RawCall,
  tokens: Tokens,
): ApiAnswer | undefined => {
  // apps.connections.open takes its token in the header only.
  if (token === undefined || (method.token === 'app' && tokenIsArgument)) {
    return refuse('not_authed');
  }
  if (token !== tokens.bot && token !== tokens.app) {
    return refuse('invalid_auth');
  }
  const wanted = method.token === 'app' ? tokens.app : tokens.bot;
  return token === wanted ? undefined : refuse('not_allowed_token_type');
};

/** Checks the method, the token, its scope and the required arguments, in this order, and runs the method. */
export const createAnswerCall =
  (
    state: WorkspaceState,
    tokens: Tokens,
    methods: Readonly<Record<string, ApiMethod>>,
  ): AnswerCall =>
  (name, call) => {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) {
      return refuse('unknown_method', { req_method: name });
    }
    const refusal = checkToken(method, call, tokens);
    if (refusal !== undefined) {
      return refusal;
    }
    if (method.scope !== undefined && !state.scopes.has(method.scope)) {
      return refuseScope(method.scope, state.scopes);
    }
    if (call.problem !== undefined) {
      return refuse(call.problem);
    }
    const missing = (method.required ?? []).filter((key) => isMissing(call.args, key));
    return missing.length > 0
      ? refuse('invalid_arguments', {
          response_metadata: {
            messages: missing.map((key) => `[ERROR] missing required field: ${key}`),
          },
        })
      : method.run(call.args);
  };
