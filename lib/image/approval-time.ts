import type { EpochMillis, Millis } from '../kernel/clock.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { isApproved } from './image-request.ts';
import { day } from './utc-calendar.ts';

/**
 * How long people took to approve a request, from its creation to its last approval. Undefined where they have not approved it, and
 * where nobody had to: what a policy approves at once says nothing about people.
 */
export const approvalTime = (request: ApprovalRequest): Millis | undefined => {
  const { needed, approvedAt, createdAt } = request;
  return needed > 0 && approvedAt !== undefined && isApproved(request)
    ? Date.parse(approvedAt) - Date.parse(createdAt)
    : undefined;
};

/** The times of those requests that people have approved. */
export const approvalTimes = (requests: readonly ApprovalRequest[]): readonly Millis[] =>
  requests.map(approvalTime).filter((time) => time !== undefined);

/** The days over which people's speed is averaged. */
export const averagedDays = 30;

/** How long people took on average, of what they approved in the last 30 days; undefined where that was nothing. */
export const averageApprovalTime = (
  requests: readonly ApprovalRequest[],
  now: EpochMillis,
): Millis | undefined => {
  const since = now - averagedDays * day;
  const times = approvalTimes(
    requests.filter(
      ({ approvedAt }) => approvedAt !== undefined && Date.parse(approvedAt) >= since,
    ),
  );
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0) / times.length;
};
