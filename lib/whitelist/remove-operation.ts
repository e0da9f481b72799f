import { answerOf } from '../operation/function-answer.ts';
import {
  done,
  type Effect,
  type Operation,
  type OperationContext,
  type Outcome,
  operation,
  type Planned,
} from '../operation/operation.ts';
import { line, replyOf } from '../reply/reply.ts';
import { entryEnvironmentArg, knownAddressArg } from './arguments.ts';
import { findEntry, type Wanted } from './find-entry.ts';
import { functionName, headerOf } from './list-entries.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { entryResource } from './whitelist-resource.ts';
import { doneTitle, lateGroups, openConnections } from './whitelist-wording.ts';

const planRemoval = async (
  ports: WhitelistOperationPorts,
  wanted: Wanted,
  context: OperationContext,
): Promise<Planned> => {
  const found = await findEntry('remove', wanted, context, ports);
  if (!found.ok) {
    return { kind: 'refused', refusal: found.error };
  }
  const { ip_address: target, environment } = found.value;
  return {
    kind: 'planned',
    plan: {
      effects: [{ operation: 'whitelist:remove', target, environment }],
      resource: entryResource(ports.environments, found.value),
      facts: { environment, address: target },
    },
  };
};

const executeRemoval = async (
  { functions, onChange }: WhitelistOperationPorts,
  effect: Effect | undefined,
  context: OperationContext,
): Promise<Outcome> => {
  const address = effect?.target ?? '';
  const environment = effect?.['environment'] ?? '';
  const outcome = await functions.invoke({
    function: 'ip-whitelist',
    payload: {
      action: 'remove',
      ...headerOf(context),
      ip_address: address,
      environment,
    },
  });
  const answer = answerOf(functionName, outcome);
  if (!answer.ok) {
    return { kind: 'failed', refusal: answer.error };
  }
  onChange(environment, address);
  return done(
    replyOf(
      doneTitle('remove', environment),
      line(`${address} may not connect any more. ${openConnections}`),
      ...(answer.value.synced === false ? [lateGroups] : []),
    ),
  );
};

/** `/infra whitelist remove`: lets an address in no longer. */
export const removeOperation = (ports: WhitelistOperationPorts): Operation =>
  operation({
    name: 'infra whitelist remove',
    summary: 'Remove IP',
    example: '/infra whitelist remove 1.2.3.4',
    form: { title: 'Remove an entry', submit: 'Remove' },
    args: { ip: knownAddressArg, env: entryEnvironmentArg(ports.environments) },
    dryRun: true,
    action: 'whitelist:remove',
    proposal: 'whitelist:list',
    changes: true,
    plan: (wanted, context) => planRemoval(ports, wanted, context),
    execute: ([effect], context) => executeRemoval(ports, effect, context),
  });
