import type { Person } from '../identity/directory.ts';
import type { RequestId } from '../kernel/ids.ts';
import type { Operation, Outcome } from '../operation/operation.ts';
import { plainText, writeText } from '../reply/plain-text.ts';
import { principalOf } from './people.fixture.ts';
import { anyRequestOperations, requestOperations } from './request-operations.ts';
import type { Shop } from './workflow.fixture.ts';

/** The operation with that verb, as `approve`: that of the command `root`, or that on whatever request for `request`. Throws if there is none. */
export const findOperation = ({ workflow }: Shop, verb: string, root = 'thing'): Operation => {
  const all =
    root === 'request'
      ? anyRequestOperations(workflow)
      : requestOperations({ root, listAction: 'image:list', workflow });
  const found = all.find(({ name }) => name === `${root} ${verb}`);
  if (found === undefined) {
    throw new Error(`there is no ${verb}`);
  }
  return found;
};

/** Who clicked, and the request that the click is itself. */
export const contextOf = (by: Person, requestId: RequestId = 'req-click1') =>
  ({ principal: principalOf(by), requestId, operationId: 'op-click1' }) as const;

/** What people read of an outcome, after its code where it failed; its kind where it has no words yet. */
export const say = (outcome: Outcome): string => {
  if (outcome.kind === 'done') {
    return plainText(outcome.reply);
  }
  return outcome.kind === 'failed'
    ? `${outcome.refusal.code}: ${writeText(outcome.refusal.message)}`
    : outcome.kind;
};

/** Plans and executes, as the flow does when the policy permits. */
export const run = async (
  shop: Shop,
  verb: string,
  by: Person,
  values: Readonly<Record<string, string>> = {},
  root = 'thing',
): Promise<string> => {
  const each = findOperation(shop, verb, root);
  const planned = await each.plan(values, contextOf(by));
  return planned.kind === 'planned'
    ? say(await each.execute(planned.plan.effects, contextOf(by)))
    : `${planned.refusal.code}: ${writeText(planned.refusal.message)}`;
};
