import type { Resource } from '../policy/policy.ts';
import type { ApprovalRequest } from './request.ts';

/** A request as the policy sees it. */
export const requestResource = (request: Pick<ApprovalRequest, 'id' | 'requester'>): Resource => ({
  type: 'Request',
  id: request.id,
  attributes: { requester: { type: 'Principal', id: request.requester.id } },
});
