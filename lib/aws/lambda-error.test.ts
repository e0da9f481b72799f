import { describe, expect, it } from '@jest/globals';
import { outcomeOfLambdaError } from './lambda-error.ts';

const serviceError = (name: string, httpStatusCode: number, fields: object = {}): Error =>
  Object.assign(new Error('from the service'), { name, $metadata: { httpStatusCode }, ...fields });

const systemError = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`${syscall ?? ''} ${code}`), { code, ...(syscall ? { syscall } : {}) });

describe('what an exception of the Lambda client means', () => {
  it.each([
    ['TooManyRequestsException', 429],
    ['EC2ThrottledException', 502],
    ['ENILimitReachedException', 502],
    ['SubnetIPAddressLimitReachedException', 502],
    ['ResourceNotReadyException', 502],
    ['ResourceConflictException', 409],
    ['SnapStartTimeoutException', 408],
    ['SomethingNew', 429],
  ])('is that it did not run and may later, for %s with %d', (name, status) => {
    expect(outcomeOfLambdaError(serviceError(name, status))).toMatchObject({
      kind: 'not-run',
      retry: true,
    });
  });

  it.each([
    ['ResourceNotFoundException', 404],
    ['AccessDeniedException', 403],
    ['UnrecognizedClientException', 403],
    ['RequestTooLargeException', 413],
    ['InvalidRequestContentException', 400],
    ['KMSAccessDeniedException', 502],
    ['InvalidZipFileException', 502],
    ['CredentialsProviderError', undefined],
  ])('is that it did not run and will not, for %s with %s', (name, status) => {
    const error = serviceError(name, status ?? 0, status === undefined ? { $metadata: {} } : {});

    expect(outcomeOfLambdaError(error)).toMatchObject({ kind: 'not-run', retry: false });
  });

  it.each([
    ['ECONNREFUSED', 'connect'],
    ['EHOSTUNREACH', 'connect'],
    ['ETIMEDOUT', 'connect'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['EAI_AGAIN', 'getaddrinfo'],
    ['ECONNREFUSED', undefined],
  ])('is that it did not run, for %s of %s', (code, syscall) => {
    expect(outcomeOfLambdaError(systemError(code, syscall))).toMatchObject({
      kind: 'not-run',
      retry: true,
    });
  });

  it('is that it did not run, when no address of the host could be reached', () => {
    const attempts = [systemError('EHOSTUNREACH', 'connect'), systemError('ETIMEDOUT', 'connect')];
    const aggregate = Object.assign(new AggregateError(attempts), { code: 'ETIMEDOUT' });

    expect(outcomeOfLambdaError(aggregate)).toMatchObject({ kind: 'not-run', retry: true });
    expect(outcomeOfLambdaError(new AggregateError([])).kind).toBe('lost');
    expect(
      outcomeOfLambdaError(new AggregateError([...attempts, systemError('EPIPE', 'write')])).kind,
    ).toBe('lost');
  });

  it('is that it did not run, when the connection took longer than it may', () => {
    const error = new Error(
      'the request socket did not establish a connection with the server within the configured timeout of 3000 ms.',
    );

    expect(outcomeOfLambdaError(error)).toMatchObject({ kind: 'not-run', retry: true });
  });

  it('is that it will not run, for a certificate that is not trusted', () => {
    expect(outcomeOfLambdaError(systemError('SELF_SIGNED_CERT_IN_CHAIN'))).toMatchObject({
      kind: 'not-run',
      retry: false,
    });
  });

  it.each([
    ['ECONNRESET', 'read'],
    ['ETIMEDOUT', 'read'],
    ['ETIMEDOUT', undefined],
    ['EPIPE', 'write'],
  ])('is that it may have run, for %s of %s', (code, syscall) => {
    expect(outcomeOfLambdaError(systemError(code, syscall)).kind).toBe('lost');
  });

  it.each([
    ['ServiceException', 500],
    ['UnknownError', 502],
    ['UnknownError', 503],
    ['UnknownError', 504],
    ['EFSIOException', 410],
    ['UnknownError', 408],
  ])('is that it may have run, for %s with %d', (name, status) => {
    expect(outcomeOfLambdaError(serviceError(name, status)).kind).toBe('lost');
  });

  it.each([[new Error('?')], [undefined], ['text'], [{ $metadata: null }], [new Error('')]])(
    'is that it may have run, for %p of which nothing is known',
    (caught) => {
      const outcome = outcomeOfLambdaError(caught);

      expect(outcome).toMatchObject({ kind: 'lost', reason: expect.stringMatching(/./) });
    },
  );

  it('tells the name, the reason of the throttling and the message', () => {
    const error = serviceError('TooManyRequestsException', 429, { Reason: 'ConcurrentLimit' });

    expect(outcomeOfLambdaError(error)).toMatchObject({
      reason: 'TooManyRequestsException: ConcurrentLimit: from the service',
    });
  });
});
