import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  type AnswerTo,
  type FunctionCall,
  type FunctionName,
  functionArnVariables,
  readAnswer,
} from '../contract/function-call.ts';
import type { FunctionInvoker, InvocationOutcome } from '../operation/function-invoker.ts';
import { outcomeOfLambdaError } from './lambda-error.ts';

/** What a Lambda invoker works with. */
export interface LambdaInvokerOptions {
  /** One that never retries by itself, as `createLambdaClient` makes it. */
  readonly client: Pick<LambdaClient, 'send'>;
  /** Name or ARN of each function; what is absent or empty answers `not-configured`. */
  readonly arns: Readonly<Partial<Record<FunctionName, string | undefined>>>;
}

/** The longest text of a function's own exception that is handed on. */
const longestMessage = 500;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const textField = (value: unknown, field: string): string | undefined => {
  const found: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
  return typeof found === 'string' && found !== '' ? found.slice(0, longestMessage) : undefined;
};

/** Managed runtimes answer an exception with `{errorType, errorMessage, trace}`; timeouts and exits may lack fields. */
const crashOf = (functionError: string, payload: unknown): InvocationOutcome<never> => ({
  kind: 'crashed',
  errorType: textField(payload, 'errorType') ?? functionError,
  message: textField(payload, 'errorMessage') ?? 'the function ended without saying why',
});

const outcomeOf = <C extends FunctionCall>(
  call: C,
  output: InvokeCommandOutput,
): InvocationOutcome<AnswerTo<C>> => {
  const payload = parseJson(output.Payload?.transformToString() ?? '');
  // First of all: a crash comes with status 200, and its payload is not the function's answer.
  if (output.FunctionError !== undefined) {
    return crashOf(output.FunctionError, payload);
  }
  if (payload === undefined) {
    return { kind: 'unreadable', reason: 'the answer is not JSON' };
  }
  const answer = readAnswer(call, payload);
  return answer.ok
    ? { kind: 'answered', answer: answer.value }
    : { kind: 'unreadable', reason: answer.error };
};

/** Reaches functions by Lambda's Invoke, synchronously, once for each call. */
export const createLambdaInvoker = ({ client, arns }: LambdaInvokerOptions): FunctionInvoker => ({
  invoke: async <C extends FunctionCall>(
    call: C,
    signal?: AbortSignal,
  ): Promise<InvocationOutcome<AnswerTo<C>>> => {
    const arn = arns[call.function];
    if (arn === undefined || arn === '') {
      return { kind: 'not-configured', variable: functionArnVariables[call.function] };
    }
    if (signal?.aborted === true) {
      return { kind: 'not-run', retry: false, reason: 'given up before it was sent' };
    }
    const command = new InvokeCommand({
      FunctionName: arn,
      InvocationType: 'RequestResponse',
      Payload: new TextEncoder().encode(JSON.stringify(call.payload)),
    });
    try {
      return outcomeOf(call, await client.send(command, signal ? { abortSignal: signal } : {}));
    } catch (caught) {
      return outcomeOfLambdaError(caught);
    }
  },
});
