import { showMoment } from '../kernel/show-time.ts';
import type { RequestWording } from '../operation/operation.ts';
import { onOneLine } from '../reply/plain-text.ts';
import {
  code,
  type Field,
  fields,
  line,
  list,
  note,
  person,
  type Reply,
  replyOf,
  type Span,
  type Text,
  title,
} from '../reply/reply.ts';
import { type ApprovalRequest, needsReview } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';
import { people } from './standing.ts';
import { statusText } from './status-text.ts';

/** A request's status in one clause, with who brought it about. */
const broughtAbout = (request: ApprovalRequest): readonly Span[] => {
  const { status, ending } = request;
  const word = statusText(status).toLowerCase();
  if (ending?.by !== undefined) {
    return [`${word} by `, person(ending.by)];
  }
  // Approvers brought a failed request on its way, but did not bring the failure about.
  return request.approvals.length > 0 && status !== 'pending' && status !== 'failed'
    ? [`${word} by `, ...people(request)]
    : [word];
};

const deniedFields = ({ status, ending }: ApprovalRequest): readonly Field[] => [
  ...(ending?.by === undefined
    ? []
    : [{ label: status === 'denied' ? 'Denied by' : 'Cancelled by', value: [person(ending.by)] }]),
  ...(ending?.reason === undefined ? [] : [{ label: 'Reason', value: onOneLine(ending.reason) }]),
];

const approvedField = (request: ApprovalRequest): readonly Field[] => {
  if (request.approvals.length > 0) {
    return [{ label: 'Approved by', value: people(request) }];
  }
  return request.needed === 0
    ? [
        {
          label: 'Approved by',
          value: request.brokenGlass === undefined ? 'policy' : 'nobody (break-glass)',
        },
      ]
    : [];
};

const waitingFields = ({ status, deadlines: { expiresAt } }: ApprovalRequest): readonly Field[] =>
  status === 'pending' && expiresAt !== undefined
    ? [{ label: 'Expires', value: showMoment(expiresAt) }]
    : [];

const emergencyFields = ({ brokenGlass, reviewedBy }: ApprovalRequest): readonly Field[] =>
  brokenGlass === undefined
    ? []
    : [
        { label: 'Break-glass', value: onOneLine(brokenGlass.incident) },
        {
          label: 'Reviewed by',
          value: reviewedBy === undefined ? 'nobody yet' : [person(reviewedBy)],
        },
      ];

/** Everything about one request, for whoever may read it. */
export const statusReply = (request: ApprovalRequest, wording: RequestWording): Reply =>
  replyOf(
    fields(
      { label: 'Request ID', value: request.id },
      ...wording.subjectFields(request.facts),
      { label: 'Status', value: statusText(request.status) },
      ...approvedField(request),
      ...deniedFields(request),
      ...waitingFields(request),
      ...emergencyFields(request),
      ...wording.resultFields(request.result),
    ),
    ...(request.status === 'pending' && request.needed > 1
      ? [note(`Approvals: ${request.approvals.length} of ${request.needed}`)]
      : []),
  );

/** How many requests a list shows; the rest is counted. */
const listed = 20;

const newestPendingFirst = (a: ApprovalRequest, b: ApprovalRequest): number => {
  const pending = Number(b.status === 'pending') - Number(a.status === 'pending');
  return pending === 0 ? b.createdAt.localeCompare(a.createdAt) : pending;
};

/** Somebody's own requests, those that wait first, then the newest. */
export const listReply = (
  requests: readonly ApprovalRequest[],
  root: string,
  wordingOf: (request: ApprovalRequest) => RequestWording,
): Reply => {
  if (requests.length === 0) {
    return replyOf(
      line('You have no requests. ', code(`/${root} help`), ' shows how to make one.'),
    );
  }
  const shown = requests.toSorted(newestPendingFirst).slice(0, listed);
  const rest = requests.length - shown.length;
  return replyOf(
    title('Your requests'),
    list(
      shown.map(
        (request): Text => [
          `${request.id}: ${wordingOf(request).subject(request.facts)} – ${statusText(request.status)}`,
        ],
      ),
    ),
    ...(rest > 0 ? [note(`and ${rest} older`)] : []),
  );
};

/** The answer to whoever decided on a request, also when another one was faster. */
export const verdictReply = (
  { request, verdict }: { readonly request: ApprovalRequest; readonly verdict: Verdict },
  command: RequestCommand,
  wording: RequestWording,
): Reply => {
  const subject = `${request.id} (${wording.subject(request.facts)})`;
  if (command.do === 'review' && verdict === 'late') {
    return replyOf(line(notReviewed(request, subject)));
  }
  switch (verdict) {
    case 'done':
      return replyOf(line(`You ${pastOf(command)} ${subject}.`));
    case 'counted':
      return replyOf(
        line(
          `Your approval of ${subject} counts: ${request.approvals.length} of ${request.needed}.`,
        ),
      );
    case 'repeated':
      return replyOf(
        line(
          `You have approved ${subject} already: ${request.approvals.length} of ${request.needed}. Somebody else must approve it too.`,
        ),
      );
    case 'changed':
      return replyOf(
        line(
          `${subject} has changed since you saw it. Please look at its card again before you approve.`,
        ),
      );
    case 'late':
      return replyOf(
        line(`${subject} is `, ...broughtAbout(request), ' already; nothing was changed.'),
      );
    default:
      return verdict satisfies never;
  }
};

const notReviewed = (request: ApprovalRequest, subject: string): string => {
  if (request.brokenGlass === undefined) {
    return `${subject} went its usual way: there is no break-glass to review.`;
  }
  return needsReview(request)
    ? `${subject} has not ended yet. Please look at it again when it has.`
    : `${subject} was reviewed already; nothing was changed.`;
};

const pasts: ReadonlyMap<RequestCommand['do'], string> = new Map([
  ['approve', 'approved'],
  ['deny', 'denied'],
  ['cancel', 'cancelled'],
  ['review', 'signed off'],
]);

const pastOf = (command: RequestCommand): string => pasts.get(command.do) ?? command.do;
