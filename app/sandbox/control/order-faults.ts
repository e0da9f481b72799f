import { z } from 'zod';
import { imageProvisionerActions } from '../../../lib/contract/image-provisioner.ts';
import { ipWhitelistActions } from '../../../lib/contract/ip-whitelist.ts';
import { orchestratorActions } from '../../../lib/contract/orchestrator.ts';
import { fail } from '../../../lib/kernel/result.ts';
import { type InvocationFaults, invocationFaults } from '../lambda/invocation-faults.ts';
import type { Fault, Faults } from '../workspace/web-api/faults.ts';
import { expectedOneOf } from './expected-one-of.ts';
import { carriedOut, type Order, readOrder } from './order.ts';

/** What faults are set on. */
export interface FaultPorts {
  readonly slack: Faults;
  /** The methods of the Web API that there are. */
  readonly methods: readonly string[];
  readonly functions: InvocationFaults;
}

const times = z.int().min(1).max(10_000).default(1);
const seconds = z.int().min(1).max(3_600);
const millis = z.int().min(1).max(600_000);

const slackFaults = [
  'rate-limit',
  'http',
  'error',
  'reset',
  'answer-lost',
  'late',
  'silence',
] as const;

const slackSchema = (methods: readonly string[]) => {
  const known = [...methods, 'response_url', '*'];
  const aim = {
    target: z.literal('slack'),
    method: z.enum(known, { error: expectedOneOf(known) }).default('*'),
    times,
  };
  return z.discriminatedUnion(
    'fault',
    [
      z.strictObject({ ...aim, fault: z.literal('rate-limit'), retryAfter: seconds }),
      z.strictObject({
        ...aim,
        fault: z.literal('http'),
        status: z.int().min(400).max(599),
        retryAfter: seconds.optional(),
      }),
      z.strictObject({
        ...aim,
        fault: z.literal('error'),
        code: z.string().regex(/^[a-z_]{1,64}$/, {
          error: "expected a code of Slack's, as internal_error",
        }),
      }),
      z.strictObject({ ...aim, fault: z.enum(['reset', 'answer-lost', 'silence']) }),
      z.strictObject({ ...aim, fault: z.literal('late'), by: millis }),
    ],
    { error: expectedOneOf(slackFaults) },
  );
};

type SlackOrder = z.infer<ReturnType<typeof slackSchema>>;

const actions = [
  ...Object.keys(orchestratorActions),
  ...Object.keys(ipWhitelistActions),
  ...Object.keys(imageProvisionerActions),
];

const functionsSchema = z.strictObject({
  target: z.literal('functions'),
  action: z.enum(actions, { error: expectedOneOf(actions) }).optional(),
  fault: z.enum(invocationFaults, { error: expectedOneOf(invocationFaults) }),
  times,
});

const targets = ['slack', 'functions'] as const;
const targetOf = z.enum(targets, { error: expectedOneOf(targets) });
const targetedSchema = z.looseObject({ target: targetOf });

const toFault = (order: SlackOrder): Fault => {
  switch (order.fault) {
    case 'rate-limit':
      return { kind: 'http', status: 429, retryAfter: order.retryAfter };
    case 'http': {
      const { status, retryAfter } = order;
      return { kind: 'http', status, ...(retryAfter === undefined ? {} : { retryAfter }) };
    }
    case 'error':
      return { kind: 'error', code: order.code };
    case 'late':
      return { kind: 'late', by: order.by };
    case 'answer-lost':
      return { kind: 'lost answer' };
    case 'reset':
    case 'silence':
      return { kind: order.fault };
    default:
      return order satisfies never;
  }
};

/** Spoils the next calls of Slack's Web API, or the next invocations of functions, behind those that wait already. */
export const createOrderFaults = ({ slack, methods, functions }: FaultPorts): Order => {
  const schema = slackSchema(methods);
  return (body) => {
    const targeted = readOrder(targetedSchema, body);
    if (!targeted.ok) {
      return targeted;
    }
    if (targeted.value.target === 'slack') {
      const order = readOrder(schema, body);
      if (!order.ok) {
        return order;
      }
      slack.next(order.value.method, toFault(order.value), order.value.times);
      return carriedOut;
    }
    const order = readOrder(functionsSchema, body);
    if (!order.ok) {
      return order;
    }
    const { action, fault, times: count } = order.value;
    functions.next(fault, { ...(action === undefined ? {} : { action }), times: count });
    return carriedOut;
  };
};

const forgetSchema = z.strictObject({ target: targetOf.optional() });

/** Forgets the faults that wait: those of one target, or all. */
export const createForgetFaults =
  ({ slack, functions }: Pick<FaultPorts, 'slack' | 'functions'>): Order =>
  (query) => {
    const order = readOrder(forgetSchema, query);
    if (!order.ok) {
      return fail(order.error);
    }
    const { target } = order.value;
    if (target !== 'functions') {
      slack.clear();
    }
    if (target !== 'slack') {
      functions.clear();
    }
    return carriedOut;
  };
