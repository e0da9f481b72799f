import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { CloudFailure } from '../../lib/environment/cloud.ts';
import { unknownEnvironment } from './guard-environment.ts';

/** What a caller is told when an environment could not be described. */
export const cloudRefusal = (failure: CloudFailure, environment: string): ErrorEnvelope => {
  switch (failure.kind) {
    case 'unknown-environment':
      return unknownEnvironment(environment, failure.known);
    case 'unavailable':
      return refuse(
        'UPSTREAM_UNAVAILABLE',
        `The cloud did not answer (${failure.reason}). Try again in a minute.`,
      );
    default:
      return failure satisfies never;
  }
};
