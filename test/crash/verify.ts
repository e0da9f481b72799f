import { join } from 'node:path';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { type PrincipalId, slackUserOf } from '../../lib/kernel/ids.ts';
import { openFileLedger } from '../../lib/ledger/file-ledger.ts';
import type { StoredEvent } from '../../lib/ledger/ledger.ts';
import { loadLedgerKey } from '../../lib/ledger/ledger-key.ts';
import { evolve } from '../../lib/request/evolve.ts';
import type { ApprovalRequest } from '../../lib/request/request.ts';
import type { Town } from '../daemon/town.ts';
import * as channels from '../daemon/town.ts';
import { leavers } from './scenario.ts';
import { news, truths, unapprovedNews } from './truths.ts';

/** An envelope that was acknowledged, and the custom name that it asked for. */
export interface Asked {
  readonly envelope: string;
  readonly name: string;
}

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

/** What everybody besides approvers and requester was told of a request, each once. */
const checkOthers = (town: Town, request: ApprovalRequest): readonly string[] => {
  const { id, joiners, brokenGlass, asked = [], reviewedBy } = request;
  const once = (person: PrincipalId, words: string): readonly string[] => {
    const user = slackUserOf(person);
    const told = user === undefined ? [] : about(town.workspace.person(user).dms(), request);
    const count = told.filter(({ text }) => text.includes(words)).length;
    return count === 1 ? [] : [`${person} was told ${count} times of ${id}: ${words}`];
  };
  return [
    ...joiners.flatMap((joiner) => once(joiner.id, 'that you joined')),
    ...(brokenGlass === undefined
      ? []
      : [
          // Nobody can write to whoever has left meanwhile.
          ...asked
            .filter((each) => !leavers.some((leaver) => each === `slack:${leaver}`))
            .flatMap((each) => once(each, 'The glass was broken')),
          ...(reviewedBy === undefined ? [`nobody has reviewed ${id}`] : []),
          ...once(request.requester.id, 'has signed off'),
        ]),
  ];
};

/** Reminders and escalations are each told once in the approval channel. */
const checkLadder = (town: Town, request: ApprovalRequest): readonly string[] => {
  const { id, isReminded, escalatedTo } = request;
  const lines = about(town.cards(), request).filter(({ text }) =>
    text.includes('has waited since'),
  );
  const climbed = Number(isReminded) + Number(escalatedTo !== undefined);
  return lines.length === climbed
    ? []
    : [`${id} has climbed ${climbed} rungs and told ${lines.length}`];
};

/** `wanted`: people were told that it was received, and have treated it. */
const checkRequest = (town: Town, request: ApprovalRequest, wanted: boolean): readonly string[] => {
  const { id, status, approvals, needed, operationId, requester, brokenGlass } = request;
  const cards = about(town.cards(), request).filter(needed === 0 ? isShortLine : isCard);
  if (status === 'pending' && !wanted) {
    return cards.length === 1 ? [] : [`${id} waits and has ${cards.length} cards`];
  }
  if (status === 'pending' || status === 'approved' || status === 'running') {
    return [`${id} is still ${status}`];
  }
  const ending = brokenGlass !== undefined && status === 'done' ? unapprovedNews : news[status];
  const messages = about(town.workspace.person(slackUserOf(requester.id) ?? '').dms(), request);
  const endings = messages.filter(({ text }) => text.includes(ending));
  const lines = about(town.cards(), request).filter(({ text }) =>
    endLines.some((mark) => text.startsWith(mark)),
  );
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
    ...(endings.length === 1
      ? []
      : [`${id} is ${status}, and that was told its requester ${endings.length} times`]),
    ...checkOthers(town, request),
    ...checkLadder(town, request),
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

/** One that nobody had to approve has a line in its place. */
const isShortLine = ({ text }: SeenMessage): boolean => text.startsWith('📦 ');

/** How the lines begin that tell of an end besides the card. */
const endLines = ['⚪ ', '⚠️ ', '⌛ '];

/** Each acknowledged envelope is one attempt in the ledger, and made one request or found one that its sender had made before. */
const checkEnvelope = (
  history: readonly StoredEvent[],
  { envelope, name }: Asked,
): readonly string[] => {
  const received = history.filter(
    (event) =>
      event.event === 'attempt.received' &&
      JSON.stringify(event['dedupeKeys']).includes(`envelope:${envelope}`),
  );
  const created = history.filter(
    (event) => event.event === 'image.request.created' && event['name'] === name,
  );
  return [
    ...(received.length === 1
      ? []
      : [`envelope ${envelope} was acknowledged and received ${received.length} times`]),
    ...(created.length === 1
      ? []
      : [`${name} was asked for, and that made ${created.length} requests`]),
  ];
};

/**
 * Looks at what is left when the daemon is gone: the ledger (whose chain is verified by opening it), the world and the
 * workspace must tell one story. Answers every contradiction; none is good.
 */
export const findContradictions = async (
  town: Town,
  wanted: readonly Asked[],
): Promise<readonly string[]> => {
  const path = join(town.folder, 'ledger.jsonl');
  const key = await loadLedgerKey(join(town.folder, 'ledger.key'), path);
  const { ledger, history } = await openFileLedger({ path, key, clock: systemClock });
  await ledger.close();
  const requests = requestsIn(history);
  return [
    ...wanted.flatMap((each) => checkEnvelope(history, each)),
    ...requests
      .filter(({ operation }) => operation.startsWith('infra '))
      .flatMap((request) => checkOperation(town, request)),
    ...requests
      .filter(({ operation }) => operation === 'request-image')
      .flatMap((request) =>
        checkRequest(
          town,
          request,
          wanted.some(({ name }) => name === request.facts['name']),
        ),
      ),
  ];
};
