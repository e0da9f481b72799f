import { describe, expect, it } from '@jest/globals';
import { readAwsError, unlessGone, unlessThere } from './aws-error.ts';

const errorOf = (name: string, status?: number, message = 'it says so') =>
  Object.assign(new Error(message), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });

describe('what an exception of an AWS client says', () => {
  it.each([
    ['InvalidDBInstanceStateFault', 400, 'wait'],
    ['InvalidDBClusterStateFault', 400, 'wait'],
    ['InsufficientDBInstanceCapacityFault', 400, 'wait'],
    ['InsufficientDBClusterCapacityFault', 403, 'wait'],
    ['UpdateInProgressException', 400, 'wait'],
    ['ConcurrentUpdateException', 500, 'wait'],
    ['DBInstanceNotFoundFault', 404, 'gone'],
    ['DBClusterNotFoundFault', 404, 'gone'],
    ['ServiceNotFoundException', 400, 'gone'],
    ['ServiceNotActiveException', 400, 'gone'],
    ['ClusterNotFoundException', 400, 'gone'],
    ['ObjectNotFoundException', 400, 'gone'],
    ['InvalidGroup.NotFound', 400, 'gone'],
    ['DBSnapshotAlreadyExistsFault', 400, 'exists'],
    ['DBClusterSnapshotAlreadyExistsFault', 400, 'exists'],
    ['AlreadyExistsException', 400, 'exists'],
    ['TokenAlreadyExistsException', 400, 'exists'],
    ['InvalidPermission.Duplicate', 400, 'exists'],
    ['RulesPerSecurityGroupLimitExceeded', 400, 'full'],
    ['Throttling', 400, 'unavailable'],
    ['ThrottlingException', 400, 'unavailable'],
    ['RequestLimitExceeded', 503, 'unavailable'],
    ['InternalFailure', 500, 'unavailable'],
    ['ServerException', 500, 'unavailable'],
    ['ServiceUnavailable', 503, 'unavailable'],
    ['SomethingNew', 408, 'unavailable'],
    ['SomethingNew', 429, 'unavailable'],
    ['TimeoutError', undefined, 'unavailable'],
    ['AccessDenied', 403, 'refused'],
    ['AccessDeniedException', 400, 'refused'],
    ['ValidationError', 400, 'refused'],
    ['ValidationException', 400, 'refused'],
    ['InvalidParameterException', 400, 'refused'],
    ['SnapshotQuotaExceededFault', 400, 'refused'],
    ['InsufficientCapabilitiesException', 400, 'refused'],
    ['ExpiredToken', 403, 'refused'],
  ] as const)('takes %s with status %s for: %s', (name, status, kind) => {
    expect(readAwsError(errorOf(name, status))).toEqual({
      kind,
      name,
      reason: `${name}: it says so`,
    });
  });

  it('takes the refusal of CloudFormation for a stack that is being changed for: wait', () => {
    const message = 'Stack [acme] is in UPDATE_IN_PROGRESS state and can not be deleted.';

    expect(readAwsError(errorOf('ValidationError', 400, message)).kind).toBe('wait');
    expect(readAwsError(errorOf('ValidationException', 400, message)).kind).toBe('refused');
  });

  it.each([
    [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['only words'],
    [undefined],
    [null],
    [{ $metadata: { httpStatusCode: 'odd' } }],
  ])('takes what it does not know for unavailable, and gives a reason: %p', (caught) => {
    expect(readAwsError(caught)).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/./),
    });
  });

  it('names the error that caused another', () => {
    const caught = new Error('could not send', { cause: new Error('the socket closed') });

    expect(readAwsError(caught).reason).toBe('could not send: the socket closed');
  });
});

describe('work that AWS may answer with an error that is none', () => {
  it('gives something else where a resource is gone, and rejects for every other reason', async () => {
    const gone = errorOf('DBInstanceNotFoundFault', 404);
    const denied = errorOf('AccessDenied', 403);

    await expect(unlessGone(Promise.resolve(1), 0)).resolves.toBe(1);
    await expect(unlessGone(Promise.reject(gone), 0)).resolves.toBe(0);
    await expect(unlessGone(Promise.reject(denied), 0)).rejects.toBe(denied);
  });

  it('is done where a resource is there already, and rejects for every other reason', async () => {
    const denied = errorOf('AccessDenied', 403);

    await expect(unlessThere(Promise.resolve(1))).resolves.toBeUndefined();
    await expect(
      unlessThere(Promise.reject(errorOf('AlreadyExistsException', 400))),
    ).resolves.toBeUndefined();
    await expect(unlessThere(Promise.reject(denied))).rejects.toBe(denied);
  });
});
