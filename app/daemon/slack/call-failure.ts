import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { type Clock, type Millis, pause } from '../../../lib/kernel/clock.ts';
import type { Lane } from './lane.ts';

/**
 * Why a call of the Web API failed, as far as another try is concerned: Slack refused it for good, wants nothing of the
 * kind for a while, or it failed in passing, and then may have been carried out although nobody told us.
 */
export type CallFailure =
  | { readonly kind: 'refused' }
  | { readonly kind: 'limited'; readonly wait: Millis }
  | { readonly kind: 'passing'; readonly mayHaveArrived: boolean };

/** What `ok: false` says of a limit without naming a time. */
const limitCodes: readonly string[] = ['ratelimited', 'rate_limited'];
const unnamedWait: Millis = 1_000;

const notDone: readonly string[] = ['service_unavailable', 'request_timeout'];
const unclear: readonly string[] = ['fatal_error', 'internal_error'];

/** Reads what a client that neither retries nor waits has thrown (`WebClients.once`). */
export const callFailureOf = (error: unknown): CallFailure => {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'limited', wait: error.retryAfter * 1_000 };
  }
  if (!(error instanceof WebAPIPlatformError)) {
    return { kind: 'passing', mayHaveArrived: true };
  }
  const code = error.data.error;
  if (limitCodes.includes(code)) {
    return { kind: 'limited', wait: unnamedWait };
  }
  return notDone.includes(code) || unclear.includes(code)
    ? { kind: 'passing', mayHaveArrived: unclear.includes(code) }
    : { kind: 'refused' };
};

/** The first pause where Slack names none; it doubles. */
const firstPause: Millis = 500;

/**
 * Waits after so many tries before the next. A limit holds up the lane, if there is one: everything in it would meet the
 * limit too.
 */
export const restAfter = async (
  failure: Exclude<CallFailure, { readonly kind: 'refused' }>,
  tries: number,
  clock: Clock,
  lane?: Pick<Lane, 'hold'>,
): Promise<void> => {
  if (failure.kind === 'passing') {
    await pause(clock, firstPause * 2 ** (tries - 1));
  } else if (lane === undefined) {
    await pause(clock, failure.wait);
  } else {
    lane.hold(failure.wait);
  }
};
