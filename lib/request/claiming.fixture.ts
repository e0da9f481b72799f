import type { Person } from '../identity/directory.ts';
import type { EpochMillis } from '../kernel/clock.ts';
import type { RequestId } from '../kernel/ids.ts';
import type { Operation } from '../operation/operation.ts';
import { planOf } from '../operation/planned.fixture.ts';
import type { Opened } from './new-request.ts';
import { principalOf } from './people.fixture.ts';
import { createWorld, openShop, policy, type Shop, type World } from './workflow.fixture.ts';

/** Things are claimed by their first letter, and are the same if they are called the same. */
export const claiming = (operation: Operation): Operation => ({
  ...operation,
  claim: ([effect]) => effect && { name: effect.target.charAt(0), content: effect.target },
});

/** A shop whose things are claimed. */
export const openClaiming = (
  world: World = createWorld(),
  history: Shop['ledger']['history'] = [],
) => {
  const works = { ...world.works, operation: claiming(world.works.operation) };
  return openShop({ world: { ...world, works }, history });
};

/** Somebody asks for a thing; how many approvals that needs the policy says, and it came in now, unless said otherwise. */
export const ask = async (
  shop: Shop,
  by: Person,
  thing: string,
  id: RequestId,
  {
    approvals,
    receivedAt = shop.clock.now(),
  }: { approvals?: number; receivedAt?: EpochMillis } = {},
): Promise<Opened> => {
  const { operation } = shop.works;
  const context = {
    principal: principalOf(by),
    requestId: id,
    operationId: `op-${id.slice(4)}`,
  } as const;
  const plan = await planOf(operation, { thing }, context);
  const { principal } = context;
  const asked = policy.decide({ principal, action: operation.action, resource: plan.resource });
  if (asked.kind === 'deny') {
    throw new Error('the policy said no');
  }
  const decision = { ...asked, approvals: approvals ?? asked.approvals };
  return shop.workflow.open({ operation, args: { thing }, plan, context, receivedAt, decision });
};
