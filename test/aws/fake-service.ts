import type { z } from 'zod';
import { AwsFault } from './aws-fault.ts';
import { type QueryForm, readQueryForm } from './query-form.ts';
import { writeXml, type Xml } from './write-xml.ts';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly action: string;
  readonly body: string;
}

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** One service of the fake, in its own protocol. */
export interface FakeService {
  /** The action that a request names. */
  actionOf(target: string | undefined, body: string): string;
  /** Does the work; throws AwsFault where it is refused. */
  answer(request: WireRequest): WireAnswer;
  refuse(fault: AwsFault): WireAnswer;
  /** What it says when it is asked too much. */
  readonly throttle: () => AwsFault;
}

/** An action in JSON: a closed schema of its input, and what it does. */
export interface JsonAction {
  readonly run: (input: unknown) => unknown;
}

/** Pairs a closed schema with what is done with an input that fits it. */
export const jsonAction = <S extends z.ZodType>(
  schema: S,
  run: (input: z.infer<S>) => unknown,
): JsonAction => ({
  run: (input) => {
    const read = schema.safeParse(input);
    if (!read.success) {
      throw new AwsFault('SerializationException', read.error.message);
    }
    return run(read.data);
  },
});

/** A service that speaks awsJson, its requests' targets being `<prefix>.<action>`. */
export const createJsonService = (
  prefix: string,
  actions: Readonly<Record<string, JsonAction>>,
  version: '1.0' | '1.1' = '1.1',
): FakeService => {
  const contentType = `application/x-amz-json-${version}`;
  return {
    actionOf: (target = '') =>
      target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : '',
    answer: ({ action, body }) => {
      const known = actions[action];
      if (known === undefined) {
        throw new AwsFault('UnknownOperationException', `unknown action ${action}`);
      }
      return { status: 200, contentType, body: JSON.stringify(known.run(JSON.parse(body)) ?? {}) };
    },
    refuse: ({ code, status, message, fields }) => ({
      status,
      contentType,
      body: JSON.stringify({ ...fields, __type: `com.amazonaws#${code}`, message }),
    }),
    throttle: () => new AwsFault('ThrottlingException', 'Rate exceeded'),
  };
};

/** An action in the Query protocol: its parameters (indexes as `N`), and what it does. */
export interface QueryAction {
  readonly parameters: readonly string[];
  readonly run: (form: QueryForm) => Xml;
}

const formAction = (body: string): string => new URLSearchParams(body).get('Action') ?? '';

const runQuery = (
  actions: Readonly<Record<string, QueryAction>>,
  { action, body }: WireRequest,
): Xml => {
  const known = actions[action];
  if (known === undefined) {
    throw new AwsFault('InvalidAction', `The action ${action} is not valid`);
  }
  return known.run(readQueryForm(body, known.parameters));
};

const contentType = 'text/xml';

/** A service that speaks awsQuery, as RDS and CloudFormation do. */
export const createQueryService = (
  actions: Readonly<Record<string, QueryAction>>,
): FakeService => ({
  actionOf: (_, body) => formAction(body),
  answer: (request) => {
    const result = writeXml({ [`${request.action}Result`]: runQuery(actions, request) });
    const body = `<${request.action}Response>${result}</${request.action}Response>`;
    return { status: 200, contentType, body };
  },
  refuse: ({ code, status, message }) => ({
    status,
    contentType,
    body: writeXml({ ErrorResponse: { Error: { Type: 'Sender', Code: code, Message: message } } }),
  }),
  throttle: () => new AwsFault('Throttling', 'Rate exceeded'),
});

/** A service that speaks ec2Query. */
export const createEc2Service = (actions: Readonly<Record<string, QueryAction>>): FakeService => ({
  actionOf: (_, body) => formAction(body),
  answer: (request) => ({
    status: 200,
    contentType,
    body: writeXml({ [`${request.action}Response`]: runQuery(actions, request) }),
  }),
  refuse: ({ code, status, message }) => ({
    status,
    contentType,
    body: writeXml({ Response: { Errors: { Error: { Code: code, Message: message } } } }),
  }),
  throttle: () => new AwsFault('RequestLimitExceeded', 'Request limit exceeded.', { status: 503 }),
});
