import type { EpochMillis, Millis } from '../kernel/clock.ts';
import { type ApprovalRequest, needsReview } from '../request/request.ts';
import { approvalTimes } from './approval-time.ts';
import { isApproved, teamOf } from './image-request.ts';
import { percentile } from './percentile.ts';
import { day, startOfDay, startOfMonth, startOfWeek } from './utc-calendar.ts';

/** So many of so many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** A share in whole per cent, 0 to 100; undefined of nothing. */
export const percentOf = ({ count, of }: Share): number | undefined =>
  of === 0 ? undefined : Math.round((100 * count) / of);

/** What is told of all requests and of each team's. */
export interface ReportCore {
  readonly requests: number;
  /** Those that were approved, by people or by a policy, of all that were approved or denied. */
  readonly approved: Share;
  /** How long people took to approve, and for nine of ten at most, by nearest rank; undefined where they approved nothing. */
  readonly median: Millis | undefined;
  readonly p90: Millis | undefined;
  /** Those that were provisioned, of all that the provisioner was asked for and that have ended. */
  readonly provisioned: Share;
}

/** The image requests of a period, in numbers. */
export interface ImageReport extends ReportCore {
  readonly days: number;
  /** How many requests there were on average over the period; a month has 30 days. */
  readonly average: Readonly<Record<'day' | 'week' | 'month', number>>;
  /** How many there have been since the beginning of this day, week (from Monday) and month, all UTC, whatever the period is. */
  readonly current: Readonly<Record<'day' | 'week' | 'month', number>>;
  readonly pending: number;
  readonly expired: number;
  readonly cancelled: number;
  /** How many people approved. */
  readonly approvedByPeople: number;
  /** What failed, the most frequent code first. */
  readonly errors: readonly { readonly code: string; readonly count: number }[];
  readonly breakGlass: { readonly uses: number; readonly unreviewed: number };
  /** The team with the most requests first; every request is in one of them. */
  readonly teams: readonly (ReportCore & { readonly team: string })[];
}

const count = (
  requests: readonly ApprovalRequest[],
  where: (request: ApprovalRequest) => boolean,
): number => requests.filter(where).length;

const withStatus = (
  requests: readonly ApprovalRequest[],
  status: ApprovalRequest['status'],
): number => count(requests, (each) => each.status === status);

const coreOf = (requests: readonly ApprovalRequest[]): ReportCore => {
  const approved = count(requests, isApproved);
  const times = approvalTimes(requests);
  const provisioned = withStatus(requests, 'done');
  // What failed before it was started never reached the provisioner.
  const failed = count(
    requests,
    ({ status, startedAt }) => status === 'failed' && startedAt !== undefined,
  );
  return {
    requests: requests.length,
    approved: { count: approved, of: approved + withStatus(requests, 'denied') },
    median: percentile(times, 50),
    p90: percentile(times, 90),
    provisioned: { count: provisioned, of: provisioned + failed },
  };
};

const groupsOf = (
  requests: readonly ApprovalRequest[],
  nameOf: (request: ApprovalRequest) => string,
): readonly (readonly [string, readonly ApprovalRequest[]])[] => {
  const names = new Set(requests.map(nameOf));
  return [...names].map((name) => [name, requests.filter((each) => nameOf(each) === name)]);
};

const errorsOf = (requests: readonly ApprovalRequest[]): ImageReport['errors'] => {
  const failed = requests.filter(({ status }) => status === 'failed');
  return groupsOf(failed, ({ ending }) => ending?.code ?? 'UNKNOWN')
    .map(([code, some]) => ({ code, count: some.length }))
    .toSorted((a, b) => b.count - a.count || a.code.localeCompare(b.code));
};

const teamsOf = (requests: readonly ApprovalRequest[]): ImageReport['teams'] =>
  groupsOf(requests, teamOf)
    .map(([team, some]) => ({ team, ...coreOf(some) }))
    .toSorted((a, b) => b.requests - a.requests || a.team.localeCompare(b.team));

/** Reports on the image requests that were made in the last `days` days. Pure; `requests` may hold older ones too. */
export const reportOn = (
  requests: readonly ApprovalRequest[],
  now: EpochMillis,
  days: number,
): ImageReport => {
  const since = (moment: EpochMillis): readonly ApprovalRequest[] =>
    requests.filter(({ createdAt }) => Date.parse(createdAt) >= moment);
  const period = since(now - days * day);
  return {
    days,
    ...coreOf(period),
    average: {
      day: period.length / days,
      week: (7 * period.length) / days,
      month: (30 * period.length) / days,
    },
    current: {
      day: since(startOfDay(now)).length,
      week: since(startOfWeek(now)).length,
      month: since(startOfMonth(now)).length,
    },
    pending: withStatus(period, 'pending'),
    expired: withStatus(period, 'expired'),
    cancelled: withStatus(period, 'cancelled'),
    approvedByPeople: approvalTimes(period).length,
    errors: errorsOf(period),
    breakGlass: {
      uses: count(period, ({ brokenGlass }) => brokenGlass !== undefined),
      unreviewed: count(period, needsReview),
    },
    teams: teamsOf(period),
  };
};
