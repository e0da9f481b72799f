import type { PrincipalId } from '../kernel/ids.ts';
import type { Decided } from '../ledger/store.ts';
import { isUnasked } from './find-asked.ts';
import { type EventNames, from, happened, nothing } from './happened.ts';
import type { ApprovalRequest, RequestStatus } from './request.ts';
import type { HumanCommand, RequestCommand, Verdict } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';

const workflow = 'system:workflow';

/** Found out for the first time, or, of one that waits, anew and differently. */
const canBeAsked = (request: ApprovalRequest, asked: readonly PrincipalId[]): boolean =>
  isUnasked(request) || (request.status === 'pending' && asked.join() !== request.asked?.join());

type OwnCommand = Exclude<RequestCommand, HumanCommand | { readonly do: 'open' }>;

/** From which statuses each of these leads on; from any other one it comes too late. */
const statusesBefore = {
  remind: ['pending'],
  escalate: ['pending'],
  expire: ['pending'],
  void: ['approved'],
  start: ['approved'],
  finish: ['running'],
  fail: ['approved', 'running'],
} as const satisfies Record<Exclude<OwnCommand['do'], 'ask'>, readonly RequestStatus[]>;

/** The last word of the event's name, and what it says. */
const eventOf = (
  { operationId }: ApprovalRequest,
  command: Exclude<OwnCommand, { readonly do: 'ask' }>,
  { doneEvent }: EventNames,
): readonly [string, RequestEvent] => {
  switch (command.do) {
    case 'remind':
      return ['reminded', { change: 'reminded' }];
    case 'escalate':
      return ['escalated', { change: 'escalated', to: [...command.to] }];
    case 'expire':
      return ['expired', { change: 'expired', reason: command.reason }];
    case 'void': {
      const { effects, policies } = command.wanted;
      const wanted = { ...command.wanted, effects: [...effects], policies: [...policies] };
      return ['voided', { ...wanted, change: 'voided', reason: command.reason }];
    }
    case 'start':
      return ['started', { change: 'started', operationId }];
    case 'finish':
      return [doneEvent, { change: 'done', result: command.result }];
    case 'fail':
      return ['failed', { change: 'failed', code: command.code, reason: command.reason }];
    default:
      return command satisfies never;
  }
};

/** What a request comes to by itself, without a person. */
export const goOn = (
  request: ApprovalRequest,
  command: OwnCommand,
  names: EventNames,
): Decided<Verdict> => {
  const tell = (word: string, event: RequestEvent): Decided<Verdict> =>
    happened(request, workflow, `${names.event}.${word}`, event);
  if (command.do === 'ask') {
    // Whoever broke the glass waits for nobody, but those who were passed over are told.
    return canBeAsked(request, command.asked)
      ? tell('asked', { change: 'asked', asked: [...command.asked] })
      : nothing('late');
  }
  return from(statusesBefore[command.do], request, () => tell(...eventOf(request, command, names)));
};
