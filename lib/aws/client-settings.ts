import type { Millis } from '../kernel/clock.ts';

/** How a client is made. What is left out the SDK finds in its usual places (AWS_REGION, AWS_ENDPOINT_URL…). */
export interface ClientOptions {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The longest wait for an answer to one attempt: 10 s unless told otherwise. */
  readonly requestTimeout?: Millis;
}

const connectionTimeout: Millis = 3_000;
const defaultRequestTimeout: Millis = 10_000;

/**
 * Settings for clients whose commands are convergent. The SDK's own three attempts stay: to repeat such a command does no harm.
 * Its timeouts do not: without these there are none, and without `throwOnRequestTimeout` a timeout is only a warning.
 */
export const clientSettings = (options: ClientOptions = {}) => {
  const { requestTimeout = defaultRequestTimeout, ...given } = options;
  return {
    ...given,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  };
};
