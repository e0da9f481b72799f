import type { House } from './house.ts';
import type { Answer, Attempt } from './operation/attempt.ts';
import { confirmationForm } from './operation/confirmation-form.ts';
import { decideOn } from './operation/decide-on.ts';
import { breakGlassOption, mayBreakGlass } from './operation/freeze.ts';
import * as replies from './operation/replies.ts';
import type { Incomplete, Unconfirmed } from './operation/understand.ts';
import { deny, refuseForm } from './refuse-early.ts';
import type { Form } from './reply/reply.ts';

/** What is said to somebody, or the form that they are shown. */
export interface Said extends Answer {
  readonly form?: Form;
}

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
