import { hashOf } from '../kernel/canonical-json.ts';
import { type EpochMillis, toIsoTime } from '../kernel/clock.ts';
import { showMoment, showSpan } from '../kernel/show-time.ts';
import type { RequestWording } from '../operation/operation.ts';
import { noticeIdFrom } from '../reply/notice-id.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { line, list, note, type Part, person, replyOf, type Text, title } from '../reply/reply.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { averageApprovalTime, averagedDays } from './approval-time.ts';
import { isApproved } from './image-request.ts';
import { incidentSpans, unreviewed } from './unreviewed.ts';
import { startOfDay } from './utc-calendar.ts';

/** What a dashboard is written with. */
export interface DashboardWords {
  readonly wordingOf: (request: ApprovalRequest) => RequestWording;
  readonly now: EpochMillis;
}

/** How many requests a part of the dashboard names. */
const mostShown = 10;

/** The head of the dashboard, by which people know it. */
export const dashboardTitle = '📊 Image requests at a glance';

const named = (
  head: string,
  requests: readonly ApprovalRequest[],
  toText: (request: ApprovalRequest) => Text,
): readonly Part[] => {
  const rest = requests.length - mostShown;
  return [
    line(`${head}: ${requests.length}`),
    list(requests.slice(0, mostShown).map(toText)),
    ...(rest > 0 ? [note(`and ${rest} more`)] : []),
  ];
};

const pendingText = (request: ApprovalRequest, { wordingOf, now }: DashboardWords): Text => {
  const lacking = request.needed - request.approvals.length;
  return [
    `${request.id}: ${wordingOf(request).subject(request.facts)} for `,
    person(request.requester.id),
    `, ${showSpan(now - Date.parse(request.createdAt))} old, waits for ${lacking} approval${lacking === 1 ? '' : 's'}`,
  ];
};

/** What happened to requests since midnight UTC, in numbers. */
const todayLine = (requests: readonly ApprovalRequest[], now: EpochMillis): Part => {
  const isToday = (at: string | undefined): boolean =>
    at !== undefined && Date.parse(at) >= startOfDay(now);
  const ended = (status: ApprovalRequest['status']): number =>
    requests.filter((each) => each.status === status && isToday(each.endedAt)).length;
  const requested = requests.filter(({ createdAt }) => isToday(createdAt)).length;
  const approved = requests.filter((each) => isApproved(each) && isToday(each.approvedAt)).length;
  const rest = (['denied', 'failed', 'expired', 'cancelled'] as const).map(
    (status) => `${ended(status)} ${status}`,
  );
  return line(
    `Today (UTC): ${[`${requested} requested`, `${approved} approved`, ...rest].join(', ')}`,
  );
};

const speedLine = (requests: readonly ApprovalRequest[], now: EpochMillis): Part => {
  const average = averageApprovalTime(requests, now);
  return line(
    `Average time to approve (${averagedDays} days): ${average === undefined ? 'none yet' : showSpan(average)}`,
  );
};

/** The dashboard about these image requests. It is one message for each channel, in every process. */
export const dashboardNotice = (
  requests: readonly ApprovalRequest[],
  channel: string,
  words: DashboardWords,
): Notice => {
  const { now, wordingOf } = words;
  const pending = requests
    .filter(({ status }) => status === 'pending')
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  const incidents = unreviewed(requests);
  const parts: readonly Part[] = [
    title(dashboardTitle),
    ...named('Waiting for approval', pending, (each) => pendingText(each, words)),
    ...(incidents.length === 0
      ? []
      : named('🚨 Break-glass that nobody has reviewed', incidents, (each) =>
          incidentSpans(each, wordingOf(each)),
        )),
    todayLine(requests, now),
    speedLine(requests, now),
  ];
  return {
    requestId: noticeIdFrom(['dashboard', channel]),
    kind: 'dashboard',
    to: { channel },
    reply: replyOf(...parts, note(`Updated: ${showMoment(toIsoTime(now))}`)),
    // Without the time of the update: where nothing else changed there is nothing to edit.
    revision: hashOf(parts),
    replaceIfGone: true,
  };
};
