import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import type { FunctionCall } from '../contract/function-call.ts';
import { createLambdaInvoker } from './lambda-invoker.ts';

const status = {
  function: 'orchestrator',
  payload: {
    action: 'status',
    operation_id: 'op-abc123',
    user_info: { user_id: 'U1', username: 'ann', display_name: 'Ann' },
    environment: 'dev',
  },
} as const satisfies FunctionCall;

const good = { success: true, environment: 'dev', services: [], databases: [] };

/** A client that answers with these fields of Invoke's output and keeps the commands. */
const answering = (payload: string | undefined, functionError?: string) => {
  const commands: unknown[] = [];
  const send = (command: unknown): Promise<unknown> => {
    commands.push(command);
    const Payload = payload === undefined ? undefined : { transformToString: () => payload };
    return Promise.resolve({ StatusCode: 200, Payload, FunctionError: functionError });
  };
  const client = { send } as Pick<LambdaClient, 'send'>;
  return { commands, invoker: createLambdaInvoker({ client, arns: { orchestrator: 'arn:x' } }) };
};

describe('the Lambda invoker', () => {
  it('sends the payload as it is, synchronously, to the configured function', async () => {
    const { commands, invoker } = answering(JSON.stringify(good));

    await expect(invoker.invoke(status)).resolves.toEqual({ kind: 'answered', answer: good });

    const [command] = commands;
    const input = command instanceof InvokeCommand ? command.input : undefined;
    const sent = input?.Payload instanceof Uint8Array ? input.Payload : undefined;
    expect(input).toMatchObject({ FunctionName: 'arn:x', InvocationType: 'RequestResponse' });
    expect(JSON.parse(new TextDecoder().decode(sent))).toEqual(status.payload);
  });

  it('takes no payload of a crash for an answer, however good it looks', async () => {
    const { invoker } = answering(JSON.stringify(good), 'Unhandled');

    await expect(invoker.invoke(status)).resolves.toMatchObject({
      kind: 'crashed',
      errorType: 'Unhandled',
    });
  });

  it.each([
    [
      '{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out after 30.00 seconds"}',
      'Sandbox.Timedout',
      'Task timed out after 30.00 seconds',
    ],
    ['{"errorType":7}', 'Unhandled', 'the function ended without saying why'],
    ['not json', 'Unhandled', 'the function ended without saying why'],
    [undefined, 'Unhandled', 'the function ended without saying why'],
  ])('reads what it can of a crash with payload %s', async (payload, errorType, message) => {
    const { invoker } = answering(payload, 'Unhandled');

    await expect(invoker.invoke(status)).resolves.toEqual({ kind: 'crashed', errorType, message });
  });

  it('cuts the message of a crash at 500 characters', async () => {
    const { invoker } = answering(JSON.stringify({ errorMessage: 'x'.repeat(900) }), 'Unhandled');

    await expect(invoker.invoke(status)).resolves.toMatchObject({ message: 'x'.repeat(500) });
  });

  it.each([
    ['', 'not JSON'],
    [undefined, 'not JSON'],
    ['<html>', 'not JSON'],
    ['null', 'expected object'],
    [JSON.stringify({ ...good, more: 1 }), 'more'],
    [JSON.stringify({ ...good, services: [{ name: 'api' }] }), 'services.0.status'],
  ])('does not accept the answer %s', async (payload, words) => {
    const { invoker } = answering(payload);

    await expect(invoker.invoke(status)).resolves.toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining(words),
    });
  });
});
