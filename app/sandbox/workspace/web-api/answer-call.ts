import type { JsonObject } from '../json.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type ApiAnswer, type ApiMethod, refuse, refuseScope } from './api-method.ts';
import { lookUp } from './find-conversation.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RawCall } from './read-call.ts';

/** The two tokens of the installed app. */
export interface Tokens {
  readonly bot: string;
  readonly app: string;
}

/** What comes of a call. */
export interface CallOutcome {
  readonly answer: ApiAnswer;
  /** After how many seconds a call that is turned away for its rate may be tried again; HTTP 429 then. */
  readonly retryAfter?: number;
}

/** Answers calls of the Web API by name. */
export type AnswerCall = (method: string, call: RawCall) => CallOutcome;

/** What calls are answered with. */
export interface AnswerCallPorts {
  readonly state: WorkspaceState;
  readonly tokens: Tokens;
  readonly methods: Readonly<Record<string, ApiMethod>>;
  readonly limits: RateLimits;
}

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

const checkArguments = (method: ApiMethod, { problem, args }: RawCall): ApiAnswer | undefined => {
  if (problem !== undefined) {
    return refuse(problem);
  }
  const missing = (method.required ?? []).filter((key) => isMissing(args, key));
  return missing.length > 0
    ? refuse('invalid_arguments', {
        response_metadata: {
          messages: missing.map((key) => `[ERROR] missing required field: ${key}`),
        },
      })
    : undefined;
};

const checkScope = (
  { scope }: ApiMethod,
  { scopes }: Pick<WorkspaceState, 'scopes'>,
): ApiAnswer | undefined =>
  scope === undefined || scopes.has(scope) ? undefined : refuseScope(scope, scopes);

/** However an app names a channel, it is one channel: its id if there is one. */
const channelOf = (state: WorkspaceState, { channel }: JsonObject): string => {
  const named = typeof channel === 'string' ? channel : '';
  return lookUp(state, named)?.id ?? named;
};

/** Checks the method, the token, the rate, the scope and the arguments, in this order, and runs the method. */
export const createAnswerCall =
  ({ state, tokens, methods, limits }: AnswerCallPorts): AnswerCall =>
  (name, call) => {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) {
      return { answer: refuse('unknown_method', { req_method: name }) };
    }
    // Limits are an app's, so a call that does not say whose it is meets none.
    const stranger = checkToken(method, call, tokens);
    if (stranger !== undefined) {
      return { answer: stranger };
    }
    const { tier } = method;
    const retryAfter = limits.admit({ method: name, tier, channel: channelOf(state, call.args) });
    if (retryAfter !== undefined) {
      return { answer: refuse('ratelimited'), retryAfter };
    }
    const refusal = checkScope(method, state) ?? checkArguments(method, call);
    return { answer: refusal ?? method.run(call.args) };
  };
