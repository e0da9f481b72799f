import type { PrincipalId } from '../kernel/ids.ts';
import type { Decided } from '../ledger/store.ts';
import { isUnasked } from './find-asked.ts';
import { type EventNames, from, happened, nothing } from './happened.ts';
import type { ApprovalRequest } from './request.ts';
import type { HumanCommand, RequestCommand, Verdict } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';

const workflow = 'system:workflow';

/** Found out for the first time, or, of one that waits, anew and differently. */
const canBeAsked = (request: ApprovalRequest, asked: readonly PrincipalId[]): boolean =>
  isUnasked(request) || (request.status === 'pending' && asked.join() !== request.asked?.join());

/** What a request comes to by itself, without a person. */
export const goOn = (
  request: ApprovalRequest,
  command: Exclude<RequestCommand, HumanCommand | { readonly do: 'open' }>,
  names: EventNames,
): Decided<Verdict> => {
  const tell = (word: string, event: RequestEvent) => () =>
    happened(request, workflow, `${names.event}.${word}`, event);
  switch (command.do) {
    case 'ask':
      // Whoever broke the glass waits for nobody, but those who were passed over are told.
      return canBeAsked(request, command.asked)
        ? tell('asked', { change: 'asked', asked: [...command.asked] })()
        : nothing('late');
    case 'remind':
      return from(['pending'], request, tell('reminded', { change: 'reminded' }));
    case 'escalate':
      return from(
        ['pending'],
        request,
        tell('escalated', { change: 'escalated', to: [...command.to] }),
      );
    case 'expire':
      return from(
        ['pending'],
        request,
        tell('expired', { change: 'expired', reason: command.reason }),
      );
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
