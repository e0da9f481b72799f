import type { ResponseOf } from '../contract/function-call.ts';
import { answerOf, userInfoOf } from '../operation/function-answer.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import {
  done,
  type Effect,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
} from '../operation/operation.ts';
import { line, type Part, type Reply, replyOf, title } from '../reply/reply.ts';
import { type Environments, environmentArg } from './arguments.ts';
import { environmentResource } from './environment-resource.ts';

type Status = ResponseOf<'orchestrator', 'status'>;

const signOf = (desired: number, running: number): string => {
  if (desired === 0) {
    return running === 0 ? '⏹️' : '⏳';
  }
  return running >= desired ? '✅' : '⚠️';
};

const databaseSigns: ReadonlyMap<string, string> = new Map([
  ['available', '✅'],
  ['stopped', '⏹️'],
]);

const section = (heading: string, items: readonly string[]): readonly Part[] => [
  line(heading),
  ...(items.length === 0 ? [line('none')] : items.map((item) => line(item))),
];

/** What runs in an environment, in the words of the seed. */
export const statusReply = ({ environment, services, databases }: Status): Reply =>
  replyOf(
    title(`Infrastructure Status: ${environment.toUpperCase()}`),
    ...section(
      'ECS Services:',
      services.map(
        ({ name, status, desired, running }) =>
          `${signOf(desired, running)} ${name} - ${status} (desired: ${desired})`,
      ),
    ),
    ...section(
      'RDS Instances:',
      databases.map(({ id, status }) => `${databaseSigns.get(status) ?? '⏳'} ${id} - ${status}`),
    ),
  );

const showStatus = async (
  environment: string,
  context: OperationContext,
  functions: FunctionInvoker,
): Promise<Outcome> => {
  const outcome = await functions.invoke({
    function: 'orchestrator',
    payload: {
      action: 'status',
      operation_id: context.operationId,
      user_info: userInfoOf(context),
      environment,
    },
  });
  const answer = answerOf('The orchestrator', outcome);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  return answer.value.environment === environment
    ? done(statusReply(answer.value))
    : {
        kind: 'failed',
        refusal: {
          code: 'UNEXPECTED_ANSWER',
          message: `The orchestrator answered for ${answer.value.environment}. Please tell an operator.`,
        },
      };
};

/** `/infra status`: what runs in an environment. */
export const statusOperation = (
  environments: Environments,
  functions: FunctionInvoker,
): Operation =>
  operation({
    name: 'infra status',
    summary: 'Show infrastructure state',
    example: '/infra status dev',
    args: { environment: environmentArg(environments) },
    dryRun: true,
    action: 'environment:status',
    changes: false,
    plan: async ({ environment }) => ({
      kind: 'planned',
      plan: {
        effects: [{ operation: 'environment:status', target: environment }],
        resource: environmentResource(environments, environment),
        facts: { environment },
      },
    }),
    execute: ([effect]: readonly Effect[], context) =>
      showStatus(effect?.target ?? environments.byDefault, context, functions),
  });
