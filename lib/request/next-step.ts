import type { Identify, Principal } from '../identity/principal.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import type { EpochMillis } from '../kernel/clock.ts';
import type { RequestId } from '../kernel/ids.ts';
import { explainFreeze, type FindFreeze, questionOf } from '../operation/freeze.ts';
import type {
  Effect,
  Operation,
  OperationContext,
  Plan,
  Progress,
  Refusal,
} from '../operation/operation.ts';
import type { Decision } from '../policy/policy.ts';
import { writeText } from '../reply/plain-text.ts';
import { deadlinesFrom, type LadderSettings } from './ladder.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand } from './request-command.ts';
import { requestResource } from './request-resource.ts';
import { type WaitPorts, waitStep } from './wait-step.ts';

/** How far something that goes on by itself was at a look. */
export type Look = Omit<Progress, 'elapsed'>;

/** What is needed to find out what a request needs next. */
export interface StepPorts extends WaitPorts {
  readonly find: (operation: string) => Operation | undefined;
  readonly identify: Identify;
  readonly findFreeze: FindFreeze;
  /** How long a request waits that must ask again. */
  readonly ladder: LadderSettings;
  /** The requests that this process itself has checked before their start. */
  readonly checked: Set<RequestId>;
}

/**
 * What happens next by itself. `again`: it could not be found out now, or did not work now, and may a little
 * later; if it never does, `command` is what it comes to, and without one the request stays as it is for an operator.
 */
export type Step =
  | { readonly kind: 'take'; readonly command: RequestCommand }
  | {
      readonly kind: 'again';
      readonly why: string;
      readonly command?: RequestCommand;
      /** Whether it is tried for as long as it takes, because something goes on by itself meanwhile. */
      readonly isPatient?: boolean;
    }
  /** Nothing happens by itself before this time. */
  | { readonly kind: 'sleep'; readonly until: EpochMillis }
  /** It was begun and goes on by itself; look again. */
  | { readonly kind: 'underway'; readonly look: Look }
  | { readonly kind: 'wait' };

const failure = ({ code, message }: Refusal): RequestCommand => ({
  do: 'fail',
  code,
  reason: writeText(message),
});

const stepAfter = (refusal: Refusal): Step =>
  refusal.passing === true
    ? { kind: 'again', why: refusal.code, command: failure(refusal) }
    : { kind: 'take', command: failure(refusal) };

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

const differenceOf = (request: ApprovalRequest, { effects }: Plan): string =>
  `${describeEffects(request.effects)} → ${describeEffects(effects)}`;

/** Asks approvers again, for what is wanted by now and as many of them as the policy wants by now. */
const askAgain = (
  plan: Plan,
  decision: Decision,
  reason: string,
  { ladder, clock }: StepPorts,
): Step => {
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

/** Asks the policy once more, and makes sure that what was approved is what would run. */
const beforeStart = async (
  request: ApprovalRequest,
  operation: Operation,
  requester: Principal,
  ports: StepPorts,
): Promise<Step> => {
  const planned = await operation.plan(request.args, contextOf(request, requester));
  if (planned.kind === 'refused') {
    return stepAfter(planned.refusal);
  }
  const { plan } = planned;
  const { findFreeze } = ports;
  const question = questionOf(findFreeze, requester, operation, request.args, plan);
  const decide = (): Decision =>
    explainFreeze(ports.policy.decide(question), findFreeze, operation, plan);
  if (hashOf(plan.effects) !== request.effectsHash) {
    const reason = `what would happen has changed: ${differenceOf(request, plan)}`;
    if (operation.confirmation?.isNeeded(request.args) === true) {
      // Nobody else's approval takes the place of what its requester confirmed by typing.
      return stopFor('CHANGED', `${reason}. Please type the command again and read the new plan`);
    }
    return askAgain(plan, decide(), reason, ports);
  }
  const eligible = await countEligible(request, ports);
  if (ports.policy.permits(question, eligible).kind === 'permit') {
    ports.checked.add(request.id);
    return { kind: 'take', command: { do: 'start' } };
  }
  const reason =
    eligible < request.approvals.length
      ? 'somebody who approved may not approve any more'
      : 'the policy has changed';
  return askAgain(plan, decide(), reason, ports);
};

const contextOf = (request: ApprovalRequest, principal: Principal): OperationContext => ({
  principal,
  requestId: request.id,
  operationId: request.operationId,
});

/** Whoever asked, as they were known then: what runs is finished whether or not they are still there. */
const requesterOf = ({ requester }: ApprovalRequest): Principal => ({
  ...requester,
  kind: 'member',
  groups: [],
  teams: [],
});

/** Whether one that was started before a crash, and never began, may begin now. */
const mayBegin = async (
  request: ApprovalRequest,
  operation: Operation,
  ports: StepPorts,
): Promise<Refusal | undefined> => {
  if (ports.checked.has(request.id)) {
    return undefined;
  }
  const requester = await ports.identify(request.requester.id);
  if (requester === undefined) {
    return { code: 'REQUESTER_UNKNOWN', message: 'the requester is not in the workspace any more' };
  }
  const step = await beforeStart(request, operation, requester, ports);
  if (step.kind === 'again') {
    return { code: step.why, message: 'it could not be planned', passing: true };
  }
  if (step.kind !== 'take' || step.command.do === 'start') {
    return undefined;
  }
  const why = 'reason' in step.command ? step.command.reason : 'it is not allowed any more';
  return { code: 'NOT_BEGUN', message: `it had not begun, and will not: ${why}` };
};

const run = async (
  request: ApprovalRequest,
  operation: Operation,
  ports: StepPorts,
): Promise<Step> => {
  const context = {
    ...contextOf(request, requesterOf(request)),
    mayBegin: () => mayBegin(request, operation, ports),
  };
  const outcome = await operation.execute(request.effects, context);
  switch (outcome.kind) {
    case 'done':
      return { kind: 'take', command: { do: 'finish', result: outcome.facts } };
    case 'running':
      return {
        kind: 'underway',
        look: { shown: outcome.shown, canCancel: outcome.canCancel },
      };
    case 'unseen':
      return { kind: 'again', why: outcome.why, isPatient: true };
    case 'failed':
      return stepAfter(outcome.refusal);
    default:
      return outcome satisfies never;
  }
};

/**
 * What a request needs next without anybody's doing: an approved one is checked and started, a started one is
 * executed under its operation id, also when it was started before a crash, and never ends but by what its function
 * says. One that waits for people is asked about, reminded, escalated and given up. Rejects when the directory cannot be asked.
 */
export const nextStep = async (request: ApprovalRequest, ports: StepPorts): Promise<Step> => {
  if (request.status !== 'approved' && request.status !== 'running') {
    return waitStep(request, ports);
  }
  const operation = ports.find(request.operation);
  if (request.status === 'running') {
    return operation === undefined
      ? { kind: 'again', why: 'OPERATION_UNKNOWN' }
      : run(request, operation, ports);
  }
  if (operation === undefined) {
    return stopFor('OPERATION_UNKNOWN', `there is no operation '${request.operation}' any more`);
  }
  const requester = await ports.identify(request.requester.id);
  return requester === undefined
    ? stopFor('REQUESTER_UNKNOWN', 'the requester is not in the workspace any more')
    : beforeStart(request, operation, requester, ports);
};
