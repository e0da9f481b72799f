import { isDeepStrictEqual } from 'node:util';
import type { Principal } from '../identity/principal.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import type { Clock } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { Store } from '../ledger/store.ts';
import type { Operation } from '../operation/operation.ts';
import { type AskedPorts, findAsked } from './find-asked.ts';
import { deadlinesFrom, type LadderSettings } from './ladder.ts';
import type { NewRequest, Opened, Taken } from './new-request.ts';
import { type ApprovalRequest, isEnded, type Proposal, type Requester } from './request.ts';
import type { RequestCommand } from './request-command.ts';

/** What opening works with. */
export interface OpenerPorts extends AskedPorts {
  readonly store: Pick<Store<ApprovalRequest>, 'list'>;
  readonly find: (operation: string) => Operation | undefined;
  /** Gets each request for which it was found out who may approve it. */
  readonly found: Set<RequestId>;
  readonly ladder: LadderSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** Records what a command came to. */
  readonly change: (
    subject: Pick<ApprovalRequest, 'id' | 'operation'>,
    command: RequestCommand,
  ) => Promise<Taken>;
}

const requesterOf = ({ id, username, displayName, email }: Principal): Requester => ({
  id,
  username,
  displayName,
  email,
});

/** Whom a request waits for; where nobody can tell now, that is found out later. */
const askedFor = async (
  { operation, plan, context, decision, incident }: NewRequest,
  ports: OpenerPorts,
): Promise<readonly PrincipalId[] | undefined> => {
  if (decision.approvals === 0 && incident === undefined) {
    return [];
  }
  const { principal, requestId } = context;
  const request = {
    id: requestId,
    requester: requesterOf(principal),
    joiners: [],
    operation: operation.name,
    facts: plan.facts,
    ...(incident === undefined ? {} : { brokenGlass: { incident } }),
  };
  ports.found.add(requestId);
  return findAsked(request, ports).catch((error: unknown) => {
    ports.log.warn('request.approvers_unknown', {
      request_id: requestId,
      error: describeError(error),
    });
    return undefined;
  });
};

const toProposal = (
  { operation, args, plan, context, decision, channel, incident }: NewRequest,
  asked: readonly PrincipalId[] | undefined,
  { ladder, clock }: OpenerPorts,
): Proposal => ({
  id: context.requestId,
  operation: operation.name,
  args,
  requester: requesterOf(context.principal),
  facts: plan.facts,
  effects: plan.effects,
  effectsHash: hashOf(plan.effects),
  needed: decision.approvals,
  policies: decision.reasons,
  operationId: context.operationId,
  deadlines: decision.approvals === 0 ? {} : deadlinesFrom(ladder, clock.now()),
  ...(channel === undefined ? {} : { channel }),
  ...(asked === undefined ? {} : { asked }),
  ...(incident === undefined ? {} : { brokenGlass: { incident } }),
});

/**
 * Whether this request has ended while the wish was on its way and stands for it nevertheless: because it was made by the same
 * person, whose repetition of a command that seemed lost means no more than the first one, or because it is done, which nobody needs
 * twice.
 */
const hasAnswered = (
  { requester, status, endedAt }: ApprovalRequest,
  { context, receivedAt }: NewRequest,
): boolean =>
  endedAt !== undefined &&
  Date.parse(endedAt) > receivedAt &&
  (requester.id === context.principal.id || status === 'done');

/** Opens requests, and lets those join that want what was asked for already. */
export const createOpener = (ports: OpenerPorts) => {
  const { store, find, change } = ports;
  /** Two who ask for the same at the same moment do so one after the other. */
  const inTurn = createSequence();

  const claimOf = (request: Pick<ApprovalRequest, 'operation' | 'effects'>) =>
    find(request.operation)?.claim?.(request.effects);

  const openNew = async (wish: NewRequest): Promise<Opened> => {
    const proposal = toProposal(wish, await askedFor(wish, ports), ports);
    const { request } = await change(proposal, { do: 'open', proposal });
    return { kind: 'opened', request };
  };

  const join = async (wish: NewRequest, open: ApprovalRequest): Promise<Opened | undefined> => {
    const { principal, requestId } = wish.context;
    const { request, verdict } = await change(open, {
      do: 'join',
      by: principal.id,
      cause: requestId,
      joiner: requesterOf(principal),
      facts: wish.plan.facts,
    });
    return verdict === 'late' ? undefined : { kind: 'joined', request };
  };

  const openOrJoin = async (wish: NewRequest): Promise<Opened> => {
    const claim = wish.operation.claim?.(wish.plan.effects);
    if (claim === undefined) {
      return openNew(wish);
    }
    const [ended] = await store.list(
      (each) => hasAnswered(each, wish) && isDeepStrictEqual(claimOf(each), claim),
    );
    if (ended !== undefined) {
      return { kind: 'ended', request: ended };
    }
    const [open] = await store.list((each) => !isEnded(each) && claimOf(each)?.name === claim.name);
    // What needs no approval waits for nobody's.
    const isFaster = wish.decision.approvals === 0 && open?.status === 'pending';
    if (open === undefined || isFaster) {
      return openNew(wish);
    }
    if (claimOf(open)?.content !== claim.content) {
      return { kind: 'taken', request: open };
    }
    const { id } = wish.context.principal;
    if (open.approvals.some(({ by }) => by === id)) {
      return { kind: 'approved', request: open };
    }
    return open.requester.id === id
      ? { kind: 'own', request: open }
      : ((await join(wish, open)) ?? openNew(wish));
  };

  return {
    /** See {@link Opened}; rejects as the ledger does. */
    open: (wish: NewRequest): Promise<Opened> =>
      inTurn.run(wish.operation.claim?.(wish.plan.effects)?.name ?? wish.context.requestId, () =>
        openOrJoin(wish),
      ),
  };
};
