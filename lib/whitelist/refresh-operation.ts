import { answerOf } from '../operation/function-answer.ts';
import {
  done,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
} from '../operation/operation.ts';
import { line, list, replyOf } from '../reply/reply.ts';
import { refreshedEnvironmentArg } from './arguments.ts';
import { functionName, headerOf } from './list-entries.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { whitelistResource } from './whitelist-resource.ts';
import { doneTitle } from './whitelist-wording.ts';

const executeRefresh = async (
  { functions }: WhitelistOperationPorts,
  environment: string,
  context: OperationContext,
): Promise<Outcome> => {
  const outcome = await functions.invoke({
    function: 'ip-whitelist',
    payload: {
      action: 'refresh',
      ...headerOf(context),
      environment,
    },
  });
  const answer = answerOf(functionName, outcome);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  const { added, removed, unmanaged } = answer.value;
  return done(
    replyOf(
      doneTitle('refresh', environment),
      line('Operation completed successfully.'),
      line('Details:'),
      list([
        `Rules added: ${added}`,
        `Rules removed: ${removed}`,
        `Rules left alone, because they were not made here: ${unmanaged}`,
      ]),
    ),
  );
};

/** `/infra whitelist refresh`: brings the security groups of an environment up to date with the table. */
export const refreshOperation = (ports: WhitelistOperationPorts): Operation =>
  operation({
    name: 'infra whitelist refresh',
    summary: 'Sync to security groups',
    example: '/infra whitelist refresh dev',
    args: { environment: refreshedEnvironmentArg(ports.environments) },
    dryRun: true,
    action: 'whitelist:refresh',
    changes: true,
    plan: async ({ environment }) => ({
      kind: 'planned',
      plan: {
        effects: [{ operation: 'whitelist:refresh', target: environment }],
        resource: whitelistResource(ports.environments, environment),
        facts: { environment },
      },
    }),
    execute: ([effect], context) => executeRefresh(ports, effect?.target ?? '', context),
  });
