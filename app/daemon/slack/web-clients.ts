import { type Logger, WebClient } from '@slack/web-api';
import type { Millis } from '../../../lib/kernel/clock.ts';
import type { Fetch } from '../outbound.ts';

/** The Web API, twice, because a repeated call is not always the same call. */
export interface WebClients {
  /** For calls that can be repeated without harm: reads, and edits that say the same. The library retries. */
  readonly repeatable: WebClient;
  /**
   * For posts, which are not idempotent: the library never retries, and a 429 rejects at once instead of holding up
   * every other call of the client.
   */
  readonly once: WebClient;
}

/** How long one call may take. */
const callLimit: Millis = 10_000;

/** Clients for one bot token. */
export const createWebClients = (
  token: string,
  slackApiUrl: string,
  logger: Logger,
  fetch: Fetch = globalThis.fetch,
): WebClients => ({
  repeatable: new WebClient(token, {
    slackApiUrl,
    logger,
    fetch,
    timeout: callLimit,
    retryConfig: { retries: 4, factor: 2, minTimeout: 300, maxTimeout: 5_000, randomize: true },
  }),
  once: new WebClient(token, {
    slackApiUrl,
    logger,
    fetch,
    timeout: callLimit,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  }),
});
