import type { ArgValues } from './command/spec.ts';
import type { House } from './house.ts';
import type { Principal } from './identity/principal.ts';
import { hashOf } from './kernel/canonical-json.ts';
import type { Said } from './open-form.ts';
import type { Answer, Attempt, OverLimit } from './operation/attempt.ts';
import { confirmationForm } from './operation/confirmation-form.ts';
import { decideOn } from './operation/decide-on.ts';
import { breakGlassOption } from './operation/freeze.ts';
import type { Operation, OperationContext, Plan } from './operation/operation.ts';
import * as replies from './operation/replies.ts';
import { type Command, formFor } from './operation/understand.ts';
import { deny, refuseEarly } from './refuse-early.ts';
import type { NewRequest, Opened } from './request/new-request.ts';
import { submittedReply, takenRefusal } from './request/submitted-reply.ts';
import type { Workflow } from './request/workflow.ts';

/**
 * Identify, plan, decide, record the decision, act: one authorisation question whatever the surface. Rejects as the directory,
 * the ledger and a broken plan do.
 */
export const actOnCommand = async (
  house: House,
  attempt: Attempt,
  command: Command,
): Promise<Said> => {
  const { operation, values, dryRun } = command;
  if (attempt.overLimit !== undefined) {
    return turnDown(house, attempt, attempt.overLimit);
  }
  const principal = await house.identify(attempt.principal);
  if (principal === undefined) {
    return { end: 'denied', reply: replies.strangerReply(attempt.id) };
  }
  const earlier = await findEarlier(house.workflow, operation, attempt);
  if (earlier !== undefined) {
    return submitted(house.workflow, attempt, earlier);
  }
  const refused = await refuseEarly(house, attempt, principal, command);
  if (refused !== undefined) {
    return refused;
  }
  const lacking = operation.lacks?.(values, principal) ?? {};
  if (Object.keys(lacking).length > 0) {
    return { end: 'asked', form: formFor(operation, values, dryRun, lacking) };
  }
  return planAndAct(house, attempt, principal, command);
};

const planAndAct = async (
  house: House,
  attempt: Attempt,
  principal: Principal,
  { operation, values, dryRun }: Command,
): Promise<Said> => {
  const context = contextOf(principal, attempt);
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
    const args = argsToKeep(values, plan, incident);
    const receivedAt = house.attempts.receivedAt(attempt);
    const wish = { operation, args, plan, context, receivedAt, decision };
    const opened = await house.workflow.open(withOrigin(wish, attempt, incident));
    return submitted(house.workflow, attempt, opened);
  }
  return execute(operation, plan, context);
};

const contextOf = (
  principal: Principal,
  { id, operationId, isCarriedOn }: Attempt,
): OperationContext => ({
  principal,
  requestId: id,
  operationId,
  ...(isCarriedOn === undefined ? {} : { isCarriedOn }),
});

/** What the request is planned from again: what was found out counts, and no glass that was not broken. */
const argsToKeep = (
  values: ArgValues,
  { settled }: Plan,
  incident: string | undefined,
): ArgValues => {
  const { [breakGlassOption]: _glass, ...usual } = values;
  return { ...(incident === undefined ? usual : values), ...settled };
};

const withOrigin = (
  wish: Omit<NewRequest, 'channel' | 'incident'>,
  { origin: { channel } }: Attempt,
  incident: string | undefined,
): NewRequest => ({
  ...wish,
  ...(channel === undefined ? {} : { channel }),
  ...(incident === undefined ? {} : { incident }),
});

/**
 * What this very attempt has opened or joined before a crash, whatever has become of it since: another plan might meet what that
 * request has done.
 */
const findEarlier = async (
  workflow: Workflow,
  operation: Operation,
  { id }: Attempt,
): Promise<Opened | undefined> => {
  const opened = await workflow.load(id);
  if (opened !== undefined) {
    return { kind: 'opened', request: opened };
  }
  const [joined] =
    operation.claim === undefined
      ? []
      : await workflow.list(({ joiners }) => joiners.some(({ cause }) => cause === id));
  return joined && { kind: 'joined', request: joined };
};

/** Whether the plan is the one that was seen, where one must be seen. */
const isPlanSeen = ({ confirmation }: Operation, values: ArgValues, plan: Plan): boolean =>
  confirmation?.isNeeded(values) !== true ||
  hashOf(plan.effects).startsWith(values['plan'] ?? 'none');

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
