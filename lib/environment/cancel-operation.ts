import { answerOf, userInfoOf } from '../operation/function-answer.ts';
import {
  done,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
  refuse,
} from '../operation/operation.ts';
import { writeText } from '../reply/plain-text.ts';
import { line, replyOf } from '../reply/reply.ts';
import { type ApprovalRequest, isEnded } from '../request/request.ts';
import { requestResource } from '../request/request-resource.ts';
import type { EnvironmentPorts } from './change-operations.ts';
import { headOf } from './environment-wording.ts';
import { outcomeOf } from './follow-operation.ts';
import { operationIdArg } from './operation-id-argument.ts';

const say = (text: string): Outcome => done(replyOf(line(text)));

/** Cancels one that has not begun; undefined when it is not so any more. */
const cancelBefore = async (
  { id, facts, operationId }: ApprovalRequest,
  { principal, requestId }: OperationContext,
  { workflow }: EnvironmentPorts,
): Promise<Outcome | undefined> => {
  const taken = await workflow.take(id, {
    do: 'cancel',
    by: principal.id,
    cause: requestId,
    alsoApproved: true,
  });
  return taken?.verdict === 'done'
    ? say(`${headOf(facts)} (${operationId}) is cancelled; it had not begun.`)
    : undefined;
};

/** Tells the orchestrator, which remembers it also where the operation has not reached it yet. */
const cancelAfter = async (
  { id, facts, operationId }: ApprovalRequest,
  context: OperationContext,
  { functions, workflow }: EnvironmentPorts,
): Promise<Outcome> => {
  const head = `${headOf(facts)} (${operationId})`;
  const outcome = await functions.invoke({
    function: 'orchestrator',
    payload: { action: 'cancel', operation_id: operationId, user_info: userInfoOf(context) },
  });
  const answer = answerOf('The orchestrator', outcome);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  workflow.look(id);
  const came = outcomeOf(answer.value);
  if (came.kind === 'failed' && came.refusal.code === 'CANCELLED') {
    return say(`${head} is cancelled. What was sent before goes on by itself.`);
  }
  return came.kind === 'failed'
    ? say(`${head} has failed before it could be cancelled: ${writeText(came.refusal.message)}`)
    : say(`${head} was done before it could be cancelled.`);
};

const cancelRequest = async (
  request: ApprovalRequest,
  context: OperationContext,
  ports: EnvironmentPorts,
): Promise<Outcome> => {
  if (isEnded(request)) {
    return say(
      `${headOf(request.facts)} (${request.operationId}) has ended already; its card says how.`,
    );
  }
  return (
    (await cancelBefore(request, context, ports)) ?? (await cancelAfter(request, context, ports))
  );
};

/** `/infra cancel`: ends an operation where it stands. */
export const cancelOperation = (ports: EnvironmentPorts): Operation => {
  const find = async (operationId: string): Promise<ApprovalRequest | undefined> => {
    const [found] = await ports.workflow.list(
      (request) => request.operationId === operationId && request.facts['verb'] !== undefined,
    );
    return found;
  };
  return operation({
    name: 'infra cancel',
    summary: 'Cancel an operation that is going on',
    example: '/infra cancel op-abc123',
    args: { operation: operationIdArg },
    dryRun: true,
    action: 'request:cancel',
    // Who may not see the history learns nothing from here of which operations there are.
    proposal: 'environment:history',
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
