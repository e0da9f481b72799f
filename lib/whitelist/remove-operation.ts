import type { WhitelistEntry } from '../contract/ip-whitelist.ts';
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
import { functionName, headerOf, listWithEnded } from './list-entries.ts';
import type { WhitelistOperationPorts } from './operation-ports.ts';
import { entryResource } from './whitelist-resource.ts';
import { doneTitle, lateGroups, openConnections } from './whitelist-wording.ts';

/**
 * What this very operation has removed before, where it is carried on after a crash. Then it is planned as at first, so that the policy is
 * asked the same and the function, which knows the operation's id, gives its first answer again.
 */
const findRemoved = async (
  { functions }: WhitelistOperationPorts,
  { ip, env }: Wanted,
  context: OperationContext,
): Promise<WhitelistEntry | undefined> => {
  const listed = await listWithEnded(functions, headerOf(context));
  return listed.ok
    ? listed.value.ended.find(
        ({ ip_address, environment, how, operation_id }) =>
          how === 'removed' &&
          operation_id === context.operationId &&
          ip_address === ip &&
          (env === undefined || environment === env),
      )
    : undefined;
};

const planOf = ({ environments }: WhitelistOperationPorts, entry: WhitelistEntry): Planned => {
  const { ip_address: target, environment } = entry;
  return {
    kind: 'planned',
    plan: {
      effects: [{ operation: 'whitelist:remove', target, environment }],
      resource: entryResource(environments, entry),
      facts: { environment, address: target },
    },
  };
};

const planRemoval = async (
  ports: WhitelistOperationPorts,
  wanted: Wanted,
  context: OperationContext,
): Promise<Planned> => {
  const found = await findEntry('remove', wanted, context, ports);
  if (found.ok) {
    return planOf(ports, found.value);
  }
  const removed =
    found.error.code === 'NOT_FOUND' ? await findRemoved(ports, wanted, context) : undefined;
  return removed === undefined ? { kind: 'refused', refusal: found.error } : planOf(ports, removed);
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
