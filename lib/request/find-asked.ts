import { approversGroup, type Memberships, rolesOf } from '../identity/principal.ts';
import type { PrincipalId } from '../kernel/ids.ts';
import { yieldToOthers } from '../kernel/yield-to-others.ts';
import type { Policy } from '../policy/policy.ts';
import type { ApprovalRequest } from './request.ts';
import { requestResource } from './request-resource.ts';

/** What is needed to find out whom a request waits for. */
export interface AskedPorts {
  readonly memberships: () => Promise<Memberships>;
  readonly policy: Policy;
}

/** More approvers than this are not named one by one. */
const maxAsked = 50;

/** Whoever was passed over is told, all of them: more than these belong to no group. */
const maxPassedOver = 1_000;

/** Each question takes milliseconds, and commands must be acknowledged meanwhile. */
const questionsInARow = 5;

/**
 * Who of a group may approve this request now, in the order of the configuration, at most 50 or, if the glass was broken, 1,000:
 * those whom the policy would let as members of the workspace. Whether they still are is not asked for each of them, because that would
 * use up the directory's limit on such questions; it is asked when they click. Rejects as the memberships do.
 */
export const findAsked = async (
  request: Parameters<typeof requestResource>[0] & Pick<ApprovalRequest, 'brokenGlass'>,
  { memberships, policy }: AskedPorts,
  { group = approversGroup }: { readonly group?: string } = {},
): Promise<readonly PrincipalId[]> => {
  const all = await memberships();
  const resource = requestResource(request);
  const most = request.brokenGlass === undefined ? maxAsked : maxPassedOver;
  const asked: PrincipalId[] = [];
  let questions = 0;
  for (const id of all.groups.get(group) ?? []) {
    if (asked.length === most) {
      break;
    }
    questions += 1;
    if (questions % questionsInARow === 0) {
      await yieldToOthers();
    }
    const principal = { id, kind: 'member', ...rolesOf(all, id) } as const;
    if (policy.decide({ principal, action: 'request:approve', resource }).kind === 'permit') {
      asked.push(id);
    }
  }
  return asked;
};

/** Whether it matters who may approve a request, and nobody has found that out. */
export const isUnasked = ({ status, asked, brokenGlass }: ApprovalRequest): boolean =>
  asked === undefined && (status === 'pending' || brokenGlass !== undefined);
