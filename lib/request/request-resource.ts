import type { PrincipalId } from '../kernel/ids.ts';
import type { EntityRef, Resource } from '../policy/policy.ts';
import type { ApprovalRequest } from './request.ts';

const principal = (id: PrincipalId): EntityRef => ({ type: 'Principal', id });

/** A request as the policy sees it: what it is about by its facts, as far as it has them. */
export const requestResource = ({
  id,
  requester,
  joiners,
  operation,
  facts,
  escalatedTo,
}: Pick<
  ApprovalRequest,
  'id' | 'requester' | 'joiners' | 'operation' | 'facts' | 'escalatedTo'
>): Resource => ({
  type: 'Request',
  id,
  attributes: {
    requester: principal(requester.id),
    joiners: joiners.map((each) => principal(each.id)),
    operation,
    image: facts['image'] ?? '',
    tier: facts['tier'] ?? '',
    team: facts['team'] ?? '',
    environment: facts['environment'] ?? '',
    escalated: escalatedTo !== undefined,
  },
});
