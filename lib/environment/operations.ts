import { position } from '../command/arguments.ts';
import { choice } from '../command/value-types.ts';
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

/** The environments that people can control, from the configuration. */
export interface Environments {
  /** By name, in the order in which they are shown. */
  readonly all: ReadonlyMap<string, { readonly protected: boolean }>;
  /** Taken where none is named; one of `all`. */
  readonly byDefault: string;
}

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

const environmentArg = ({ all, byDefault }: Environments) =>
  position({
    label: 'Environment',
    hint: 'Which environment',
    placeholder: byDefault,
    default: byDefault,
    valueName: 'env',
    value: choice({ noun: 'environment', options: [...all.keys()] }),
  });

/** `/infra`: what people can see and do of environments. */
export const environmentOperations = (
  environments: Environments,
  functions: FunctionInvoker,
): readonly Operation[] => {
  const showStatus = async (
    [effect]: readonly Effect[],
    context: OperationContext,
  ): Promise<Outcome> => {
    const outcome = await functions.invoke({
      function: 'orchestrator',
      payload: {
        action: 'status',
        operation_id: context.operationId,
        user_info: userInfoOf(context),
        environment: effect?.target ?? environments.byDefault,
      },
    });
    const answer = answerOf('The orchestrator', outcome);
    if (!answer.ok) {
      return { kind: 'failed', refusal: answer.error };
    }
    const { environment } = answer.value;
    return environment === effect?.target
      ? done(statusReply(answer.value))
      : {
          kind: 'failed',
          refusal: {
            code: 'UNEXPECTED_ANSWER',
            message: `The orchestrator answered for ${environment}. Please tell an operator.`,
          },
        };
  };
  return [
    operation({
      name: 'infra status',
      summary: 'Show infrastructure state',
      example: '/infra status dev',
      args: { environment: environmentArg(environments) },
      dryRun: false,
      action: 'environment:status',
      changes: false,
      plan: async ({ environment }) => ({
        kind: 'planned',
        plan: {
          effects: [{ operation: 'environment:status', target: environment }],
          resource: {
            type: 'Environment',
            id: environment,
            attributes: { protected: environments.all.get(environment)?.protected ?? true },
          },
          facts: { environment },
        },
      }),
      execute: showStatus,
    }),
  ];
};
