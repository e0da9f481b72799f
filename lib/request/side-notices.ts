import { hashOf } from '../kernel/canonical-json.ts';
import type { PrincipalId } from '../kernel/ids.ts';
import { showMoment } from '../kernel/show-time.ts';
import type { RequestWording } from '../operation/operation.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { onOneLine } from '../reply/plain-text.ts';
import { line, type Part, person, type Span } from '../reply/reply.ts';
import { cardFor, reviewButton } from './card.ts';
import { newsForJoiner } from './news.ts';
import { type ApprovalRequest, isEnded } from './request.ts';
import { inARow, subjectLine, waitedFor } from './standing.ts';

/** A message of a request besides its card, before it has a revision. */
export type SideNotice = Pick<Notice, 'kind' | 'to' | 'onlyIfShown'> & {
  readonly parts: readonly Part[];
  /** Whether its words never change. */
  readonly isFixed: boolean;
};

/** Names one of several messages of a kind, by whom it is for. */
const kindFor = (kind: string, id: PrincipalId): string => `${kind}-${hashOf(id).slice(0, 8)}`;

const fixed = (kind: string, to: Notice['to'], ...parts: readonly Part[]): SideNotice => ({
  kind,
  to,
  parts,
  isFixed: true,
});

/** Each wait has its own messages: what asks again after a void is reminded of again. */
const inThisWait = (kind: string, { waitingSince, createdAt }: ApprovalRequest): string =>
  waitingSince === createdAt ? kind : `${kind}-${hashOf(waitingSince).slice(0, 8)}`;

const stillMissing = (request: ApprovalRequest): readonly Span[] => {
  const all = waitedFor(request);
  return all.length === 0 ? [] : ['. Waiting for: ', ...inARow(all.slice(0, 10))];
};

/** That approvers were reminded: to them, and to the requester. */
const reminder = (
  request: ApprovalRequest,
  wording: RequestWording,
  channel: string,
): readonly SideNotice[] => {
  const since = showMoment(request.waitingSince);
  return [
    fixed(
      inThisWait('reminder', request),
      { channel },
      line(
        '⏰ ',
        ...subjectLine(request, wording),
        ` has waited since ${since}`,
        ...stillMissing(request),
      ),
    ),
    fixed(
      inThisWait('dm-reminded', request),
      { person: request.requester.id },
      line(
        `⏰ Your ${wording.noun} for ${wording.subject(request.facts)} (${request.id}) has waited since ${since}; its approvers were reminded.`,
      ),
    ),
  ];
};

/** That others were asked too: to the approvers, to the requester, and to those others with the card. */
const escalation = (
  request: ApprovalRequest,
  wording: RequestWording,
  channel: string,
  others: readonly PrincipalId[],
): readonly SideNotice[] => {
  const since = showMoment(request.waitingSince);
  const whom =
    others.length === 0
      ? ['nobody else: that group has no other members']
      : inARow(others.slice(0, 10));
  return [
    fixed(
      'escalation',
      { channel },
      line(
        '⏫ ',
        ...subjectLine(request, wording),
        ` has waited since ${since} and is escalated to `,
        ...whom,
      ),
    ),
    fixed(
      'dm-escalated',
      { person: request.requester.id },
      line(
        `⏫ Your ${wording.noun} for ${wording.subject(request.facts)} (${request.id}) has waited since ${since} and is escalated to `,
        ...whom,
      ),
    ),
  ];
};

const escalatedCards = (
  request: ApprovalRequest,
  wording: RequestWording,
  others: readonly PrincipalId[],
): readonly SideNotice[] =>
  others.map((id) => ({
    kind: kindFor('escalated', id),
    to: { person: id },
    parts: cardFor(
      line('⏫ This has waited for long, so you are asked to decide on it.'),
      request,
      wording,
    ),
    isFixed: false,
    onlyIfShown: request.status !== 'pending',
  }));

/**
 * Everybody who would have been asked is told that they were not. It is not edited when somebody has signed it off: the edits of so
 * many messages would hold up the cards of others. Whoever presses its button later is told that it was.
 */
const passedOver = (request: ApprovalRequest, wording: RequestWording): readonly SideNotice[] => {
  const { brokenGlass, asked = [], needed, status } = request;
  // Nobody is passed over while it may turn out that people must be asked after all.
  return brokenGlass === undefined || needed > 0 || status === 'approved'
    ? []
    : asked.map((id) =>
        fixed(
          kindFor('passed-over', id),
          { person: id },
          line('🚨 The glass was broken, so nobody waited for your approval.'),
          line('📦 ', ...subjectLine(request, wording)),
          line(`Incident: ${onOneLine(brokenGlass.incident)}`),
          line('Please look at it, and sign it off if it was right.'),
          reviewButton(request, wording.root),
        ),
      );
};

/** Whoever broke the glass does not wait for approvals, unless they are told to. */
const askedAfterAll = (request: ApprovalRequest, wording: RequestWording): readonly SideNotice[] =>
  request.brokenGlass === undefined || request.voided === undefined || request.status !== 'pending'
    ? []
    : [
        fixed(
          inThisWait('dm-asked', request),
          { person: request.requester.id },
          line(
            `✋ Your ${wording.noun} for ${wording.subject(request.facts)} (${request.id}) must be approved after all: ${onOneLine(request.voided)}.`,
          ),
        ),
      ];

const reviewed = (request: ApprovalRequest, wording: RequestWording): readonly SideNotice[] =>
  request.reviewedBy === undefined
    ? []
    : [
        fixed(
          'dm-reviewed',
          { person: request.requester.id },
          line(
            person(request.reviewedBy),
            ` has signed off your break-glass: ${wording.subject(request.facts)} (${request.id}).`,
          ),
        ),
      ];

/** That somebody wants the same: to the requester; and what comes of it, to whoever joined. */
const joined = (request: ApprovalRequest, wording: RequestWording): readonly SideNotice[] =>
  request.joiners.flatMap(({ id }) => {
    const news = newsForJoiner(request, wording);
    return [
      ...(isEnded(request)
        ? []
        : [
            fixed(
              kindFor('dm-joined', id),
              { person: request.requester.id },
              line(
                person(id),
                ` asks for ${wording.subject(request.facts)} too and has joined your ${wording.noun} (${request.id}).`,
              ),
            ),
          ]),
      ...(news === undefined ? [] : [fixed(kindFor('dm-end', id), { person: id }, ...news)]),
    ];
  });

/** The messages of a request besides its card, the news of its end and what operations have of their own. */
export const sideNotices = (
  request: ApprovalRequest,
  wording: RequestWording,
  channel: string,
): readonly SideNotice[] => {
  const { isReminded, escalatedTo, status } = request;
  const isWaiting = status === 'pending';
  return [
    ...(isWaiting && isReminded ? reminder(request, wording, channel) : []),
    ...(isWaiting && escalatedTo !== undefined
      ? escalation(request, wording, channel, escalatedTo)
      : []),
    ...escalatedCards(request, wording, escalatedTo ?? []),
    ...passedOver(request, wording),
    ...askedAfterAll(request, wording),
    ...reviewed(request, wording),
    ...joined(request, wording),
  ];
};
