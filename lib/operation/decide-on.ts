import type { ArgValues } from '../command/spec.ts';
import type { Principal } from '../identity/principal.ts';
import type { Decision, Policy } from '../policy/policy.ts';
import {
  breakGlassOption,
  explainFreeze,
  type FindFreeze,
  mayBreakGlass,
  questionOf,
} from './freeze.ts';
import type { Operation, Plan } from './operation.ts';

/** What a decision is found with. */
export interface DecisionPorts {
  readonly policy: Policy;
  readonly findFreeze: FindFreeze;
}

/** The policy's answer to a plan, and for which incident somebody had to pass over it to get this answer. */
export interface PlanDecision {
  readonly decision: Decision;
  /** Present iff the answer would be no, or would need more approvals, without the broken glass. */
  readonly incident?: string;
}

const notEntitled =
  'only the members of the break-glass group may use --break-glass; without it this is asked for as usual';

/**
 * The policy's answer in the circumstances of now, in words that name a freeze. The glass counts as broken only where that makes a
 * difference; who is not entitled to break it is denied, so that nobody believes they had.
 */
export const decideOn = (
  { policy, findFreeze }: DecisionPorts,
  principal: Principal,
  { operation, values }: { readonly operation: Operation; readonly values: ArgValues },
  plan: Plan,
): PlanDecision => {
  const ask = (given: ArgValues): Decision =>
    explainFreeze(
      policy.decide(questionOf(findFreeze, principal, operation, given, plan)),
      findFreeze,
      operation,
      plan,
    );
  const { [breakGlassOption]: incident, ...usual } = values;
  const without = ask(usual);
  if (incident === undefined) {
    return { decision: without };
  }
  if (!mayBreakGlass(principal)) {
    return {
      decision: without.kind === 'deny' ? without : { kind: 'deny', reasons: [notEntitled] },
    };
  }
  const broken = ask(values);
  const makesDifference =
    broken.kind === 'permit' && (without.kind === 'deny' || broken.approvals < without.approvals);
  return makesDifference ? { decision: broken, incident } : { decision: without };
};
