import { describeError } from '../kernel/errors.ts';
import type { InvocationOutcome } from '../operation/function-invoker.ts';

/** Lambda's own names for "it did not run, and may in a moment" (Invoke, API reference, 2015-03-31). */
const passing: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'EC2ThrottledException',
  'EC2UnexpectedException',
  'ENILimitReachedException',
  'ENINotReadyException',
  'SubnetIPAddressLimitReachedException',
  'EFSMountConnectivityException',
  'EFSMountTimeoutException',
  'S3FilesMountConnectivityException',
  'S3FilesMountTimeoutException',
  'ResourceNotReadyException',
  'ResourceConflictException',
  'SnapStartNotReadyException',
  'SnapStartTimeoutException',
  'CodeArtifactUserPendingException',
]);

/** Its names for "it did not run, and will not before somebody repairs it" that come with a status of 5xx. */
const permanent: ReadonlySet<string> = new Set([
  'EC2AccessDeniedException',
  'InvalidRuntimeException',
  'InvalidSecurityGroupIDException',
  'InvalidSubnetIDException',
  'InvalidZipFileException',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
  // The SDK's own, before anything is sent.
  'CredentialsProviderError',
  'TokenProviderError',
]);

/** Statuses by which the service refuses a request before it runs anything. */
const refusing: ReadonlySet<number> = new Set([400, 401, 403, 404, 409, 413, 415]);

/**
 * Node's words for what fails before the first byte is sent, as `connect ECONNREFUSED 10.0.0.1:443`. The words and not
 * only the fields: of an error from another realm the SDK keeps the text alone (smithy's asSdkError).
 */
const connecting = /\b(?:connect|getaddrinfo) E[A-Z_]+\b/;
const unconnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
/** `connectionTimeout` of the SDK has neither a code nor a name of its own (node-http-handler 4.14). */
const connectionTimedOut = /did not establish a connection/;

/** Node's codes of a certificate that it does not trust, as behind a proxy that inspects TLS. */
const distrusted = /^(?:ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;

const textOf = (value: unknown, field: string): string => {
  const found = fieldOf(value, field);
  return typeof found === 'string' ? found : '';
};

/** Where a host has several addresses, Node tries them all and throws one error with one of each in `errors`. */
const attemptsOf = (caught: unknown): readonly unknown[] => {
  const errors = fieldOf(caught, 'errors');
  return Array.isArray(errors) ? errors : [];
};

const neverConnected = (caught: unknown): boolean => {
  const message = textOf(caught, 'message');
  const attempts = attemptsOf(caught);
  return (
    unconnected.has(textOf(caught, 'code')) ||
    connecting.test(message) ||
    connectionTimedOut.test(message) ||
    (attempts.length > 0 && attempts.every(neverConnected))
  );
};

const reasonOf = (caught: unknown): string => {
  const parts = ['name', 'code', 'Reason'].map((field) => textOf(caught, field));
  const known = [...parts, describeError(caught)].filter((part) => part !== '' && part !== 'Error');
  return known.length > 0 ? known.join(': ') : 'an error without any detail';
};

/**
 * What an exception of the Lambda client says about the function: `not-run` only where it surely did not run, and
 * `lost` for everything else, unknown errors included.
 */
export const outcomeOfLambdaError = (caught: unknown): InvocationOutcome<never> => {
  const name = textOf(caught, 'name');
  const status = fieldOf(fieldOf(caught, '$metadata'), 'httpStatusCode');
  const reason = reasonOf(caught);
  if (passing.has(name) || status === 429 || neverConnected(caught)) {
    return { kind: 'not-run', retry: true, reason };
  }
  if (
    permanent.has(name) ||
    distrusted.test(textOf(caught, 'code')) ||
    (typeof status === 'number' && refusing.has(status))
  ) {
    return { kind: 'not-run', retry: false, reason };
  }
  return { kind: 'lost', reason };
};
