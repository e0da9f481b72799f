import type { ArgValues } from './command/spec.ts';
import type { House } from './house.ts';
import type { Principal } from './identity/principal.ts';
import { hashOf } from './kernel/canonical-json.ts';
import type { Answer, Attempt, OverLimit } from './operation/attempt.ts';
import { confirmationForm } from './operation/confirmation-form.ts';
import { decideOn } from './operation/decide-on.ts';
import { breakGlassOption, mayBreakGlass } from './operation/freeze.ts';
import type { Operation, OperationContext, Plan } from './operation/operation.ts';
import { proposalQuestion } from './operation/proposal-question.ts';
import * as replies from './operation/replies.ts';
import {
  type Command,
  formFor,
  type Incomplete,
  type Unconfirmed,
} from './operation/understand.ts';
import type { Decision } from './policy/policy.ts';
import type { Form } from './reply/reply.ts';
import type { Opened } from './request/new-request.ts';
import { submittedReply, takenRefusal } from './request/submitted-reply.ts';
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
): Promise<Said> => {
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
    return submitted(house.workflow, attempt, { kind: 'opened', request: opened });
  }
  const denied = deniedProposal(house, principal, operation);
  if (denied !== undefined) {
    return deny(house, attempt, denied);
  }
  const turnedDown = await refuseOutline(house, attempt, principal, { operation, values });
  if (turnedDown !== undefined) {
    return turnedDown;
  }
  const lacking = operation.lacks?.(values, principal) ?? {};
  if (Object.keys(lacking).length > 0) {
    return { end: 'asked', form: formFor(operation, values, dryRun, lacking) };
  }
  const context = { principal, requestId: attempt.id, operationId: attempt.operationId };
  const planned = await operation.plan(values, context);
  if (planned.kind === 'refused') {
    return { end: 'refused', reply: replies.refusalReply(planned.refusal, attempt.id) };
  }
  const { plan } = planned;
  if (!dryRun && !isPlanSeen(operation, values, plan)) {
    return { end: 'asked', form: confirmationForm(operation, values, plan, true) };
  }
  const { decision, incident } = decideOn(house, principal, { operation, values }, plan);
  if (decision.kind === 'deny') {
    return deny(house, attempt, decision, plan);
  }
  await house.attempts.decided(attempt, decision, plan);
  if (dryRun) {
    const { approvals } = decision;
    return { end: 'planned', reply: replies.dryRunReply(plan, approvals, operation.request) };
  }
  // Whoever breaks the glass leaves something to be reviewed, whatever it was for.
  if (decision.approvals > 0 || operation.request !== undefined || incident !== undefined) {
    const { channel } = attempt.origin;
    const request = {
      operation,
      args: values,
      plan,
      context,
      decision,
      ...(channel === undefined ? {} : { channel }),
      ...(incident === undefined ? {} : { incident }),
    };
    return submitted(house.workflow, attempt, await house.workflow.open(request));
  }
  return execute(operation, plan, context);
};

/** What is said to somebody, or the form that they are shown. */
export interface Said extends Answer {
  readonly form?: Form;
}

/** Whether the plan is the one that was seen, where one must be seen. */
const isPlanSeen = ({ confirmation }: Operation, values: ArgValues, plan: Plan): boolean =>
  confirmation?.isNeeded(values) !== true ||
  hashOf(plan.effects).startsWith(values['plan'] ?? 'none');

/**
 * Plans a command that must be confirmed, and gives the form in which its plan is read and the confirmation typed; or the answer, if
 * it cannot be planned or is not allowed. Whoever asks was let through by {@link refuseForm} before.
 */
export const planConfirmation = async (
  house: House,
  attempt: Attempt,
  { operation, values }: Unconfirmed,
): Promise<Said> => {
  const principal = await house.identify(attempt.principal);
  if (principal === undefined) {
    return { end: 'denied', reply: replies.strangerReply(attempt.id) };
  }
  const context = { principal, requestId: attempt.id, operationId: attempt.operationId };
  const planned = await operation.plan(values, context);
  if (planned.kind === 'refused') {
    return { end: 'refused', reply: replies.refusalReply(planned.refusal, attempt.id) };
  }
  const { plan } = planned;
  const { decision } = decideOn(house, principal, { operation, values }, plan);
  return decision.kind === 'deny'
    ? deny(house, attempt, decision, plan)
    : { end: 'asked', form: confirmationForm(operation, values, plan, false) };
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
  return refuseOutline(house, attempt, principal, { operation, values });
};

/** The form of what is missing as it suits whoever asks, or what they are told who may not be shown it. */
export const askForMissing = async (
  house: House,
  attempt: Attempt,
  incomplete: Incomplete,
): Promise<Said> => {
  const refused = await refuseForm(house, attempt, incomplete);
  const principal = await house.identify(attempt.principal);
  if (refused !== undefined || principal === undefined) {
    return refused ?? { end: 'denied', reply: replies.strangerReply(attempt.id) };
  }
  const { form, operation } = incomplete;
  const { [breakGlassOption]: glass, ...usual } = form.fields;
  const offered = glass === undefined || !mayBreakGlass(principal) ? usual : form.fields;
  const fields = operation.suit?.(offered, principal) ?? offered;
  return { end: 'asked', form: { ...form, fields } };
};

/** What somebody is told who may not do the thing, as far as its outline shows that before it is planned. */
const refuseOutline = async (
  house: House,
  attempt: Attempt,
  principal: Principal,
  { operation, values }: Pick<Command, 'operation' | 'values'>,
): Promise<Answer | undefined> => {
  const outlined = await operation.outline?.(values);
  if (outlined === undefined && operation.formAction !== undefined) {
    const decision = house.policy.decide(
      proposalQuestion(principal, operation, operation.formAction),
    );
    return decision.kind === 'deny' ? deny(house, attempt, decision) : undefined;
  }
  if (outlined?.kind === 'refused') {
    return { end: 'refused', reply: replies.refusalReply(outlined.refusal, attempt.id) };
  }
  const { plan } = outlined ?? {};
  const decision =
    plan && house.policy.decide({ principal, action: operation.action, resource: plan.resource });
  return decision?.kind === 'deny' ? deny(house, attempt, decision, plan) : undefined;
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
  switch (outcome.kind) {
    case 'done':
      return { end: 'answered', reply: outcome.reply };
    case 'failed':
      return { end: 'failed', reply: replies.refusalReply(outcome.refusal, context.requestId) };
    case 'running':
    case 'unseen':
      throw new Error(`${operation.name} goes on by itself, but has no card to follow it by`);
    default:
      return outcome satisfies never;
  }
};

const submitted = (workflow: Workflow, attempt: Attempt, opened: Opened): Answer => {
  const { kind, request } = opened;
  const wording = workflow.wordingOf(request);
  return kind === 'taken'
    ? { end: 'refused', reply: replies.refusalReply(takenRefusal(request, wording), attempt.id) }
    : { end: 'submitted', reply: submittedReply({ kind, request }, wording) };
};
