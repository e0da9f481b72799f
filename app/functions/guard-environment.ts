import { type ErrorEnvelope, refuse } from '../../lib/contract/error-envelope.ts';
import type { Cloud } from '../../lib/environment/cloud.ts';
import type { OperationKind } from '../../lib/environment/operation-store.ts';

/** The refusal of an environment that is not there; `known` are the names of those that are. */
export const unknownEnvironment = (environment: string, known: Iterable<string>): ErrorEnvelope =>
  refuse(
    'ENVIRONMENT_UNKNOWN',
    `There is no environment "${environment}". Choose one of: ${[...known].join(', ')}.`,
  );

const words: Readonly<Record<OperationKind, string | undefined>> = {
  start: undefined,
  spinup: undefined,
  stop: 'stopped',
  'teardown-services': 'torn down',
  'teardown-full': 'torn down',
};

/**
 * Why this must not be done to that environment, or undefined. It goes by the function's own configuration and never by what a caller
 * says: the daemon's policy is asked before, and this holds without it.
 */
export const guardEnvironment = (
  { environments }: Cloud,
  environment: string,
  kind: OperationKind,
): ErrorEnvelope | undefined => {
  const own = environments.get(environment);
  if (own === undefined) {
    return unknownEnvironment(environment, environments.keys());
  }
  const word = words[kind];
  return own.protected && word !== undefined
    ? refuse(
        'ENVIRONMENT_PROTECTED',
        `${environment} is protected and is never ${word} from chat. Choose another environment.`,
      )
    : undefined;
};
