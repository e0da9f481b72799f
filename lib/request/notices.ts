import { hashOf } from '../kernel/canonical-json.ts';
import type { Progress, RequestWording } from '../operation/operation.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { line, type Part, replyOf } from '../reply/reply.ts';
import { card, isCardFinal } from './card.ts';
import { newsForRequester } from './news.ts';
import { type NoticeChannels, ownNotices } from './own-notices.ts';
import { type ApprovalRequest, isEnded } from './request.ts';
import { sideNotices } from './side-notices.ts';
import { endedBy, reasonOf, subjectLine } from './standing.ts';

/** What approvers would not notice on a card, because edits tell nobody: one line of its own in the approval channel. */
const lateNews = (
  request: ApprovalRequest,
  wording: RequestWording,
): readonly Part[] | undefined => {
  const hasCard = request.needed > 0;
  const subject = subjectLine(request, wording);
  switch (request.status) {
    case 'cancelled':
      return [line('⚪ ', ...subject, ' was cancelled by ', ...endedBy(request))];
    case 'expired':
      return [line('⌛ ', ...subject, ` has expired: ${reasonOf(request)}`)];
    case 'failed':
      return hasCard
        ? [line('⚠️ ', ...subject, ` • ${wording.failed}: ${reasonOf(request)}`)]
        : undefined;
    case 'pending':
      return request.voided === undefined
        ? undefined
        : [
            line(
              '⚠️ ',
              ...subject,
              ' needs approval again: ',
              request.voided,
              '. Its card shows it.',
            ),
          ];
    case 'approved':
    case 'running':
    case 'done':
    case 'denied':
      return undefined;
    default:
      return request.status satisfies never;
  }
};

/** What the words about a request's end depend on. */
const revisionOf = (request: ApprovalRequest): string => {
  const { status, approvals } = request;
  return hashOf([status, approvals, voidOf(request)]);
};

/** What was found out anew is told anew, also when all reads the same as the time before: between the two, somebody approved. */
const voidOf = ({ voided, effectsHash, needed, waitingSince }: ApprovalRequest) =>
  voided === undefined ? null : [voided, effectsHash, needed, waitingSince];

/** What the words of its card depend on besides. */
const cardRevisionOf = (request: ApprovalRequest): string => {
  const { status, asked, escalatedTo, joiners, reviewedBy, deadlines } = request;
  const waiting = status === 'pending' ? [asked ?? null, escalatedTo ?? null, deadlines] : null;
  return hashOf([revisionOf(request), waiting, joiners.length, reviewedBy ?? null]);
};

/** Which line tells that it must be approved again: each time another one. */
const lineKind = (request: ApprovalRequest): string =>
  request.status === 'pending' && request.voided !== undefined
    ? `again-${hashOf(voidOf(request)).slice(0, 8)}`
    : 'line';

/**
 * The messages that stand for a request, as its present state wants them: the card (or, approved by policy, one
 * line) in the approval channel, another line there when it was cancelled, has failed or expired, one direct message to the requester
 * when it has ended, and what {@link sideNotices} has for those who wait longer, join, or were passed over. Operations with a card of
 * their own have other messages once nothing stops them: see {@link ownNotices}.
 */
export const noticesFor = (
  request: ApprovalRequest,
  wording: RequestWording,
  channels: NoticeChannels,
  progress?: Progress,
): readonly Notice[] => {
  const cardRevision = cardRevisionOf(request);
  const toChannel = { channel: channels.approvals };
  const notice = (
    kind: string,
    to: Notice['to'],
    parts: readonly Part[] | undefined,
    revision = revisionOf(request),
    isFinal = isEnded(request),
  ): readonly Notice[] =>
    parts === undefined
      ? []
      : [{ requestId: request.id, kind, to, reply: replyOf(...parts), revision, isFinal }];
  const own =
    wording.ownCard === undefined ? [] : ownNotices(request, wording.ownCard, channels, progress);
  const inChannel = notice(
    'card',
    toChannel,
    card(request, wording),
    cardRevision,
    isCardFinal(request),
  );
  const aside = sideNotices(request, wording, channels.approvals).map(
    ({ isFixed, parts, ...each }): Notice => ({
      ...each,
      requestId: request.id,
      reply: replyOf(...parts),
      revision: isFixed ? each.kind : cardRevision,
      isFinal: isFixed || isCardFinal(request),
    }),
  );
  if (wording.ownCard !== undefined && request.needed === 0) {
    return [...own, ...(request.brokenGlass === undefined ? [] : inChannel), ...aside];
  }
  return [
    ...inChannel,
    ...notice(lineKind(request), toChannel, lateNews(request, wording)),
    ...notice('dm', { person: request.requester.id }, newsForRequester(request, wording)),
    ...aside,
    ...own,
  ];
};
