import { formatCommand } from '../command/format-command.ts';
import { showMoment } from '../kernel/show-time.ts';
import { planTagLength } from '../operation/confirmation-form.ts';
import type { RequestWording } from '../operation/operation.ts';
import { onOneLine } from '../reply/plain-text.ts';
import { buttons, fields, line, note, type Part, person, title } from '../reply/reply.ts';
import { type ApprovalRequest, isEnded, needsReview } from './request.ts';
import { idArg, planArg } from './request-arguments.ts';
import { inARow, people, standing, subjectLine, waitedFor } from './standing.ts';

/** More people than these are counted and not named. */
const maxNamed = 5;

const waitingLine = (request: ApprovalRequest): readonly Part[] => {
  if (request.asked === undefined) {
    return [];
  }
  const all = waitedFor(request);
  if (all.length === 0) {
    return [line('⚠️ Nobody else may approve this now. Please tell an operator.')];
  }
  const more = all.length - maxNamed;
  const missing = request.needed - request.approvals.length;
  return [
    ...(all.length < missing
      ? [
          line(
            `⚠️ It needs ${missing} more approvals, and fewer people may give them. Please tell an operator.`,
          ),
        ]
      : []),
    note('Waiting for: ', ...inARow(all.slice(0, maxNamed)), more > 0 ? ` and ${more} more` : ''),
  ];
};

/** What approvers see of a request that waits, besides what it is about. */
const waiting = (request: ApprovalRequest): readonly Part[] => {
  const { voided, needed, approvals, deadlines } = request;
  return [
    ...(voided === undefined ? [] : [line('⚠️ Earlier approvals no longer count: ', voided)]),
    ...(needed > 1
      ? [
          note(
            `Approvals: ${approvals.length} of ${needed}`,
            ...(approvals.length > 0 ? [' – ', ...people(request)] : []),
          ),
        ]
      : []),
    ...waitingLine(request),
    ...(deadlines.expiresAt === undefined
      ? []
      : [note(`Expires: ${showMoment(deadlines.expiresAt)}`)]),
  ];
};

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

/** The button by which an approver says that they have looked at what the glass was broken for. */
export const reviewButton = ({ id }: Pick<ApprovalRequest, 'id'>, root: string): Part =>
  buttons({
    label: 'Sign off',
    command: formatCommand({ name: `${root} review`, args: { id: idArg } }, { id }),
  });

/** That the glass was broken, for what, and whether somebody has looked at it. */
const emergency = (request: ApprovalRequest, { root }: RequestWording): readonly Part[] => {
  const { brokenGlass, reviewedBy, requester } = request;
  if (brokenGlass === undefined) {
    return [];
  }
  return [
    line('🚨 Break-glass by ', person(requester.id), `: ${onOneLine(brokenGlass.incident)}`),
    ...(reviewedBy === undefined
      ? [
          note('To be reviewed by an approver.'),
          ...(isEnded(request) ? [reviewButton(request, root)] : []),
        ]
      : [note('Reviewed by ', person(reviewedBy))]),
  ];
};

const joinersLine = ({ joiners }: ApprovalRequest): readonly Part[] =>
  joiners.length === 0
    ? []
    : [
        note(
          'Also asked for by: ',
          ...inARow(joiners.slice(0, maxNamed).map(({ id }) => id)),
          joiners.length > maxNamed ? ` and ${joiners.length - maxNamed} more` : '',
        ),
      ];

const wholeCard = (request: ApprovalRequest, wording: RequestWording): readonly Part[] => [
  title(`📦 ${wording.cardTitle}`),
  fields(
    ...wording.subjectFields(request.facts),
    { label: 'Requested by', value: [person(request.requester.id)] },
    ...wording.detailFields(request.facts),
    { label: 'Request ID', value: request.id },
  ),
  ...joinersLine(request),
  ...emergency(request, wording),
  ...standing(request, wording),
  ...(request.status === 'pending'
    ? [...waiting(request), decisionButtons(request, wording.root)]
    : []),
];

/** A request that no human had to approve leaves one line in the approval channel instead of a card. */
const shortLine = (request: ApprovalRequest, wording: RequestWording): readonly Part[] => [
  line('📦 ', ...subjectLine(request, wording)),
  ...standing(request, wording),
  ...joinersLine(request),
  ...emergency(request, wording),
];

/** What stands for a request in the approval channel, as its present state wants it. */
export const card = (request: ApprovalRequest, wording: RequestWording): readonly Part[] =>
  (request.needed === 0 ? shortLine : wholeCard)(request, wording);

/** Whether the words of the card can change no more. */
export const isCardFinal = (request: ApprovalRequest): boolean =>
  request.endedAt !== undefined && !needsReview(request);

/** The same for somebody who reads it among their direct messages. */
export const cardFor = (
  heading: Part,
  request: ApprovalRequest,
  wording: RequestWording,
): readonly Part[] => [heading, ...card(request, wording)];
