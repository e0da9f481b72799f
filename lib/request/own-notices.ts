import { hashOf } from '../kernel/canonical-json.ts';
import type { CardState, Progress, RequestWording } from '../operation/operation.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { onOneLine } from '../reply/plain-text.ts';
import { note, type Part, person, replyOf } from '../reply/reply.ts';
import { type ApprovalRequest, isEnded } from './request.ts';

/** Where notices go besides the requester and the conversation of the command. */
export interface NoticeChannels {
  readonly approvals: string;
  readonly notify: string;
}

const standings = {
  pending: 'waiting',
  approved: 'going',
  running: 'going',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Partial<Record<ApprovalRequest['status'], CardState['standing']>>;

const tookOf = ({ createdAt, endedAt }: ApprovalRequest): Pick<CardState, 'took'> =>
  endedAt === undefined ? {} : { took: Date.parse(endedAt) - Date.parse(createdAt) };

const cardReason = ({ status, voided, ending }: ApprovalRequest): Pick<CardState, 'reason'> => {
  const reason = status === 'pending' ? voided : ending?.reason;
  return reason === undefined ? {} : { reason: onOneLine(reason) };
};

const stateOf = (
  request: ApprovalRequest,
  standing: CardState['standing'],
  progress: Progress | undefined,
): CardState => ({
  operationId: request.operationId,
  facts: request.facts,
  requester: request.requester.id,
  standing: request.ending?.code === 'CANCELLED' ? 'cancelled' : standing,
  ...(progress === undefined ? {} : { progress }),
  ...(request.result === undefined ? {} : { result: request.result }),
  ...cardReason(request),
  ...tookOf(request),
  ...(request.brokenGlass === undefined
    ? {}
    : { incident: onOneLine(request.brokenGlass.incident) }),
});

/** Whether nothing of it has begun, of one that waits or was cancelled: then it has no card of its own. */
const hasNotBegun = ({ status, approvals, needed, voided }: ApprovalRequest): boolean =>
  (status === 'pending' && voided === undefined) ||
  (status === 'cancelled' && approvals.length < needed);

/**
 * The messages of a request that is followed where it was asked for: its card in the conversation of the command (where we may
 * not write, or nobody knows which it was, with the requester), and when it has ended the same in the notify channel, because an
 * edit tells nobody. None before it is approved, and none if it was denied or cancelled before.
 */
export const ownNotices = (
  request: ApprovalRequest,
  ownCard: NonNullable<RequestWording['ownCard']>,
  { notify }: NoticeChannels,
  progress: Progress | undefined,
): readonly Notice[] => {
  const { status, requester, channel } = request;
  // One that runs and was not looked at yet keeps what its card says: after a restart that is more than we know.
  const unknown = status === 'running' && progress === undefined;
  if (status === 'denied' || status === 'expired' || hasNotBegun(request) || unknown) {
    return [];
  }
  const isFinal = isEnded(request);
  const shown = isFinal ? undefined : progress;
  const parts = ownCard(stateOf(request, standings[status], shown));
  const common = {
    requestId: request.id,
    revision: hashOf([status, shown === undefined ? null : seen(shown)]),
    isFinal,
    // One that must be approved after all says so where it has said that it begins.
    ...(status === 'pending' ? { onlyIfShown: true } : {}),
  };
  const own: Notice = {
    ...common,
    kind: 'own',
    to: channel === undefined ? { person: requester.id } : { channel },
    ...(channel === undefined ? {} : { orElse: requester.id }),
    reply: replyOf(...parts),
  };
  const end: Notice = {
    ...common,
    kind: 'end',
    to: { channel: notify },
    reply: replyOf(...parts, asked(request)),
  };
  return isFinal && channel !== notify ? [own, end] : [own];
};

/** The time alone moves the card every half minute, so that people see that somebody looks. */
const seen = ({ shown, canCancel, elapsed }: Progress) => [
  shown,
  canCancel,
  Math.floor(elapsed / 30_000),
];

const asked = ({ requester, operationId }: ApprovalRequest): Part =>
  note('asked for by ', person(requester.id), ` (${operationId})`);
