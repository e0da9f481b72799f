import { escalationGroup } from '../identity/principal.ts';
import type { Clock, EpochMillis } from '../kernel/clock.ts';
import type { RequestId } from '../kernel/ids.ts';
import type { Sequence } from '../kernel/sequence.ts';
import { type AskedPorts, findAsked, isUnasked } from './find-asked.ts';
import { nextRung, type Rung, waitedUntil } from './ladder.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand } from './request-command.ts';

/** What is needed to find out what a request needs that waits. */
export interface WaitPorts extends AskedPorts {
  /** The requests of which this process has found out whom they wait for: the approvers of one that waits may be others after a restart. */
  readonly found: Set<RequestId>;
  /** In which that is found out one request after the other: after a restart all of them want it, and commands want their turn. */
  readonly finding: Sequence;
  readonly clock: Pick<Clock, 'now'>;
}

/** What happens next to a request that waits for people. */
export type WaitStep =
  | { readonly kind: 'take'; readonly command: RequestCommand }
  /** Nothing before this time. */
  | { readonly kind: 'sleep'; readonly until: EpochMillis }
  /** It could not be found out; tried for as long as it takes. */
  | { readonly kind: 'again'; readonly why: string; readonly isPatient: true }
  | { readonly kind: 'wait' };

/** Others than these are not asked one by one: each gets a card, and each card costs edits. */
const maxEscalated = 10;

const expiryReason = (request: ApprovalRequest): string =>
  `nobody decided within ${waitedUntil(request, request.deadlines.expiresAt)}`;

/** Gives a request up that nobody decided on. */
export const giveUp = (request: ApprovalRequest): RequestCommand => ({
  do: 'expire',
  reason: expiryReason(request),
});

const climb = async (
  request: ApprovalRequest,
  rung: Rung,
  ports: WaitPorts,
): Promise<RequestCommand> => {
  switch (rung) {
    case 'remind':
      return { do: 'remind' };
    case 'escalate': {
      const others = await findAsked({ ...request, escalatedTo: [] }, ports, {
        group: escalationGroup,
      });
      const more = others.filter((id) => request.asked?.includes(id) !== true);
      return { do: 'escalate', to: more.slice(0, maxEscalated) };
    }
    case 'expire':
      return giveUp(request);
    default:
      return rung satisfies never;
  }
};

const unknown: WaitStep = { kind: 'again', why: 'APPROVERS_UNKNOWN', isPatient: true };

/** Finds out whom a request waits for; what is due does not wait for that. */
const ask = async (request: ApprovalRequest, ports: WaitPorts): Promise<WaitStep> => {
  const asked = await ports.finding
    .run('approvers', () => findAsked(request, ports))
    .catch(() => undefined);
  if (asked === undefined) {
    return unknown;
  }
  ports.found.add(request.id);
  return { kind: 'take', command: { do: 'ask', asked } };
};

/**
 * What a request needs next that waits for people: to know who they are, then the next rung of the ladder when it is due. One that has
 * ended may still lack the first. Never rejects.
 */
export const waitStep = async (request: ApprovalRequest, ports: WaitPorts): Promise<WaitStep> => {
  const next = request.status === 'pending' ? nextRung(request, ports.clock.now()) : undefined;
  if (next?.kind === 'due') {
    const command = await climb(request, next.rung, ports).catch(() => undefined);
    return command === undefined ? unknown : { kind: 'take', command };
  }
  if (isUnasked(request) || (request.status === 'pending' && !ports.found.has(request.id))) {
    return ask(request, ports);
  }
  return next === undefined ? { kind: 'wait' } : { kind: 'sleep', until: next.time };
};
