import type { Decided } from '../ledger/store.ts';
import { goOn } from './go-on.ts';
import { type EventNames, from, happened, nothing, toActor } from './happened.ts';
import {
  type Approval,
  type ApprovalRequest,
  isEnded,
  needsReview,
  type Proposal,
  type RequestStatus,
} from './request.ts';
import type { HumanCommand, RequestCommand, Verdict } from './request-command.ts';

const open = (proposal: Proposal, names: EventNames): Decided<Verdict> => {
  const { id, requester, asked, ...rest } = proposal;
  const created = happened(proposal, requester.id, `${names.event}.created`, {
    ...rest,
    change: 'created',
    requestId: id,
    requester: toActor(requester),
    effects: [...rest.effects],
    policies: [...rest.policies],
    ...(asked === undefined ? {} : { asked: [...asked] }),
  });
  if (proposal.needed > 0) {
    return created;
  }
  const approved = happened(proposal, 'system:policy', `${names.event}.approved`, {
    change: 'approved',
    approvals: [],
  });
  return { events: [...created.events, ...approved.events], answer: 'done' };
};

const approve = (
  request: ApprovalRequest,
  approval: Approval,
  names: EventNames,
): Decided<Verdict> => {
  if (request.approvals.some(({ by }) => by === approval.by)) {
    return nothing('repeated');
  }
  const approvals = [...request.approvals, approval];
  return approvals.length >= request.needed
    ? happened(request, approval.by, `${names.event}.approved`, { change: 'approved', approvals })
    : happened(
        request,
        approval.by,
        'request.approval',
        { change: 'approval', approval },
        'counted',
      );
};

const close = (
  request: ApprovalRequest,
  command: Extract<RequestCommand, { do: 'deny' | 'cancel' }>,
  names: EventNames,
): Decided<Verdict> => {
  const { by, cause } = command;
  return command.do === 'deny'
    ? happened(request, by, `${names.event}.denied`, {
        change: 'denied',
        by,
        cause,
        reason: command.reason,
      })
    : happened(request, by, `${names.event}.cancelled`, { change: 'cancelled', by, cause });
};

const join = (
  request: ApprovalRequest,
  { by, cause, joiner, facts }: Extract<RequestCommand, { do: 'join' }>,
  names: EventNames,
): Decided<Verdict> => {
  if (isEnded(request)) {
    return nothing('late');
  }
  // Whoever has approved it would take that back by joining.
  const isIn =
    request.requester.id === by ||
    request.joiners.some(({ id }) => id === by) ||
    request.approvals.some((approval) => approval.by === by);
  return isIn
    ? nothing('repeated')
    : happened(request, by, `${names.event}.joined`, {
        change: 'joined',
        joiner: toActor(joiner),
        cause,
        wanted: facts,
      });
};

/** The statuses in which somebody's command takes effect; elsewhere it comes too late. */
const statusesFor = (
  command: Extract<HumanCommand, { do: 'approve' | 'deny' | 'cancel' }>,
): readonly RequestStatus[] =>
  command.do === 'cancel' && command.alsoApproved === true ? ['pending', 'approved'] : ['pending'];

/** Whether the effects that somebody approves are the present ones. */
const isMeant = (
  { effectsHash, voided }: ApprovalRequest,
  { plan, isCarriedOn }: Extract<HumanCommand, { readonly do: 'approve' }>,
): boolean =>
  plan === undefined
    ? isCarriedOn === undefined || voided === undefined
    : effectsHash.startsWith(plan);

/** The same answer for the same cause: a request that is carried on after a crash asks a second time. */
const answerHuman = (
  request: ApprovalRequest,
  command: HumanCommand,
  names: EventNames,
): Decided<Verdict> => {
  const before = request.answers[command.cause];
  if (before !== undefined) {
    return nothing(before);
  }
  switch (command.do) {
    case 'join':
      return join(request, command, names);
    case 'review':
      return isEnded(request) && needsReview(request)
        ? happened(request, command.by, `${names.event}.reviewed`, {
            change: 'reviewed',
            by: command.by,
            cause: command.cause,
          })
        : nothing('late');
    case 'approve':
      if (!isMeant(request, command)) {
        return nothing(request.status === 'pending' ? 'changed' : 'late');
      }
      return from(statusesFor(command), request, () =>
        approve(request, { by: command.by, cause: command.cause }, names),
      );
    case 'deny':
    case 'cancel':
      return from(statusesFor(command), request, () => close(request, command, names));
    default:
      return command satisfies never;
  }
};

/**
 * The rules of the approval workflow: pure, so that whatever the order of commands, crashes and replays, a
 * request ends once. `names` are those of the request's operation.
 */
export const decide = (
  request: ApprovalRequest | undefined,
  command: RequestCommand,
  names: EventNames,
): Decided<Verdict> => {
  if (command.do === 'open') {
    return request === undefined ? open(command.proposal, names) : nothing('done');
  }
  if (request === undefined) {
    return nothing('late');
  }
  return 'cause' in command ? answerHuman(request, command, names) : goOn(request, command, names);
};
