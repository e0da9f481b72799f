import { randomInt } from 'node:crypto';

/** Names one request of a person or a system, from the first envelope to the last message. */
export type RequestId = `req-${string}`;

/** Names one change to the world; functions are idempotent by it. */
export type OperationId = `op-${string}`;

/**
 * Who asks: `slack:U1`, `key:<name or first 8 of its SHA-256>`, `schedule:<name>`,
 * `webhook:<source>` or `system:<part>`.
 */
export type PrincipalId = `${'slack' | 'key' | 'schedule' | 'webhook' | 'system'}:${string}`;

/** Makes fresh ids. Tests give a counting one. */
export interface IdSource {
  request(): RequestId;
  operation(): OperationId;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const length = 8;

const randomWord = (): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

/** Ids of eight random letters and digits: 2.8 × 10¹² of them, unguessable. */
export const randomIds: IdSource = {
  request: () => `req-${randomWord()}`,
  operation: () => `op-${randomWord()}`,
};

/** Whether a person's word has the shape of a request id (`^req-[0-9a-z]{6,12}$`). */
export const isRequestId = (text: string): text is RequestId => /^req-[0-9a-z]{6,12}$/.test(text);

/** The Slack user id of a principal that is a person in Slack, or undefined for every other kind. */
export const slackUserOf = (principal: PrincipalId): string | undefined =>
  principal.startsWith('slack:') ? principal.slice('slack:'.length) : undefined;
