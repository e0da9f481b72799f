import type { RequestWording } from '../operation/operation.ts';
import { onOneLine } from '../reply/plain-text.ts';
import { line, type Part, person, type Span } from '../reply/reply.ts';
import type { ApprovalRequest } from './request.ts';

/** People in a row, as `<@U1>, <@U2>`. */
export const inARow = (people: readonly ApprovalRequest['requester']['id'][]): readonly Span[] =>
  people.flatMap((each, index) => (index === 0 ? [person(each)] : [', ', person(each)]));

/** Those who have approved, in a row. */
export const people = ({ approvals }: ApprovalRequest): readonly Span[] =>
  inARow(approvals.map(({ by }) => by));

/** Whose approval it waits for: who was asked, at first or when it was escalated, has not approved, and has not joined, by which they may not. */
export const waitedFor = ({
  asked = [],
  escalatedTo = [],
  approvals,
  joiners,
}: Pick<
  ApprovalRequest,
  'asked' | 'escalatedTo' | 'approvals' | 'joiners'
>): readonly ApprovalRequest['requester']['id'][] =>
  [...new Set([...asked, ...escalatedTo])].filter(
    (each) => !approvals.some(({ by }) => by === each) && !joiners.some(({ id }) => id === each),
  );

/** Why it ended, in somebody's words or ours. */
export const reasonOf = ({ ending }: ApprovalRequest): string => onOneLine(ending?.reason ?? '');

/** Who ended it. */
export const endedBy = ({ ending }: ApprovalRequest): readonly Span[] =>
  ending?.by === undefined ? ['the system'] : [person(ending.by)];

/** What it is about, for whom, and its id, for a line of its own. */
export const subjectLine = (request: ApprovalRequest, wording: RequestWording): readonly Span[] => [
  `${wording.subject(request.facts)} for `,
  person(request.requester.id),
  ` (${request.id})`,
];

const approvedBy = (request: ApprovalRequest): readonly Span[] => {
  if (request.needed > 0) {
    return ['✅ Approved by ', ...people(request)];
  }
  return [
    request.brokenGlass === undefined ? '✅ Approved automatically' : '🚨 Approved by nobody',
  ];
};

/** Where a request stands that does not wait, as a line. */
export const standing = (request: ApprovalRequest, wording: RequestWording): readonly Part[] => {
  const { status } = request;
  switch (status) {
    case 'pending':
      return [];
    case 'approved':
    case 'running':
      return [line(...approvedBy(request), ` • ${wording.running}`)];
    case 'done':
      return [line(...approvedBy(request), ` • ${wording.done}`)];
    case 'failed':
      return [line(...approvedBy(request), ` • ${wording.failed}: ${reasonOf(request)}`)];
    case 'denied':
      return [line('❌ Denied by ', ...endedBy(request), ` • Reason: ${reasonOf(request)}`)];
    case 'cancelled':
      return [line('⚪ Cancelled by ', ...endedBy(request))];
    case 'expired':
      return [line(`⌛ Expired • ${reasonOf(request)}`)];
    default:
      return status satisfies never;
  }
};
