import type { ArgValues } from '../command/spec.ts';
import type { Identify, Principal } from '../identity/principal.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import type { RequestId } from '../kernel/ids.ts';
import {
  breakGlassOption,
  explainFreeze,
  type FindFreeze,
  questionOf,
} from '../operation/freeze.ts';
import type { Effect, Operation, OperationContext, Plan, Refusal } from '../operation/operation.ts';
import type { Decision, Question } from '../policy/policy.ts';
import { writeText } from '../reply/plain-text.ts';
import { deadlinesFrom, type LadderSettings } from './ladder.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand } from './request-command.ts';
import { requestResource } from './request-resource.ts';
import type { WaitPorts } from './wait-step.ts';

/** What is needed to check a request, and to find out what it needs next. */
export interface StepPorts extends WaitPorts {
  readonly find: (operation: string) => Operation | undefined;
  readonly identify: Identify;
  readonly findFreeze: FindFreeze;
  /** How long a request waits that must ask again. */
  readonly ladder: LadderSettings;
  /** The requests that this process itself has checked before their start. */
  readonly checked: Set<RequestId>;
}

/** What comes of checking a request that was approved. */
export type CheckStep =
  | {
      readonly kind: 'take';
      readonly command: Extract<RequestCommand, { readonly do: 'start' | 'void' | 'fail' }>;
    }
  | { readonly kind: 'again'; readonly why: string; readonly command?: RequestCommand };

const failure = ({ code, message }: Refusal): Extract<RequestCommand, { readonly do: 'fail' }> => ({
  do: 'fail',
  code,
  reason: writeText(message),
});

/** What a refusal comes to: the end or, where the same may work a little later, another try before it. */
export const stepAfter = (refusal: Refusal): CheckStep =>
  refusal.passing === true
    ? { kind: 'again', why: refusal.code, command: failure(refusal) }
    : { kind: 'take', command: failure(refusal) };

/** The end of a request, and why. */
export const stopFor = (code: string, reason: string): CheckStep => ({
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

const differenceOf = (request: ApprovalRequest, { effects }: Plan): string =>
  `${describeEffects(request.effects)} → ${describeEffects(effects)}`;

/** Asks approvers again, for what is wanted by now and as many of them as the policy wants by now. */
const askAgain = (
  plan: Plan,
  decision: Decision,
  reason: string,
  { ladder, clock }: StepPorts,
): CheckStep => {
  if (decision.kind === 'deny') {
    return stopFor(
      'DENIED',
      `the policy does not allow it any more: ${decision.reasons.join(', ')}`,
    );
  }
  const { facts, effects } = plan;
  const needed = Math.max(1, decision.approvals);
  const wanted = {
    facts,
    effects,
    effectsHash: hashOf(effects),
    needed,
    policies: decision.reasons,
    deadlines: deadlinesFrom(ladder, clock.now()),
  };
  return { kind: 'take', command: { do: 'void', reason, wanted } };
};

const withoutGlass = ({ args }: ApprovalRequest): ArgValues => {
  const { [breakGlassOption]: _glass, ...usual } = args;
  return usual;
};

/** A glass counts while it was broken for what is to run: not where it made no difference, nor once people are asked after all. */
const argsInForce = (request: ApprovalRequest): ArgValues =>
  request.brokenGlass !== undefined && request.needed === 0 ? request.args : withoutGlass(request);

/** Asks the policy once more, and makes sure that what was approved is what would run. */
export const beforeStart = async (
  request: ApprovalRequest,
  operation: Operation,
  requester: Principal,
  ports: StepPorts,
): Promise<CheckStep> => {
  const planned = await operation.plan(request.args, contextOf(request, requester));
  if (planned.kind === 'refused') {
    return stepAfter(planned.refusal);
  }
  const { plan } = planned;
  const { findFreeze } = ports;
  const questionFor = (args: ArgValues): Question =>
    questionOf(findFreeze, requester, operation, args, plan);
  // Who must be asked after all is found out as if no glass had been broken.
  const decide = (): Decision =>
    explainFreeze(
      ports.policy.decide(questionFor(withoutGlass(request))),
      findFreeze,
      operation,
      plan,
    );
  if (hashOf(plan.effects) !== request.effectsHash) {
    const reason = `what would happen has changed: ${differenceOf(request, plan)}`;
    if (operation.confirmation?.isNeeded(request.args) === true) {
      // Nobody else's approval takes the place of what its requester confirmed by typing.
      return stopFor('CHANGED', `${reason}. Please type the command again and read the new plan`);
    }
    return askAgain(plan, decide(), reason, ports);
  }
  const eligible = await countEligible(request, ports);
  if (ports.policy.permits(questionFor(argsInForce(request)), eligible).kind === 'permit') {
    ports.checked.add(request.id);
    return { kind: 'take', command: { do: 'start' } };
  }
  const reason =
    eligible < request.approvals.length
      ? 'somebody who approved may not approve any more'
      : 'the policy has changed';
  return askAgain(plan, decide(), reason, ports);
};

/** On whose behalf, and under which ids, a request is planned and executed. */
export const contextOf = (request: ApprovalRequest, principal: Principal): OperationContext => ({
  principal,
  requestId: request.id,
  operationId: request.operationId,
});
