import type { RequestId } from '../kernel/ids.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import type { Approval, ApprovalRequest } from './request.ts';
import { type RequestEvent, requestEvent } from './request-events.ts';

type Created = Extract<RequestEvent, { change: 'created' }>;

const create = (event: Created, createdAt: string): ApprovalRequest => ({
  id: event.requestId,
  operation: event.operation,
  args: event.args,
  requester: {
    id: event.requester.id,
    username: event.requester.username,
    displayName: event.requester.displayName,
    email: event.requester.email,
  },
  facts: event.facts,
  effects: event.effects,
  effectsHash: event.effectsHash,
  needed: event.needed,
  policies: event.policies,
  operationId: event.operationId,
  ...(event.channel === undefined ? {} : { channel: event.channel }),
  status: 'pending',
  createdAt,
  approvals: [],
  answers: {},
});

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

const change = (
  request: ApprovalRequest,
  event: Exclude<RequestEvent, Created>,
): ApprovalRequest => {
  switch (event.change) {
    case 'approval':
      return withApprovals(request, [...request.approvals, event.approval], 'counted');
    case 'approved':
      return { ...withApprovals(request, event.approvals, 'done'), status: 'approved' };
    case 'voided':
      return {
        ...request,
        facts: event.facts,
        effects: event.effects,
        effectsHash: event.effectsHash,
        needed: event.needed,
        policies: event.policies,
        status: 'pending',
        approvals: [],
        voided: event.reason,
      };
    case 'started':
      return { ...request, status: 'running' };
    case 'done':
      return { ...request, status: 'done', result: event.result };
    case 'failed':
      return { ...request, status: 'failed', ending: { code: event.code, reason: event.reason } };
    case 'denied':
      return {
        ...request,
        status: 'denied',
        ending: { by: event.by, reason: event.reason },
        answers: withAnswer(request, event.cause, 'done'),
      };
    case 'cancelled':
      return {
        ...request,
        status: 'cancelled',
        ending: { by: event.by },
        answers: withAnswer(request, event.cause, 'done'),
      };
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
  return request && change(request, parsed.data);
};
