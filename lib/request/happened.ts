import { slackUserOf } from '../kernel/ids.ts';
import type { Decided } from '../ledger/store.ts';
import type { ApprovalRequest, Proposal, Requester, RequestStatus } from './request.ts';
import type { Verdict } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';

/** The words of its events for an operation's requests, as `image.request` and `provisioned`. */
export interface EventNames {
  readonly event: string;
  readonly doneEvent: string;
}

/** Nothing changes. */
export const nothing = (answer: Verdict): Decided<Verdict> => ({ events: [], answer });

/** Somebody as ledger lines have them. */
export const toActor = (who: Requester) => ({ ...who, slackUserId: slackUserOf(who.id) ?? null });

/** One event with what every line about the request carries at its top level. */
export const happened = (
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
      requester: toActor(subject.requester),
      ...event,
      event: name,
      actor,
    },
  ],
  answer,
});

/** What a command makes of a request in one of the statuses `from`; elsewhere it comes too late. */
export const from = (
  statuses: readonly RequestStatus[],
  request: ApprovalRequest,
  then: () => Decided<Verdict>,
): Decided<Verdict> => (statuses.includes(request.status) ? then() : nothing('late'));
