import type { EngineAnswer } from './cedar-engine.ts';
import type { Decision } from './policy.ts';

/** The most approvals that a policy may ask for. */
export const maxApprovals = 5;

/** A denial because the policy could not be asked; people read one sentence, the fault is for the log and the alarm. */
export const denyFaulty = (fault: string): Decision => ({
  kind: 'deny',
  reasons: ['the policy could not be asked, so the answer is no'],
  fault,
});

const isPermit = ({ kind }: EngineAnswer): boolean => kind === 'permit';

const reasonsOf = (answer: EngineAnswer | undefined): readonly string[] =>
  answer === undefined || answer.kind === 'faulty' ? [] : answer.reasons;

/**
 * What the answers for 0, 1, … approvals, in this order, come to. A permit needs the smallest number from which on
 * every answer is permit; its reasons are the policies that permit there, and those that forbade one approval less.
 * A denial gives the policies that forbid however many approve.
 */
export const settle = (action: string, answers: readonly EngineAnswer[]): Decision => {
  const broken = answers.find((answer) => answer.kind === 'faulty');
  if (broken) {
    return denyFaulty(`${action}: ${broken.fault}`);
  }
  const needed = answers.findIndex(isPermit);
  if (needed === -1) {
    const reasons = reasonsOf(answers.at(-1));
    return {
      kind: 'deny',
      reasons: reasons.length > 0 ? reasons : [`no policy permits ${action}`],
    };
  }
  const lost = answers.findIndex((answer, approvals) => approvals > needed && !isPermit(answer));
  if (lost !== -1) {
    return denyFaulty(
      `${action}: not monotone: permitted with ${needed} approvals, denied with ${lost} (${reasonsOf(answers[lost]).join('; ')})`,
    );
  }
  const reasons = new Set([...reasonsOf(answers[needed]), ...reasonsOf(answers[needed - 1])]);
  return { kind: 'permit', approvals: needed, reasons: [...reasons] };
};

/** The same with `approvals` people having approved: a permit that needs more of them is a denial that says so. */
export const settleAt = (
  action: string,
  answers: readonly EngineAnswer[],
  approvals: number,
): Decision => {
  const decision = settle(action, answers);
  if (decision.kind === 'deny' || approvals >= decision.approvals) {
    return decision;
  }
  const needed = `${action} needs ${decision.approvals} approvals and has ${approvals}`;
  return { kind: 'deny', reasons: [needed, ...reasonsOf(answers[approvals])] };
};
