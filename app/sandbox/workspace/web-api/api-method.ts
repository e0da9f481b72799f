import type { ContentProblem } from '../block-kit/message-content.ts';
import type { JsonObject } from '../json.ts';
import type { WorkspaceState } from '../model/state.ts';
import type { RateTier } from './rate-limits.ts';

/** What a Web API method answers; HTTP 200 in any case but `ratelimited`. */
export type ApiAnswer = JsonObject & { readonly ok: boolean };

/** One method of the Web API. Token, rate, scope and required arguments are checked before it runs. */
export interface ApiMethod {
  /** How often it may be called, by its page in Slack's reference. */
  readonly tier: RateTier;
  /** Which token it takes: the bot's unless told otherwise. */
  readonly token?: 'app';
  /** The scope that it always needs. */
  readonly scope?: string;
  /** Arguments without which it answers `invalid_arguments`. */
  readonly required?: readonly string[];
  run(args: JsonObject): ApiAnswer;
}

/** Methods that belong together, by their full names. */
export type MethodFamily = (state: WorkspaceState) => Readonly<Record<string, ApiMethod>>;

/** A refusal with Slack's code. */
export const refuse = (error: string, details: JsonObject = {}): ApiAnswer => ({
  ok: false,
  error,
  ...details,
});

/** The refusal of a message's or a view's contents, with the places where there are any. */
export const refuseContent = ({ error, messages }: ContentProblem): ApiAnswer =>
  refuse(error, messages === undefined ? {} : { response_metadata: { messages } });

/** The refusal for a token that lacks `needed`. */
export const refuseScope = (needed: string, scopes: ReadonlySet<string>): ApiAnswer =>
  refuse('missing_scope', { needed, provided: [...scopes].join(',') });
