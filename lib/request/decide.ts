import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import { slackUserOf } from '../kernel/ids.ts';
import type { Decided } from '../ledger/store.ts';
import type { Facts } from '../operation/operation.ts';
import type { Approval, ApprovalRequest, Proposal, RequestStatus, Wanted } from './request.ts';
import type { RequestEvent } from './request-events.ts';

/** What can be asked of a request. Whether the person may ask it is the policy's business, before this. */
export type RequestCommand =
  | { readonly do: 'open'; readonly proposal: Proposal }
  | {
      readonly do: 'approve';
      readonly by: PrincipalId;
      readonly cause: RequestId;
      /** The first characters of the hash of the effects that were seen; without it, the present ones are meant. */
      readonly plan?: string;
    }
  | {
      readonly do: 'deny';
      readonly by: PrincipalId;
      readonly reason: string;
      readonly cause: RequestId;
    }
  | {
      readonly do: 'cancel';
      readonly by: PrincipalId;
      readonly cause: RequestId;
      /** Whether one that is approved and has not begun is cancelled too. */
      readonly alsoApproved?: boolean;
    }
  | { readonly do: 'void'; readonly reason: string; readonly wanted: Wanted }
  | { readonly do: 'start' }
  | { readonly do: 'finish'; readonly result: Facts }
  | { readonly do: 'fail'; readonly code: string; readonly reason: string };

/**
 * What became of a command. `done`: it took effect, now or when the same cause asked before. `counted`: the
 * approval counts, more are needed. `repeated`: this person had approved already. `changed`: they have seen another plan than the present one. `late`: the request has gone
 * on, or was never there, and nothing changed.
 */
export type Verdict = 'done' | 'counted' | 'repeated' | 'changed' | 'late';

/** The words of its events for an operation's requests, as `image.request` and `provisioned`. */
export interface EventNames {
  readonly event: string;
  readonly doneEvent: string;
}

const workflow = 'system:workflow';

const nothing = (answer: Verdict): Decided<Verdict> => ({ events: [], answer });

/** One event with what every line about the request carries at its top level. */
const happened = (
  subject: Proposal,
  actor: string,
  name: string,
  event: RequestEvent,
  answer: Verdict = 'done',
): Decided<Verdict> => ({
  events: [
    {
      ...subject.facts,
      requestId: subject.id,
      requester: {
        ...subject.requester,
        slackUserId: slackUserOf(subject.requester.id) ?? null,
      },
      ...event,
      event: name,
      actor,
    },
  ],
  answer,
});

const open = (proposal: Proposal, names: EventNames): Decided<Verdict> => {
  const { id, requester, ...rest } = proposal;
  const created = happened(proposal, requester.id, `${names.event}.created`, {
    ...rest,
    change: 'created',
    requestId: id,
    requester: { ...requester, slackUserId: slackUserOf(requester.id) ?? null },
    effects: [...rest.effects],
    policies: [...rest.policies],
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

/** What a command makes of a request in one of the statuses `from`; elsewhere it comes too late. */
const from = (
  statuses: readonly RequestStatus[],
  request: ApprovalRequest,
  then: () => Decided<Verdict>,
): Decided<Verdict> => (statuses.includes(request.status) ? then() : nothing('late'));

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

type HumanCommand = Extract<RequestCommand, { readonly cause: RequestId }>;

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
  if (command.do === 'approve' && !request.effectsHash.startsWith(command.plan ?? '')) {
    return nothing(request.status === 'pending' ? 'changed' : 'late');
  }
  const statuses: readonly RequestStatus[] =
    command.do === 'cancel' && command.alsoApproved === true
      ? ['pending', 'approved']
      : ['pending'];
  return from(statuses, request, () =>
    command.do === 'approve'
      ? approve(request, { by: command.by, cause: command.cause }, names)
      : close(request, command, names),
  );
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
  const tell = (word: string, event: RequestEvent) => () =>
    happened(request, workflow, `${names.event}.${word}`, event);
  switch (command.do) {
    case 'approve':
    case 'deny':
    case 'cancel':
      return answerHuman(request, command, names);
    case 'void':
      return from(
        ['approved'],
        request,
        tell('voided', {
          ...command.wanted,
          effects: [...command.wanted.effects],
          policies: [...command.wanted.policies],
          change: 'voided',
          reason: command.reason,
        }),
      );
    case 'start':
      return from(
        ['approved'],
        request,
        tell('started', { change: 'started', operationId: request.operationId }),
      );
    case 'finish':
      return from(
        ['running'],
        request,
        tell(names.doneEvent, { change: 'done', result: command.result }),
      );
    case 'fail':
      return from(
        ['approved', 'running'],
        request,
        tell('failed', { change: 'failed', code: command.code, reason: command.reason }),
      );
    default:
      return command satisfies never;
  }
};
