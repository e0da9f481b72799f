import type { EpochMillis } from '../kernel/clock.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { Store } from '../ledger/store.ts';
import type { Claim, Operation } from '../operation/operation.ts';
import type { ChangeRequest, NewRequest, Opened } from './new-request.ts';
import { type ProposerPorts, propose, requesterOf } from './propose.ts';
import { type ApprovalRequest, isEnded } from './request.ts';

/** What opening works with. */
export interface OpenerPorts extends ProposerPorts {
  readonly store: Pick<Store<ApprovalRequest>, 'list'>;
  readonly find: (operation: string) => Operation | undefined;
  readonly change: ChangeRequest;
}

/**
 * Whether this request has ended while the wish was on its way and stands for it nevertheless: because it is done, which nobody
 * needs twice, or because the same person had asked for it, whose repetition of a command that seemed lost means no more than the first
 * one. A wish that needs fewer approvals is no repetition. An end that lies ahead comes from a clock that was set back since, and must
 * keep nobody from asking again.
 */
const hasAnswered = (
  { requester, joiners, needed, status, endedAt }: ApprovalRequest,
  { context: { principal }, decision, receivedAt }: NewRequest,
  now: EpochMillis,
): boolean => {
  const end = endedAt === undefined ? Number.NaN : Date.parse(endedAt);
  const isTheirs = [requester, ...joiners].some(({ id }) => id === principal.id);
  return (
    end > receivedAt &&
    end <= now &&
    (status === 'done' || (isTheirs && decision.approvals >= needed))
  );
};

/** What needs no approval waits for nobody's. */
const isFaster = ({ decision }: NewRequest, open: ApprovalRequest): boolean =>
  decision.approvals === 0 && open.status === 'pending';

const openNew = async (wish: NewRequest, ports: OpenerPorts): Promise<Opened> => {
  const proposal = await propose(wish, ports);
  const { request } = await ports.change(proposal, { do: 'open', proposal });
  return { kind: 'opened', request };
};

const join = async (
  wish: NewRequest,
  open: ApprovalRequest,
  ports: OpenerPorts,
): Promise<Opened> => {
  const { principal, requestId } = wish.context;
  const { request, verdict } = await ports.change(open, {
    do: 'join',
    by: principal.id,
    cause: requestId,
    joiner: requesterOf(principal),
    facts: wish.plan.facts,
  });
  if (verdict !== 'late') {
    return { kind: 'joined', request };
  }
  // It has ended between the look and the joining.
  return hasAnswered(request, wish, ports.clock.now())
    ? { kind: 'ended', request }
    : openNew(wish, ports);
};

/** What becomes of a wish when nobody else opens one with the same claim. */
const openOrJoin = async (wish: NewRequest, claim: Claim, ports: OpenerPorts): Promise<Opened> => {
  const claimOf = ({ operation, effects }: ApprovalRequest) =>
    ports.find(operation)?.claim?.(effects);
  const now = ports.clock.now();
  const alike = await ports.store.list(
    (each) =>
      (!isEnded(each) || hasAnswered(each, wish, now)) && claimOf(each)?.name === claim.name,
  );
  const isSame = (each: ApprovalRequest): boolean => claimOf(each)?.content === claim.content;
  const open = alike.find((each) => !isEnded(each));
  const ended = open === undefined ? alike.find(isSame) : undefined;
  if (ended !== undefined) {
    return { kind: 'ended', request: ended };
  }
  if (open === undefined || isFaster(wish, open)) {
    return openNew(wish, ports);
  }
  if (!isSame(open)) {
    return { kind: 'taken', request: open };
  }
  const { id } = wish.context.principal;
  if (open.approvals.some(({ by }) => by === id)) {
    return { kind: 'approved', request: open };
  }
  return open.requester.id === id ? { kind: 'own', request: open } : join(wish, open, ports);
};

/** Opens requests, and lets those join that want what was asked for already. */
export const createOpener = (ports: OpenerPorts) => {
  /** Two who ask for the same at the same moment do so one after the other. */
  const inTurn = createSequence();

  return {
    /** See {@link Opened}; rejects as the ledger does. */
    open: (wish: NewRequest): Promise<Opened> => {
      const claim = wish.operation.claim?.(wish.plan.effects);
      return claim === undefined
        ? openNew(wish, ports)
        : inTurn.run(claim.name, () => openOrJoin(wish, claim, ports));
    },
  };
};
