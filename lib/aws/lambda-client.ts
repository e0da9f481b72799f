import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { Millis } from '../kernel/clock.ts';

/** How a client for Lambda is made. What is left out the SDK finds in its usual places (AWS_REGION, AWS_ENDPOINT_URL…). */
export interface LambdaClientOptions
  extends Pick<LambdaClientConfig, 'region' | 'endpoint' | 'credentials'> {
  /** The longest wait for an answer: the functions' own timeout and some seconds (30 s functions: 45 s). */
  readonly requestTimeout?: Millis;
}

const connectionTimeout: Millis = 3_000;
const defaultRequestTimeout: Millis = 45_000;

/**
 * A client that sends each call once. The SDK's default repeats up to three times, also where only the answer was lost,
 * and so runs a function three times; and without `throwOnRequestTimeout` a timeout is a warning.
 */
export const createLambdaClient = (options: LambdaClientOptions = {}): LambdaClient => {
  const { requestTimeout = defaultRequestTimeout, ...given } = options;
  return new LambdaClient({
    ...given,
    maxAttempts: 1,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  });
};
