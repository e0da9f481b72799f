import { afterEach, describe, expect, it } from '@jest/globals';
import { type LambdaEndpoint, startLambdaEndpoint } from './lambda-endpoint.ts';

const authorization =
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260105/us-east-1/lambda/aws4_request, ` +
  `SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

const running: LambdaEndpoint[] = [];

const start = async () => {
  const endpoint = await startLambdaEndpoint({
    functions: {
      echo: (event) => Promise.resolve({ got: event }),
      silent: () => Promise.resolve(undefined),
      broken: () => Promise.reject(new TypeError('no such thing')),
    },
    port: 0,
  });
  running.push(endpoint);
  return endpoint;
};

afterEach(async () => {
  await Promise.all(running.splice(0).map((endpoint) => endpoint.stop()));
});

const post = (
  { url }: LambdaEndpoint,
  name: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    headers: { Authorization: authorization, ...headers },
    body,
  });

describe('the Lambda endpoint', () => {
  it('runs the function by its name, its partial and its full ARN, with and without a qualifier', async () => {
    const endpoint = await start();
    const full = endpoint.arnOf('echo');
    const names = ['echo', 'echo:prod', 'function:echo', '000000000000:function:echo', full];

    const answers = await Promise.all(
      [...names, `${full}:$LATEST`].map(async (name) => {
        const response = await post(endpoint, name, '{"a":1}');
        return { status: response.status, body: await response.json() };
      }),
    );

    expect(answers).toEqual(answers.map(() => ({ status: 200, body: { got: { a: 1 } } })));
    expect(endpoint.invocations).toHaveLength(6);
    expect(endpoint.invocations[0]).toEqual({
      function: 'echo',
      payload: { a: 1 },
      ran: true,
      fault: undefined,
    });
  });

  it.each(['nobody', 'toString', 'arn:aws:lambda:us-east-1:123456789012:function:echo', 'a b'])(
    'answers 404 for %s',
    async (name) => {
      const response = await post(await start(), name, '{}');

      expect(response.status).toBe(404);
      expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    },
  );

  it('describes an exception as a managed runtime does, with status 200', async () => {
    const response = await post(await start(), 'broken', '{}');

    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
    await expect(response.json()).resolves.toEqual({
      errorType: 'TypeError',
      errorMessage: 'no such thing',
      trace: expect.arrayContaining(['TypeError: no such thing']),
    });
  });

  it('answers null where the function returned nothing', async () => {
    const response = await post(await start(), 'silent', '');

    await expect(response.text()).resolves.toBe('null');
  });

  it('refuses what is not signed, or not signed for lambda', async () => {
    const endpoint = await start();
    const otherService = authorization.replace('/lambda/', '/s3/');

    const bare = await fetch(`${endpoint.url}/2015-03-31/functions/echo/invocations`, {
      method: 'POST',
    });
    const wrong = await post(endpoint, 'echo', '{}', { Authorization: otherService });

    expect([bare.status, wrong.status]).toEqual([403, 403]);
    expect(endpoint.invocations).toHaveLength(0);
  });

  it('refuses more than 6 MB, what is not JSON, and invocation types that it does not have', async () => {
    const endpoint = await start();

    const large = await post(endpoint, 'echo', `"${'a'.repeat(6 * 1024 * 1024)}"`);
    const text = await post(endpoint, 'echo', 'hello');
    const event = await post(endpoint, 'echo', '{}', { 'X-Amz-Invocation-Type': 'Event' });
    const dryRun = await post(endpoint, 'echo', '{}', { 'X-Amz-Invocation-Type': 'DryRun' });

    expect(large.status).toBe(413);
    expect(large.headers.get('x-amzn-errortype')).toBe('RequestTooLargeException');
    expect(text.headers.get('x-amzn-errortype')).toBe('InvalidRequestContentException');
    expect(event.headers.get('x-amzn-errortype')).toBe('InvalidParameterValueException');
    expect(dryRun.status).toBe(204);
    expect(endpoint.invocations).toHaveLength(0);
  });

  it('remembers the last thousand invocations', async () => {
    const endpoint = await start();
    for (let batch = 0; batch < 21; batch += 1) {
      const bodies = Array.from({ length: 50 }, (_, index) => String(batch * 50 + index));
      await Promise.all(bodies.map(async (body) => (await post(endpoint, 'echo', body)).text()));
    }

    expect(endpoint.invocations).toHaveLength(1_000);
    expect(endpoint.invocations.map(({ payload }) => payload)).not.toContain(0);
  });

  it('rejects when its port is taken', async () => {
    const { url } = await start();

    await expect(
      startLambdaEndpoint({ functions: {}, port: Number(new URL(url).port) }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('obeys faults in their order and forgets cleared ones', async () => {
    const endpoint = await start();
    endpoint.faults.next('throttled', { times: 2 });
    endpoint.faults.next('service-error');

    const throttled = await post(endpoint, 'echo', '{}');
    const again = await post(endpoint, 'echo', '{}');
    endpoint.faults.clear();
    const well = await post(endpoint, 'echo', '{}');

    expect([throttled.status, again.status, well.status]).toEqual([429, 429, 200]);
    await expect(throttled.json()).resolves.toMatchObject({
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    expect(endpoint.invocations.map(({ ran }) => ran)).toEqual([false, false, true]);
  });
});
