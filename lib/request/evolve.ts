import type { RequestId } from '../kernel/ids.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import type { Approval, ApprovalRequest, Ending, Requester } from './request.ts';
import { type RequestEvent, requestEvent } from './request-events.ts';

type Created = Extract<RequestEvent, { change: 'created' }>;
type Voided = Extract<RequestEvent, { change: 'voided' }>;
type Joined = Extract<RequestEvent, { change: 'joined' }>;

const toPerson = ({ id, username, displayName, email }: Created['requester']): Requester => ({
  id,
  username,
  displayName,
  email,
});

const create = (event: Created, createdAt: string): ApprovalRequest => {
  const { requestId: id, change: _change, ...proposal } = event;
  return {
    ...proposal,
    id,
    requester: toPerson(event.requester),
    status: 'pending',
    createdAt,
    approvals: [],
    answers: {},
    waitingSince: createdAt,
    isReminded: false,
    joiners: [],
  };
};

const withAnswer = (
  { answers }: Pick<ApprovalRequest, 'answers'>,
  cause: RequestId | undefined,
  answer: 'done' | 'counted',
): ApprovalRequest['answers'] => (cause === undefined ? answers : { ...answers, [cause]: answer });

/** A new approval ends the notice that earlier ones do not count. */
const withApprovals = (
  { voided: _voided, ...request }: ApprovalRequest,
  approvals: readonly Approval[],
  answer: 'done' | 'counted',
): ApprovalRequest => {
  const cause = approvals.at(-1)?.cause;
  return { ...request, approvals, answers: withAnswer(request, cause, answer) };
};

const joined = (request: ApprovalRequest, { joiner, cause, wanted }: Joined): ApprovalRequest => ({
  ...request,
  joiners: [...request.joiners, { ...toPerson(joiner), cause, facts: wanted }],
  answers: withAnswer(request, cause, 'done'),
});

/** It waits anew, for what is wanted by now; whoever joined, or was asked because it waited for long, still waits with it. */
const voided = (
  { asked: _asked, ...request }: ApprovalRequest,
  { facts, effects, effectsHash, needed, policies, deadlines, reason }: Voided,
  at: string,
): ApprovalRequest => ({
  ...request,
  facts,
  effects,
  effectsHash,
  needed,
  policies,
  deadlines,
  status: 'pending',
  approvals: [],
  voided: reason,
  waitingSince: at,
  isReminded: false,
});

const ended = (
  request: ApprovalRequest,
  status: ApprovalRequest['status'],
  endedAt: string,
  ending?: Ending,
): ApprovalRequest => ({
  ...request,
  status,
  endedAt,
  ...(ending === undefined ? {} : { ending }),
});

/** One that a person has ended. */
const closed = (
  request: ApprovalRequest,
  event: Extract<RequestEvent, { change: 'denied' | 'cancelled' }>,
  at: string,
): ApprovalRequest => ({
  ...ended(
    request,
    event.change,
    at,
    event.change === 'denied' ? { by: event.by, reason: event.reason } : { by: event.by },
  ),
  answers: withAnswer(request, event.cause, 'done'),
});

const change = (
  request: ApprovalRequest,
  event: Exclude<RequestEvent, Created>,
  at: string,
): ApprovalRequest => {
  switch (event.change) {
    case 'approval':
      return withApprovals(request, [...request.approvals, event.approval], 'counted');
    case 'approved':
      return {
        ...withApprovals(request, event.approvals, 'done'),
        status: 'approved',
        approvedAt: at,
      };
    case 'voided':
      return voided(request, event, at);
    case 'asked':
      return { ...request, asked: event.asked };
    case 'reminded':
      return { ...request, isReminded: true };
    case 'escalated':
      return { ...request, escalatedTo: event.to };
    case 'joined':
      return joined(request, event);
    case 'reviewed':
      return {
        ...request,
        reviewedBy: event.by,
        answers: withAnswer(request, event.cause, 'done'),
      };
    case 'started':
      return { ...request, status: 'running', startedAt: at };
    case 'done':
      return { ...ended(request, 'done', at), result: event.result };
    case 'failed':
      return ended(request, 'failed', at, { code: event.code, reason: event.reason });
    case 'expired':
      return ended(request, 'expired', at, { reason: event.reason });
    case 'denied':
    case 'cancelled':
      return closed(request, event, at);
    default:
      return event satisfies never;
  }
};

/**
 * The request after one more event. Events that this version does not know are passed over, so that an older
 * daemon can read a newer ledger of the same format.
 */
export const evolve = (
  request: ApprovalRequest | undefined,
  stored: StoredEvent,
): ApprovalRequest | undefined => {
  const parsed = requestEvent.safeParse(stored);
  if (!parsed.success) {
    return request;
  }
  if (parsed.data.change === 'created') {
    return request ?? create(parsed.data, stored.timestamp);
  }
  return request && change(request, parsed.data, stored.timestamp);
};
