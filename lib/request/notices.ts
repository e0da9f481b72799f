import { formatCommand } from '../command/format-command.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import { planTagLength } from '../operation/confirmation-form.ts';
import type { Progress, RequestWording } from '../operation/operation.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { onOneLine } from '../reply/plain-text.ts';
import {
  buttons,
  fields,
  line,
  note,
  type Part,
  person,
  replyOf,
  type Span,
  title,
} from '../reply/reply.ts';
import { type NoticeChannels, ownNotices } from './own-notices.ts';
import { type ApprovalRequest, isEnded } from './request.ts';
import { idArg, planArg } from './request-arguments.ts';

/** People in a row, as `<@U1>, <@U2>`. */
export const people = (request: ApprovalRequest): readonly Span[] =>
  request.approvals.flatMap(({ by }, index) => (index === 0 ? [person(by)] : [', ', person(by)]));

/** Why it ended, in somebody's words or ours. */
const reasonOf = ({ ending }: ApprovalRequest): string => onOneLine(ending?.reason ?? '');

const approvedBy = (request: ApprovalRequest): readonly Span[] =>
  request.needed === 0 ? ['✅ Approved automatically'] : ['✅ Approved by ', ...people(request)];

const waitingFor = (request: ApprovalRequest): readonly Part[] => [
  ...(request.voided === undefined
    ? []
    : [line('⚠️ Earlier approvals no longer count: ', request.voided)]),
  ...(request.needed > 1
    ? [
        note(
          `Approvals: ${request.approvals.length} of ${request.needed}`,
          ...(request.approvals.length > 0 ? [' – ', ...people(request)] : []),
        ),
      ]
    : []),
];

/** Where a request stands, as the last line of its card; nothing while it waits. */
const standing = (request: ApprovalRequest, wording: RequestWording): readonly Part[] => {
  const { status } = request;
  switch (status) {
    case 'pending':
      return waitingFor(request);
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
    default:
      return status satisfies never;
  }
};

const endedBy = ({ ending }: ApprovalRequest): readonly Span[] =>
  ending?.by === undefined ? ['the system'] : [person(ending.by)];

/** The commands behind the card's buttons. Deny lacks its reason, so a click on it opens the form. */
const decisionButtons = (request: ApprovalRequest, root: string): Part => {
  const { id, effectsHash } = request;
  const seen = { id, plan: effectsHash.slice(0, planTagLength) };
  const approve = { name: `${root} approve`, args: { id: idArg, plan: planArg } };
  const deny = { name: `${root} deny`, args: { id: idArg } };
  return buttons(
    { label: '✅ Approve', style: 'primary', command: formatCommand(approve, seen) },
    { label: '❌ Deny', style: 'danger', command: formatCommand(deny, { id }) },
  );
};

const card = (request: ApprovalRequest, wording: RequestWording): readonly Part[] => [
  title(`📦 ${wording.cardTitle}`),
  fields(
    ...wording.subjectFields(request.facts),
    { label: 'Requested by', value: [person(request.requester.id)] },
    ...wording.detailFields(request.facts),
    { label: 'Request ID', value: request.id },
  ),
  ...standing(request, wording),
  ...(request.status === 'pending' ? [decisionButtons(request, wording.root)] : []),
];

/** A request that no human had to approve leaves one line in the approval channel instead of a card. */
const shortLine = (request: ApprovalRequest, wording: RequestWording): readonly Part[] => [
  line(
    `📦 ${wording.subject(request.facts)} for `,
    person(request.requester.id),
    ` (${request.id})`,
  ),
  ...standing(request, wording),
];

/** What approvers would not notice on a card, because edits tell nobody: one line of its own in the approval channel. */
const lateNews = (
  request: ApprovalRequest,
  wording: RequestWording,
): readonly Part[] | undefined => {
  const hasCard = request.needed > 0;
  const subject = [
    `${wording.subject(request.facts)} for `,
    person(request.requester.id),
    ` (${request.id})`,
  ];
  switch (request.status) {
    case 'cancelled':
      return [line('⚪ ', ...subject, ' was cancelled by ', ...endedBy(request))];
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

const news = (request: ApprovalRequest, wording: RequestWording): readonly Part[] | undefined => {
  const { status } = request;
  switch (status) {
    case 'done':
      return [
        line(`Your ${wording.noun} has been approved!`),
        fields(...wording.resultFields(request.result).filter(({ value }) => value !== 'Yes')),
      ];
    case 'failed':
      return [
        line(`Your ${wording.noun} was approved, but it failed.`),
        fields({ label: 'Reason', value: reasonOf(request) }),
      ];
    case 'denied':
      return [
        line(`Your ${wording.noun} was denied.`),
        fields(
          { label: 'Denied by', value: endedBy(request) },
          { label: 'Reason', value: reasonOf(request) },
        ),
      ];
    case 'cancelled':
      return [line(`Your ${wording.noun} was cancelled by `, ...endedBy(request), '.')];
    case 'pending':
    case 'approved':
    case 'running':
      return undefined;
    default:
      return status satisfies never;
  }
};

/**
 * The messages that stand for a request, as its present state wants them: the card (or, approved by policy, one
 * line) in the approval channel, another line there when it was cancelled or failed, and one direct message to the requester
 * when it has ended. Operations with a card of their own have other messages once nothing stops them: see {@link ownNotices}.
 */
export const noticesFor = (
  request: ApprovalRequest,
  wording: RequestWording,
  channels: NoticeChannels,
  progress?: Progress,
): readonly Notice[] => {
  const { status, approvals, answers, voided, effectsHash, needed } = request;
  // What was found out anew is told anew, also when all reads the same as the time before: between the two, somebody approved.
  const anew = voided === undefined ? null : [voided, effectsHash, needed, answers];
  const revision = hashOf([status, approvals, anew]);
  const isFinal = isEnded(request);
  const notice = (
    kind: string,
    to: Notice['to'],
    parts: readonly Part[] | undefined,
  ): readonly Notice[] =>
    parts === undefined
      ? []
      : [{ requestId: request.id, kind, to, reply: replyOf(...parts), revision, isFinal }];
  const toChannel = { channel: channels.approvals };
  if (wording.ownCard !== undefined && needed === 0) {
    return ownNotices(request, wording.ownCard, channels, progress);
  }
  const told = news(request, wording);
  return [
    ...notice('card', toChannel, (request.needed === 0 ? shortLine : card)(request, wording)),
    ...notice(
      anew === null || status !== 'pending' ? 'line' : `again-${hashOf(anew).slice(0, 8)}`,
      toChannel,
      lateNews(request, wording),
    ),
    ...notice(
      'dm',
      { person: request.requester.id },
      told && [
        ...told,
        fields(...wording.subjectFields(request.facts), { label: 'Request ID', value: request.id }),
      ],
    ),
    ...(wording.ownCard === undefined
      ? []
      : ownNotices(request, wording.ownCard, channels, progress)),
  ];
};
