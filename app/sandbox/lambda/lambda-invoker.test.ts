import { afterEach, describe, expect, it } from '@jest/globals';
import { createLambdaClient } from '../../../lib/aws/lambda-client.ts';
import { createLambdaInvoker } from '../../../lib/aws/lambda-invoker.ts';
import type { FunctionCall } from '../../../lib/contract/function-call.ts';
import type { Millis } from '../../../lib/kernel/clock.ts';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createRetryingInvoker } from '../../../lib/operation/retrying-invoker.ts';
import { createImageProvisioner } from '../../functions/image-provisioner.ts';
import { createSimulatedOrchestrator } from '../cloud/simulated-orchestrator.ts';
import { createSimulatedRegistry } from '../cloud/simulated-registry.ts';
import type { InvocationFault } from './invocation-faults.ts';
import { startLambdaEndpoint } from './lambda-endpoint.ts';

const header = {
  operation_id: 'op-abc123',
  user_info: { user_id: 'U1', username: 'ann', display_name: 'Ann' },
} as const;

const status = {
  function: 'orchestrator',
  payload: { action: 'status', ...header, environment: 'dev' },
} as const satisfies FunctionCall;

const provision = {
  function: 'image-provisioner',
  payload: { action: 'provision', ...header, image: 'python:latest-dev' },
} as const satisfies FunctionCall;

const undo: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(undo.splice(0).map((each) => each()));
});

const clientFor = (url: string, requestTimeout: Millis) => {
  const client = createLambdaClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' },
    requestTimeout,
  });
  undo.push(() => Promise.resolve(client.destroy()));
  return client;
};

const setUp = async (requestTimeout: Millis = 10_000) => {
  const clock = createManualClock();
  const registry = createSimulatedRegistry(clock);
  const endpoint = await startLambdaEndpoint({
    functions: {
      orchestrator: createSimulatedOrchestrator(clock).handler,
      'image-provisioner': createImageProvisioner({ registry, organization: 'acme.com' }),
    },
    port: 0,
  });
  undo.push(() => endpoint.stop());
  const invoker = createLambdaInvoker({
    client: clientFor(endpoint.url, requestTimeout),
    arns: {
      orchestrator: endpoint.arnOf('orchestrator'),
      'image-provisioner': `${endpoint.arnOf('image-provisioner')}:live`,
    },
  });
  return { clock, registry, endpoint, invoker };
};

describe('the Lambda invoker, over the wire', () => {
  it('brings the typed answer of a function', async () => {
    const { invoker } = await setUp();

    const outcome = await invoker.invoke(status);

    const services =
      outcome.kind === 'answered' && outcome.answer.success ? outcome.answer.services : [];
    expect(services.map(({ name }) => name)).toEqual(['api', 'worker']);
  });

  it('brings the refusal of a function', async () => {
    const { invoker } = await setUp();

    const outcome = await invoker.invoke({
      function: 'orchestrator',
      payload: { ...status.payload, environment: 'qa' },
    });

    expect(outcome).toMatchObject({
      kind: 'answered',
      answer: { success: false, error: { code: 'ENVIRONMENT_UNKNOWN' } },
    });
  });

  it.each([
    ['throttled', { kind: 'not-run', retry: true }, 0],
    ['service-error', { kind: 'lost' }, 0],
    ['reset-before-running', { kind: 'lost' }, 0],
    ['answer-lost', { kind: 'lost' }, 1],
    ['handler-throws', { kind: 'crashed', errorType: 'Error' }, 0],
    ['throws-after-running', { kind: 'crashed', errorType: 'Error' }, 1],
    ['foreign-answer', { kind: 'unreadable' }, 1],
  ] as const satisfies readonly (readonly [InvocationFault, object, number])[])(
    'tells %s as %j, and sends the call once',
    async (fault, expected, runs) => {
      const { endpoint, invoker, registry } = await setUp();
      endpoint.faults.next(fault);

      const outcome = await invoker.invoke(provision);

      expect(outcome).toMatchObject(expected);
      expect(endpoint.invocations).toHaveLength(1);
      expect(registry.creationsOf('op-abc123')).toBe(runs);
    },
  );

  it('gives up on a function that does not answer in time, and sends the call once', async () => {
    const { endpoint, invoker, registry } = await setUp(300);
    endpoint.faults.next('no-answer');

    const outcome = await invoker.invoke(provision);

    expect(outcome).toMatchObject({ kind: 'lost', reason: expect.stringContaining('300 ms') });
    expect(endpoint.invocations).toHaveLength(1);
    expect(registry.creationsOf('op-abc123')).toBe(1);
  });

  it('gives up on abort: lost when it was sent, not run when it was not', async () => {
    const giveUp = new AbortController();
    let runs = 0;
    const endpoint = await startLambdaEndpoint({
      functions: {
        orchestrator: () => {
          runs += 1;
          giveUp.abort();
          return new Promise(() => undefined);
        },
      },
      port: 0,
    });
    undo.push(() => endpoint.stop());
    const client = clientFor(endpoint.url, 10_000);
    const invoker = createLambdaInvoker({ client, arns: { orchestrator: 'orchestrator' } });

    const sent = await invoker.invoke(status, giveUp.signal);
    const unsent = await invoker.invoke(status, giveUp.signal);

    expect(sent).toMatchObject({ kind: 'lost', reason: expect.stringContaining('Abort') });
    expect(unsent).toMatchObject({ kind: 'not-run', retry: false });
    expect(runs).toBe(1);
  });

  it('tells a refused connection as not run, to be tried again', async () => {
    const { endpoint, invoker } = await setUp();
    await endpoint.stop();
    undo.shift();

    await expect(invoker.invoke(status)).resolves.toMatchObject({
      kind: 'not-run',
      retry: true,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('tells a name that does not resolve as not run, to be tried again', async () => {
    const client = clientFor('http://quartermaster.invalid', 10_000);
    const invoker = createLambdaInvoker({ client, arns: { orchestrator: 'orchestrator' } });

    await expect(invoker.invoke(status)).resolves.toMatchObject({ kind: 'not-run', retry: true });
  });

  it('tells a function that is not there as not run, not to be tried again', async () => {
    const { endpoint } = await setUp();
    const client = clientFor(endpoint.url, 10_000);
    const invoker = createLambdaInvoker({ client, arns: { orchestrator: 'nobody' } });

    await expect(invoker.invoke(status)).resolves.toMatchObject({
      kind: 'not-run',
      retry: false,
      reason: expect.stringContaining('ResourceNotFoundException'),
    });
  });

  it.each([[undefined], ['']])('names the variable to set when the ARN is %j', async (arn) => {
    const { endpoint } = await setUp();
    const client = clientFor(endpoint.url, 10_000);
    const invoker = createLambdaInvoker({ client, arns: { orchestrator: arn } });

    await expect(invoker.invoke(status)).resolves.toEqual({
      kind: 'not-configured',
      variable: 'ORCHESTRATOR_LAMBDA_ARN',
    });
    await expect(invoker.invoke(provision)).resolves.toEqual({
      kind: 'not-configured',
      variable: 'IMAGE_PROVISIONER_LAMBDA_ARN',
    });
  });
});

describe('the retrying invoker over the Lambda invoker', () => {
  it('provisions once through throttling, a lost answer and a reset', async () => {
    const { clock, endpoint, invoker, registry } = await setUp();
    endpoint.faults.next('throttled');
    endpoint.faults.next('answer-lost');
    endpoint.faults.next('reset-before-running');
    const retrying = createRetryingInvoker({ invoker, clock, random: () => 0 });

    const result = retrying.invoke(provision);
    for (let turn = 0; turn < 1_000 && endpoint.invocations.length < 4; turn += 1) {
      await clock.advance(100);
    }

    await expect(result).resolves.toMatchObject({
      kind: 'answered',
      answer: { success: true, pull_string: 'cgr.dev/acme.com/python:latest-dev' },
    });
    expect(endpoint.invocations.map(({ ran }) => ran)).toEqual([false, true, false, true]);
    expect(registry.creationsOf('op-abc123')).toBe(1);
  });
});
