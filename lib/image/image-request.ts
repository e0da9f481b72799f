import type { ApprovalRequest } from '../request/request.ts';

/** Whether a request is one for an image. */
export const isImageRequest = ({ operation }: Pick<ApprovalRequest, 'operation'>): boolean =>
  operation === 'request-image';

/** The team for which an image is requested; `none` of somebody who is in no team. */
export const teamOf = ({ facts }: Pick<ApprovalRequest, 'facts'>): string =>
  facts['team'] ?? 'none';

/** Whether the last word on a request was yes, of people or of the policy, whatever became of it then. */
export const isApproved = ({ status }: Pick<ApprovalRequest, 'status'>): boolean =>
  status === 'approved' || status === 'running' || status === 'done' || status === 'failed';
