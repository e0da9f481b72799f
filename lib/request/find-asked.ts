import { approversGroup, type Memberships } from '../identity/principal.ts';
import type { PrincipalId } from '../kernel/ids.ts';
import type { Policy, Subject } from '../policy/policy.ts';
import type { ApprovalRequest } from './request.ts';
import { requestResource } from './request-resource.ts';

/** What is needed to find out whom a request waits for. */
export interface AskedPorts {
  readonly memberships: () => Promise<Memberships>;
  readonly policy: Policy;
}

/** More approvers than this are not named one by one, nor told one by one. */
const maxAsked = 50;

const namesWith = (
  sets: ReadonlyMap<string, ReadonlySet<PrincipalId>>,
  id: PrincipalId,
): readonly string[] => [...sets].filter(([, members]) => members.has(id)).map(([name]) => name);

/**
 * Who may approve this request now, in the order of the configuration, at most 50: those of the approvers whom the policy would let
 * as members of the workspace. Whether they still are is not asked for each of them, because that would use up Slack's limit on such
 * questions; it is asked when they click. Rejects as the memberships do.
 */
export const findAsked = async (
  request: Parameters<typeof requestResource>[0],
  { memberships, policy }: AskedPorts,
): Promise<readonly PrincipalId[]> => {
  const { groups, teams } = await memberships();
  const resource = requestResource(request);
  const may = (id: PrincipalId): boolean => {
    const principal: Subject = {
      id,
      kind: 'member',
      groups: namesWith(groups, id),
      teams: namesWith(teams, id),
    };
    return policy.decide({ principal, action: 'request:approve', resource }).kind === 'permit';
  };
  return [...(groups.get(approversGroup) ?? [])].filter(may).slice(0, maxAsked);
};

/** Whether it matters who may approve a request, and nobody has found that out. */
export const isUnasked = ({ status, asked, brokenGlass }: ApprovalRequest): boolean =>
  asked === undefined && (status === 'pending' || brokenGlass !== undefined);
