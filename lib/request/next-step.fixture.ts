import { hashOf } from '../kernel/canonical-json.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { Operation } from '../operation/operation.ts';
import type { Decision, Policy } from '../policy/policy.ts';
import type { StepPorts } from './before-start.ts';
import { nextStep, type Step } from './next-step.ts';
import { alice, amir } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest, Wanted } from './request.ts';
import { policy, type World } from './workflow.fixture.ts';

/** A request for a lamp that Alice approved, one that Amir approved as well, and one that runs. */
export const approvedByAlice = requestOf({
  status: 'approved',
  approvals: [{ by: alice.id, cause: 'req-a1' }],
});
export const approvedByBoth = requestOf({
  status: 'approved',
  approvals: [...approvedByAlice.approvals, { by: amir.id, cause: 'req-b1' }],
});
export const running = { ...approvedByAlice, status: 'running' } as const;

/** What finds the next step in a world in which there is only this operation. */
export const stepPortsOf = (
  world: World,
  operation: Operation | undefined = world.works.operation,
): StepPorts => ({
  find: () => operation,
  identify: world.town.identify,
  policy,
  findFreeze: () => undefined,
  memberships: world.town.memberships,
  ladder: {},
  clock: world.clock,
  found: new Set(),
  finding: createSequence(),
  checked: new Set(),
});

/** What comes next in a world: `has` tells whether the operation is there, `asks` is another policy. */
export const stepOf = (
  world: World,
  request: ApprovalRequest = approvedByAlice,
  { asks = policy, has = true }: { asks?: Policy; has?: boolean } = {},
): Promise<Step> =>
  nextStep(request, {
    ...stepPortsOf(world),
    find: (name) => (has && name === 'thing' ? world.works.operation : undefined),
    policy: asks,
  });

/** The policies that ship, with another answer to whether a thing may be built now. */
export const answering = (decision: Decision): Policy => ({
  decide: (question) =>
    question.action === 'image:provision' ? decision : policy.decide(question),
  permits: (_, approvals) =>
    decision.kind === 'permit' && approvals < decision.approvals
      ? { kind: 'deny', reasons: decision.reasons }
      : decision,
});

/** The policies that ship, but that things need so many approvals. */
export const needing = (approvals: number): Policy =>
  answering({ kind: 'permit', approvals, reasons: [`things need ${approvals} by now`] });

/** The step that ends a request as failed. */
export const fails = (code: string, reason: string): Step => ({
  kind: 'take',
  command: { do: 'fail', code, reason },
});

/** What the lamp comes to while the catalogue has it in this tier. */
export const lampOf = (tier: string): Pick<Wanted, 'facts' | 'effects' | 'effectsHash'> => {
  const effects = [{ operation: 'thing:build', target: 'lamp', tier }];
  return { facts: { thing: 'lamp' }, effects, effectsHash: hashOf(effects) };
};
