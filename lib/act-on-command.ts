import type { House } from './house.ts';
import type { Principal } from './identity/principal.ts';
import type { Answer, Attempt, OverLimit } from './operation/attempt.ts';
import type { Operation, OperationContext, Plan } from './operation/operation.ts';
import { proposalQuestion } from './operation/proposal-question.ts';
import * as replies from './operation/replies.ts';
import type { Command } from './operation/understand.ts';
import type { Decision } from './policy/policy.ts';
import type { ApprovalRequest } from './request/request.ts';
import { submittedReply } from './request/submitted-reply.ts';
import type { Workflow } from './request/workflow.ts';

type Denial = Extract<Decision, { readonly kind: 'deny' }>;

/**
 * Identify, plan, decide, record the decision, act: one authorisation question whatever the surface. Rejects as the directory,
 * the ledger and a broken plan do.
 */
export const actOnCommand = async (
  house: House,
  attempt: Attempt,
  { operation, values, dryRun }: Command,
): Promise<Answer> => {
  if (attempt.overLimit !== undefined) {
    return turnDown(house, attempt, attempt.overLimit);
  }
  const principal = await house.identify(attempt.principal);
  if (principal === undefined) {
    return { end: 'denied', reply: replies.strangerReply(attempt.id) };
  }
  const opened = await house.workflow.load(attempt.id);
  if (opened !== undefined) {
    // Carried on after a crash between opening and answering: another plan might meet what this request has done.
    return submitted(house.workflow, opened);
  }
  const denied = deniedProposal(house, principal, operation);
  if (denied !== undefined) {
    return deny(house, attempt, denied);
  }
  const context = { principal, requestId: attempt.id, operationId: attempt.operationId };
  const planned = await operation.plan(values, context);
  if (planned.kind === 'refused') {
    return { end: 'refused', reply: replies.refusalReply(planned.refusal, attempt.id) };
  }
  const { plan } = planned;
  const { resource } = plan;
  const decision = house.policy.decide({ principal, action: operation.action, resource });
  if (decision.kind === 'deny') {
    return deny(house, attempt, decision, plan);
  }
  await house.attempts.decided(attempt, decision, plan);
  if (dryRun) {
    const { approvals } = decision;
    return { end: 'planned', reply: replies.dryRunReply(plan, approvals, operation.request) };
  }
  if (decision.approvals > 0 || operation.request !== undefined) {
    const request = { operation, args: values, plan, context, decision };
    return submitted(house.workflow, await house.workflow.open(request));
  }
  return execute(operation, plan, context);
};

/**
 * Whether somebody may be shown the form of what is missing: who may not do a thing is told so before they have written why.
 * Resolves with undefined when they may, or with the answer that they get instead.
 */
export const refuseForm = async (
  house: House,
  attempt: Attempt,
  { operation, values }: Pick<Command, 'operation' | 'values'>,
): Promise<Answer | undefined> => {
  const principal = await house.identify(attempt.principal);
  if (principal === undefined) {
    return { end: 'denied', reply: replies.strangerReply(attempt.id) };
  }
  const denied = deniedProposal(house, principal, operation);
  if (denied !== undefined) {
    return deny(house, attempt, denied);
  }
  const planned = await operation.beforeForm?.(values);
  if (planned?.kind === 'refused') {
    return { end: 'refused', reply: replies.refusalReply(planned.refusal, attempt.id) };
  }
  const { resource } = planned?.plan ?? {};
  const decision =
    resource && house.policy.decide({ principal, action: operation.action, resource });
  return decision?.kind === 'deny' ? deny(house, attempt, decision) : undefined;
};

const deniedProposal = (
  { policy }: House,
  principal: Principal,
  operation: Operation,
): Denial | undefined => {
  if (operation.proposal === undefined) {
    return undefined;
  }
  const decision = policy.decide(proposalQuestion(principal, operation, operation.proposal));
  return decision.kind === 'deny' ? decision : undefined;
};

const deny = async (
  { attempts }: House,
  attempt: Attempt,
  denial: Denial,
  plan?: Plan,
): Promise<Answer> => {
  await attempts.decided(attempt, denial, plan);
  return { end: 'denied', reply: replies.denialReply(denial, attempt.id) };
};

/** Denies what is over the limit without asking anybody: not who it is, nor what it would do. */
const turnDown = async (
  { attempts }: House,
  attempt: Attempt,
  overLimit: OverLimit,
): Promise<Answer> => {
  const reasons = [`one person changes at most ${overLimit.changesPerMinute} things a minute`];
  await attempts.decided(attempt, { kind: 'deny', reasons }, undefined);
  return { end: 'denied', reply: replies.overLimitReply(overLimit, attempt.id) };
};

const execute = async (
  operation: Operation,
  plan: Plan,
  context: OperationContext,
): Promise<Answer> => {
  const outcome = await operation.execute(plan.effects, context);
  return outcome.kind === 'done'
    ? { end: 'answered', reply: outcome.reply }
    : { end: 'failed', reply: replies.refusalReply(outcome.refusal, context.requestId) };
};

const submitted = (workflow: Workflow, request: ApprovalRequest): Answer => ({
  end: 'submitted',
  reply: submittedReply(request, workflow.wordingOf(request)),
});
