import { answerOf, userInfoOf } from '../operation/function-answer.ts';
import {
  done,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
  refuse,
} from '../operation/operation.ts';
import { line, replyOf } from '../reply/reply.ts';
import { type ApprovalRequest, isEnded } from '../request/request.ts';
import { requestResource } from '../request/request-resource.ts';
import type { EnvironmentPorts } from './change-operations.ts';
import { headOf } from './environment-wording.ts';
import { operationIdArg } from './operation-id-argument.ts';

const say = (text: string): Outcome => done(replyOf(line(text)));

/** Tells the orchestrator, unless the operation has not reached it or has ended. */
const cancelRequest = async (
  request: ApprovalRequest,
  context: OperationContext,
  { functions, workflow }: EnvironmentPorts,
): Promise<Outcome> => {
  const head = headOf(request.facts);
  const { operationId } = request;
  if (request.status === 'pending') {
    const { principal, requestId } = context;
    await workflow.take(request.id, { do: 'cancel', by: principal.id, cause: requestId });
    return say(`${head} (${operationId}) is cancelled; it had not begun.`);
  }
  if (isEnded(request)) {
    return say(`${head} (${operationId}) has ended already; its card says how.`);
  }
  const outcome = await functions.invoke({
    function: 'orchestrator',
    payload: { action: 'cancel', operation_id: operationId, user_info: userInfoOf(context) },
  });
  const answer = answerOf('The orchestrator', outcome);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  workflow.look(request.id);
  return answer.value.state === 'succeeded'
    ? say(`${head} (${operationId}) was done before it could be cancelled.`)
    : say(`${head} (${operationId}) is cancelled. What was sent before goes on by itself.`);
};

/** `/infra cancel`: ends an operation where it stands. */
export const cancelOperation = (ports: EnvironmentPorts): Operation => {
  const find = async (operationId: string): Promise<ApprovalRequest | undefined> => {
    const [found] = await ports.workflow.list(
      (request) => request.operationId === operationId && request.operation.startsWith('infra '),
    );
    return found;
  };
  return operation({
    name: 'infra cancel',
    summary: 'Cancel an operation that is going on',
    example: '/infra cancel op-abc123',
    args: { operation: operationIdArg },
    dryRun: false,
    action: 'request:cancel',
    changes: true,
    plan: async ({ operation: id }) => {
      const request = await find(id);
      return request === undefined
        ? refuse(
            'NOT_FOUND',
            `There is no operation ${id}. /infra history shows those that there were.`,
          )
        : {
            kind: 'planned',
            plan: {
              effects: [{ operation: 'environment:cancel', target: id }],
              resource: requestResource(request),
              facts: { operation: id },
            },
          };
    },
    execute: async ([effect], context) => {
      const request = await find(effect?.target ?? '');
      return request === undefined
        ? {
            kind: 'failed',
            refusal: { code: 'NOT_FOUND', message: 'There is no such operation any more.' },
          }
        : cancelRequest(request, context, ports);
    },
  });
};
