import type { EpochMillis } from '../kernel/clock.ts';
import type { ApprovalRequest, RequestStatus } from '../request/request.ts';
import { teamOf } from './image-request.ts';
import { day } from './utc-calendar.ts';

/** What a list may be restricted to. */
export const listFilters = [
  'pending',
  'approved',
  'denied',
  'failed',
  'expired',
  'cancelled',
  'all',
] as const;

/** One of {@link listFilters}. */
export type ListFilter = (typeof listFilters)[number];

/** The statuses that go by one name. */
const statusesOf = {
  pending: ['pending'],
  approved: ['approved', 'running', 'done'],
  denied: ['denied'],
  failed: ['failed'],
  expired: ['expired'],
  cancelled: ['cancelled'],
} as const satisfies Record<Exclude<ListFilter, 'all'>, readonly RequestStatus[]>;

/** How far back `all` goes. */
export const allDays = 30;

/** How many requests a page shows. */
export const pageSize = 10;

/** Which of the image requests are to be seen. */
export interface ListWish {
  readonly filter: ListFilter;
  /** In any case; undefined: of all teams. */
  readonly team: string | undefined;
  /** From 1. */
  readonly page: number;
}

/** A page of a list. */
export interface ListPage {
  readonly shown: readonly ApprovalRequest[];
  /** How many requests and pages there are in all. */
  readonly found: number;
  readonly pages: number;
}

/** Those that wait come first, the longest waiting of them first; then the newest. By id where the times are the same. */
const inOrder = (a: ApprovalRequest, b: ApprovalRequest): number => {
  const pending = Number(b.status === 'pending') - Number(a.status === 'pending');
  const age = a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id);
  return pending || (a.status === 'pending' ? age : -age);
};

const isCovered = (
  { status, createdAt }: ApprovalRequest,
  filter: ListFilter,
  now: EpochMillis,
): boolean => {
  if (filter === 'all') {
    return Date.parse(createdAt) >= now - allDays * day;
  }
  const statuses: readonly RequestStatus[] = statusesOf[filter];
  return statuses.includes(status);
};

/** The page of these requests that is wished; beyond the end it shows none. */
export const pageOf = (
  requests: readonly ApprovalRequest[],
  { filter, team, page }: ListWish,
  now: EpochMillis,
): ListPage => {
  const found = requests
    .filter(
      (each) =>
        isCovered(each, filter, now) &&
        (team === undefined || teamOf(each).toLowerCase() === team.toLowerCase()),
    )
    .toSorted(inOrder);
  return {
    shown: found.slice((page - 1) * pageSize, page * pageSize),
    found: found.length,
    pages: Math.ceil(found.length / pageSize),
  };
};
