import type { Principal } from '../identity/principal.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import type { Clock } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { type AskedPorts, findAsked } from './find-asked.ts';
import { deadlinesFrom, type LadderSettings } from './ladder.ts';
import type { NewRequest } from './new-request.ts';
import type { Proposal, Requester } from './request.ts';

/** What a proposal is made with. */
export interface ProposerPorts extends AskedPorts {
  /** Gets each request for which it was found out who may approve it. */
  readonly found: Set<RequestId>;
  readonly ladder: LadderSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whoever asks, as they are known now. */
export const requesterOf = ({ id, username, displayName, email }: Principal): Requester => ({
  id,
  username,
  displayName,
  email,
});

/** Whom a request waits for; where nobody can tell now, that is found out later. */
const askedFor = async (
  { operation, plan, context, decision, incident }: NewRequest,
  ports: ProposerPorts,
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
  { ladder, clock }: ProposerPorts,
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

/** What is asked for, of whom, and until when; that nobody can tell whom now is in the log and found out later. */
export const propose = async (wish: NewRequest, ports: ProposerPorts): Promise<Proposal> =>
  toProposal(wish, await askedFor(wish, ports), ports);
