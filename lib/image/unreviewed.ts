import { showMoment } from '../kernel/show-time.ts';
import type { RequestWording } from '../operation/operation.ts';
import { onOneLine } from '../reply/plain-text.ts';
import { person, type Span } from '../reply/reply.ts';
import { type ApprovalRequest, needsReview } from '../request/request.ts';

/** Those for which the glass was broken and that nobody has signed off, the oldest first. */
export const unreviewed = (requests: readonly ApprovalRequest[]): readonly ApprovalRequest[] =>
  requests.filter(needsReview).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));

/** Who broke the glass for what, when, and for which incident. */
export const incidentSpans = (
  request: ApprovalRequest,
  wording: RequestWording,
): readonly Span[] => [
  `${request.id}: ${wording.subject(request.facts)} by `,
  person(request.requester.id),
  `, ${showMoment(request.createdAt)} – ${onOneLine(request.brokenGlass?.incident ?? '')}`,
];
