import type { House } from './house.ts';
import type { Principal } from './identity/principal.ts';
import type { Answer, Attempt } from './operation/attempt.ts';
import type { Operation, Plan } from './operation/operation.ts';
import { proposalQuestion } from './operation/proposal-question.ts';
import * as replies from './operation/replies.ts';
import type { Command } from './operation/understand.ts';
import type { Decision } from './policy/policy.ts';

type Denial = Extract<Decision, { readonly kind: 'deny' }>;

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
  return refuseEarly(house, attempt, principal, { operation, values });
};

/** What somebody is told who may not do a thing, as far as that shows before it is planned; undefined where it does not. */
export const refuseEarly = async (
  house: House,
  attempt: Attempt,
  principal: Principal,
  { operation, values }: Pick<Command, 'operation' | 'values'>,
): Promise<Answer | undefined> => {
  const denied = deniedProposal(house, principal, operation);
  return denied === undefined
    ? refuseOutline(house, attempt, principal, { operation, values })
    : deny(house, attempt, denied);
};

/** The same, as far as its outline shows it. */
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

/** The policy's no to the operation as such; undefined where it is none. */
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

/** Records a denial, and says it. */
export const deny = async (
  { attempts }: House,
  attempt: Attempt,
  denial: Denial,
  plan?: Plan,
): Promise<Answer> => {
  await attempts.decided(attempt, denial, plan);
  return { end: 'denied', reply: replies.denialReply(denial, attempt.id) };
};
