import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { RegistryFailure } from '../../lib/image/registry.ts';

/** How the provisioner says that the registry did not do what was asked. */
export const registryRefusal = (failure: RegistryFailure): ErrorEnvelope => {
  switch (failure.kind) {
    case 'token-expired':
      return refuse('TOKEN_EXPIRED', 'Token expired. Refresh CHAINGUARD_TOKEN, then try again.');
    case 'rate-limited':
      return refuse('RATE_LIMITED', 'The registry takes no more calls now. Try again in a minute.');
    case 'unavailable':
      return refuse(
        'UPSTREAM_UNAVAILABLE',
        `The registry did not answer (${failure.reason}). Try again in a minute.`,
      );
    default:
      return failure satisfies never;
  }
};
