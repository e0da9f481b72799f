import { join } from 'node:path';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { openFileLedger } from '../../lib/ledger/file-ledger.ts';
import type { StoredEvent } from '../../lib/ledger/ledger.ts';
import { loadLedgerKey } from '../../lib/ledger/ledger-key.ts';
import { evolve } from '../../lib/request/evolve.ts';
import type { ApprovalRequest } from '../../lib/request/request.ts';
import type { Town } from '../daemon/town.ts';
import * as channels from '../daemon/town.ts';
import { truths } from './truths.ts';

/** What the direct message says in each end. */
const news = {
  done: 'has been approved!',
  failed: 'it failed',
  denied: 'was denied',
  cancelled: 'was cancelled',
} as const;

const requestsIn = (history: readonly StoredEvent[]): readonly ApprovalRequest[] => {
  const states = new Map<string, ApprovalRequest>();
  for (const event of history.filter(({ stream }) => stream.startsWith('request/'))) {
    const next = evolve(states.get(event.stream), event);
    if (next !== undefined) {
      states.set(event.stream, next);
    }
  }
  return [...states.values()];
};

const about = (
  messages: readonly SeenMessage[],
  request: ApprovalRequest,
): readonly SeenMessage[] => messages.filter(({ text }) => text.includes(request.id));

/** Whether the request was made by one of these envelopes: the others were made by somebody who was told that it had failed. */
const isOf = (
  history: readonly StoredEvent[],
  { id }: ApprovalRequest,
  envelopes: readonly string[],
): boolean =>
  history.some(
    (event) =>
      event.event === 'attempt.received' &&
      event['id'] === id &&
      envelopes.some((envelope) =>
        JSON.stringify(event['dedupeKeys']).includes(`envelope:${envelope}`),
      ),
  );

/** `wanted`: people were told that it was received, and have treated it. */
const checkRequest = (town: Town, request: ApprovalRequest, wanted: boolean): readonly string[] => {
  const { id, status, approvals, needed, operationId } = request;
  const cards = about(town.cards(), request).filter(isCard);
  if (status === 'pending' && !wanted) {
    return cards.length === 1 ? [] : [`${id} waits and has ${cards.length} cards`];
  }
  if (status === 'pending' || status === 'approved' || status === 'running') {
    return [`${id} is still ${status}`];
  }
  const messages = about(town.dana.dms(), request);
  const lines = about(town.cards(), request).filter((each) => !isCard(each));
  const created = town.registry.creationsOf(operationId);
  return [
    ...(created === (status === 'done' ? 1 : 0)
      ? []
      : [`${id} is ${status} and was provisioned ${created} times`]),
    ...(new Set(approvals.map(({ by }) => by)).size === approvals.length
      ? []
      : [`${id} counts somebody twice`]),
    ...(status === 'done' && approvals.length < needed
      ? [`${id} ran with ${approvals.length} of ${needed} approvals`]
      : []),
    ...(cards.length === 1 ? [] : [`${id} has ${cards.length} cards`]),
    ...(cards.every(({ text }) => text.includes(truths[status]))
      ? []
      : [`the card of ${id} does not say that it is ${status}`]),
    ...(lines.length > 1 ? [`${id} has ${lines.length} lines`] : []),
    ...(messages.length === 1 ? [] : [`${id} has ${messages.length} direct messages`]),
    ...(messages.every(({ text }) => text.includes(news[status]))
      ? []
      : [`the message of ${id} does not say that it is ${status}`]),
  ];
};

const ends = {
  done: 'Operation completed successfully.',
  failed: 'Operation failed: ',
} as const;

/** An operation on an environment has ended, and its two cards tell the same end. */
const checkOperation = (
  town: Town,
  { operationId, status, operation }: ApprovalRequest,
): readonly string[] => {
  if (status !== 'done' && status !== 'failed') {
    return [`${operation} ${operationId} is still ${status}`];
  }
  const saidIn = (channel: string): readonly SeenMessage[] =>
    town.alice
      .reads(channel)
      .filter(({ ephemeral, text }) => !ephemeral && text.includes(`Operation ${operationId}`));
  const cards = saidIn(channels.general);
  const lines = saidIn(channels.approvals);
  return [
    ...(cards.length === 1 ? [] : [`${operation} ${operationId} has ${cards.length} cards`]),
    ...(lines.length === 1 ? [] : [`${operation} ${operationId} has ${lines.length} lines`]),
    ...([...cards, ...lines].every(({ text }) => text.includes(ends[status]))
      ? []
      : [`the cards of ${operation} ${operationId} do not say that it is ${status}`]),
  ];
};

/** A card begins with its title; the line about a cancelled or failed request has none. */
const isCard = ({ text }: SeenMessage): boolean => text.includes('New Image Request');

/** Each acknowledged envelope is one attempt in the ledger, and made one request. */
const checkEnvelope = (history: readonly StoredEvent[], envelope: string): readonly string[] => {
  const received = history.filter(
    (event) =>
      event.event === 'attempt.received' &&
      JSON.stringify(event['dedupeKeys']).includes(`envelope:${envelope}`),
  );
  const created = history.filter(
    (event) =>
      event.event.endsWith('.created') && received.some(({ id }) => id === event['requestId']),
  );
  return [
    ...(received.length === 1
      ? []
      : [`envelope ${envelope} was acknowledged and received ${received.length} times`]),
    ...(created.length === 1
      ? []
      : [`envelope ${envelope} was acknowledged and made ${created.length} requests`]),
  ];
};

/**
 * Looks at what is left when the daemon is gone: the ledger (whose chain is verified by opening it), the world and the
 * workspace must tell one story. Answers every contradiction; none is good.
 */
export const findContradictions = async (
  town: Town,
  envelopes: readonly string[],
): Promise<readonly string[]> => {
  const path = join(town.folder, 'ledger.jsonl');
  const key = await loadLedgerKey(join(town.folder, 'ledger.key'), path);
  const { ledger, history } = await openFileLedger({ path, key, clock: systemClock });
  await ledger.close();
  const requests = requestsIn(history);
  return [
    ...envelopes.flatMap((envelope) => checkEnvelope(history, envelope)),
    ...requests
      .filter(({ operation }) => operation.startsWith('infra '))
      .flatMap((request) => checkOperation(town, request)),
    ...requests
      .filter(({ operation }) => operation === 'request-image')
      .flatMap((request) => checkRequest(town, request, isOf(history, request, envelopes))),
  ];
};
