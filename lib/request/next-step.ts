import type { Identify, Principal } from '../identity/principal.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import type { Effect, Operation, OperationContext, Refusal } from '../operation/operation.ts';
import type { Policy } from '../policy/policy.ts';
import { writeText } from '../reply/plain-text.ts';
import type { RequestCommand } from './decide.ts';
import type { ApprovalRequest } from './request.ts';
import { requestResource } from './request-resource.ts';

/** What is needed to find out what a request needs next. */
export interface StepPorts {
  readonly find: (operation: string) => Operation | undefined;
  readonly identify: Identify;
  readonly policy: Policy;
}

/**
 * What happens next by itself. `again`: it could not be found out now, or did not work now, and may a little
 * later; if it never does, `command` is what it comes to.
 */
export type Step =
  | { readonly kind: 'take'; readonly command: RequestCommand }
  | { readonly kind: 'again'; readonly why: string; readonly command: RequestCommand }
  | { readonly kind: 'wait' };

const failure = ({ code, message }: Refusal): RequestCommand => ({
  do: 'fail',
  code,
  reason: writeText(message),
});

const stepOf = (refusal: Refusal): Step =>
  refusal.passing === true
    ? { kind: 'again', why: refusal.code, command: failure(refusal) }
    : { kind: 'take', command: failure(refusal) };

const voidFor = (reason: string): Step => ({ kind: 'take', command: { do: 'void', reason } });

const stopFor = (code: string, reason: string): Step => ({
  kind: 'take',
  command: { do: 'fail', code, reason },
});

/** How many of those who approved may still approve: groups change between the click and the execution. */
const countEligible = async (request: ApprovalRequest, ports: StepPorts): Promise<number> => {
  const principals = await Promise.all(request.approvals.map(({ by }) => ports.identify(by)));
  const may = principals.filter(
    (principal) =>
      principal !== undefined &&
      ports.policy.decide({
        principal,
        action: 'request:approve',
        resource: requestResource(request),
      }).kind === 'permit',
  );
  return may.length;
};

const describeEffects = (effects: readonly Effect[]): string =>
  effects
    .map(({ operation, target, ...details }) =>
      [operation, target, ...Object.values(details)].join(' '),
    )
    .join('; ');

/** Asks the policy once more, and makes sure that what was approved is what would run. */
const beforeStart = async (
  request: ApprovalRequest,
  operation: Operation,
  requester: Principal,
  ports: StepPorts,
): Promise<Step> => {
  const planned = await operation.plan(request.args, contextOf(request, requester));
  if (planned.kind === 'refused') {
    return stepOf(planned.refusal);
  }
  const { effects, resource } = planned.plan;
  if (hashOf(effects) !== request.effectsHash) {
    const change = `${describeEffects(request.effects)} → ${describeEffects(effects)}`;
    return request.needed === 0
      ? stopFor(
          'EFFECTS_CHANGED',
          `what would happen has changed (${change}); please request it again`,
        )
      : voidFor(`what would happen has changed: ${change}`);
  }
  const eligible = await countEligible(request, ports);
  const decision = ports.policy.permits(
    { principal: requester, action: operation.action, resource },
    eligible,
  );
  if (decision.kind === 'permit') {
    return { kind: 'take', command: { do: 'start' } };
  }
  return eligible < request.approvals.length
    ? voidFor('somebody who approved may not approve any more')
    : stopFor('DENIED', `the policy does not allow it any more: ${decision.reasons.join(', ')}`);
};

const contextOf = (request: ApprovalRequest, principal: Principal): OperationContext => ({
  principal,
  requestId: request.id,
  operationId: request.operationId,
});

const run = async (
  request: ApprovalRequest,
  operation: Operation,
  requester: Principal,
): Promise<Step> => {
  const outcome = await operation.execute(request.effects, contextOf(request, requester));
  return outcome.kind === 'done'
    ? { kind: 'take', command: { do: 'finish', result: outcome.facts } }
    : { kind: 'take', command: failure(outcome.refusal) };
};

/**
 * What a request needs next without anybody's doing: an approved one is checked and started, a started one is
 * executed under its operation id, also when it was started before a crash. Rejects when the directory cannot
 * be asked.
 */
export const nextStep = async (request: ApprovalRequest, ports: StepPorts): Promise<Step> => {
  if (request.status !== 'approved' && request.status !== 'running') {
    return { kind: 'wait' };
  }
  const operation = ports.find(request.operation);
  const requester = await ports.identify(request.requester.id);
  if (operation === undefined) {
    return stopFor('OPERATION_UNKNOWN', `there is no operation '${request.operation}' any more`);
  }
  if (requester === undefined) {
    return stopFor('REQUESTER_UNKNOWN', 'the requester is not in the workspace any more');
  }
  return request.status === 'approved'
    ? beforeStart(request, operation, requester, ports)
    : run(request, operation, requester);
};
