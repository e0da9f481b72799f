import type { RequestStatus } from './request.ts';

const texts = {
  pending: 'Pending approval',
  approved: 'Approved',
  running: 'Approved',
  done: 'Approved',
  failed: 'Failed',
  denied: 'Denied',
  cancelled: 'Cancelled',
  expired: 'Expired',
} as const satisfies Record<RequestStatus, string>;

/** A status in the words that people read. */
export const statusText = (status: RequestStatus): string => texts[status];
