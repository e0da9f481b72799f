import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bareNameOf } from './function-name.ts';
import type { FaultQueue, InvocationFault } from './invocation-faults.ts';
import { type FunctionHandler, type FunctionRun, runFunction } from './run-function.ts';

/** One call that reached a function that there is. */
export interface Invocation {
  readonly function: string;
  /** The parsed payload as it came. */
  readonly payload: unknown;
  /** Whether the handler ran. */
  readonly ran: boolean;
  readonly fault: InvocationFault | undefined;
}

/** What the API works on. */
export interface LambdaApiPorts {
  readonly functions: Readonly<Record<string, FunctionHandler>>;
  readonly faults: Pick<FaultQueue, 'take'>;
  readonly record: (invocation: Invocation) => void;
}

type ApiContext = Context<{ Bindings: HttpBindings }>;

/** Lambda's quota for a synchronous payload, in bytes. */
const largestPayload = 6 * 1024 * 1024;

const signaturePattern =
  /^AWS4-HMAC-SHA256 Credential=[^/,\s]+\/\d{8}\/[a-z0-9-]+\/lambda\/aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$/;

const serviceError = (
  context: ApiContext,
  status: 400 | 403 | 404 | 413 | 429 | 500,
  name: string,
  body: Readonly<Record<string, string>>,
): Response => {
  context.header('X-Amzn-Errortype', name);
  return context.json({ Type: status < 500 ? 'User' : 'Service', ...body }, status);
};

const silence = new Promise<never>(() => undefined);

const hangUp = (context: ApiContext): Promise<never> => {
  context.env.incoming.socket.destroy();
  return silence;
};

/** How an invocation that must not run is answered, or not answered. */
const refusals: Partial<
  Record<InvocationFault, (context: ApiContext) => Response | Promise<Response>>
> = {
  'reset-before-running': hangUp,
  throttled: (context) =>
    serviceError(context, 429, 'TooManyRequestsException', {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      message: 'Rate Exceeded.',
    }),
  'service-error': (context) =>
    serviceError(context, 500, 'ServiceException', { Message: 'An internal error occurred.' }),
};

const answerWith = (context: ApiContext, run: FunctionRun): Response => {
  context.header('X-Amz-Executed-Version', '$LATEST');
  context.header('Content-Type', 'application/json');
  if (run.functionError !== undefined) {
    context.header('X-Amz-Function-Error', run.functionError);
  }
  return context.body(run.payload, 200);
};

const throwing: FunctionHandler = () =>
  Promise.reject(new Error('thrown because the sandbox was told to'));

const foreignAnswer: FunctionRun = { payload: '{"done":true}', functionError: undefined };

/** Runs the function, or does not, and answers, or does not, as the fault demands. */
const invoke = async (
  context: ApiContext,
  call: Omit<Invocation, 'ran'>,
  { functions, record }: LambdaApiPorts,
): Promise<Response> => {
  const { fault } = call;
  const refusal = fault === undefined ? undefined : refusals[fault];
  if (refusal !== undefined) {
    record({ ...call, ran: false });
    return refusal(context);
  }
  record({ ...call, ran: fault !== 'handler-throws' });
  const handler = fault === 'handler-throws' ? undefined : functions[call.function];
  const run = await runFunction(handler ?? throwing, call.payload);
  if (fault === 'throws-after-running') {
    return answerWith(context, await runFunction(throwing, call.payload));
  }
  if (fault === 'answer-lost') {
    return hangUp(context);
  }
  if (fault === 'no-answer') {
    return silence;
  }
  return answerWith(context, fault === 'foreign-answer' ? foreignAnswer : run);
};

const parsePayload = (text: string): { readonly event: unknown } | undefined => {
  try {
    return { event: text === '' ? {} : JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const handleInvoke = async (context: ApiContext, ports: LambdaApiPorts): Promise<Response> => {
  const functionName = context.req.param('name') ?? '';
  const name = bareNameOf(functionName);
  if (name === undefined || !Object.hasOwn(ports.functions, name)) {
    const message = `Function not found: ${functionName}`;
    return serviceError(context, 404, 'ResourceNotFoundException', { Message: message });
  }
  const type = context.req.header('X-Amz-Invocation-Type') ?? 'RequestResponse';
  if (type === 'DryRun') {
    return context.body(null, 204);
  }
  if (type !== 'RequestResponse') {
    const message = `The sandbox does not invoke by ${type}.`;
    return serviceError(context, 400, 'InvalidParameterValueException', { message });
  }
  const body = await context.req.arrayBuffer();
  if (body.byteLength > largestPayload) {
    const message = `Request must be smaller than ${largestPayload} bytes for the InvokeFunction operation`;
    return serviceError(context, 413, 'RequestTooLargeException', { message });
  }
  const parsed = parsePayload(new TextDecoder().decode(body));
  if (parsed === undefined) {
    const message = 'Could not parse request body into json';
    return serviceError(context, 400, 'InvalidRequestContentException', { message });
  }
  return invoke(
    context,
    { function: name, payload: parsed.event, fault: ports.faults.take(actionOf(parsed.event)) },
    ports,
  );
};

/** The action that a payload of ours names. */
const actionOf = (event: unknown): string | undefined =>
  typeof event === 'object' &&
  event !== null &&
  'action' in event &&
  typeof event.action === 'string'
    ? event.action
    : undefined;

/** Lambda's Invoke over HTTP (API 2015-03-31), with its errors. Signatures must be there; they are not verified. */
export const createLambdaApi = (ports: LambdaApiPorts): Hono<{ Bindings: HttpBindings }> => {
  const api = new Hono<{ Bindings: HttpBindings }>();
  api.use(async (context, next) => {
    const authorization = context.req.header('Authorization');
    if (authorization === undefined) {
      const message = 'Missing Authentication Token';
      return serviceError(context, 403, 'MissingAuthenticationTokenException', { message });
    }
    if (!signaturePattern.test(authorization)) {
      const message = 'Authorization header is not a Signature Version 4 for lambda.';
      return serviceError(context, 403, 'IncompleteSignatureException', { message });
    }
    return next();
  });
  api.post('/2015-03-31/functions/:name/invocations', (context) => handleInvoke(context, ports));
  return api;
};
