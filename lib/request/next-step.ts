import type { Principal } from '../identity/principal.ts';
import type { EpochMillis } from '../kernel/clock.ts';
import type { Operation, Progress, Refusal } from '../operation/operation.ts';
import { beforeStart, contextOf, type StepPorts, stepAfter, stopFor } from './before-start.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand } from './request-command.ts';
import { waitStep } from './wait-step.ts';

/** How far something that goes on by itself was at a look. */
export type Look = Omit<Progress, 'elapsed'>;

/**
 * What happens next by itself. `again`: it could not be found out now, or did not work now, and may a little
 * later; if it never does, `command` is what it comes to, and without one the request stays as it is for an operator.
 */
export type Step =
  | { readonly kind: 'take'; readonly command: RequestCommand }
  | {
      readonly kind: 'again';
      readonly why: string;
      readonly command?: RequestCommand;
      /** Whether it is tried for as long as it takes, because something goes on by itself meanwhile. */
      readonly isPatient?: boolean;
    }
  /** Nothing happens by itself before this time. */
  | { readonly kind: 'sleep'; readonly until: EpochMillis }
  /** It was begun and goes on by itself; look again. */
  | { readonly kind: 'underway'; readonly look: Look }
  | { readonly kind: 'wait' };

/** Whoever asked, as they were known then: what runs is finished whether or not they are still there. */
const asKnownThen = ({ requester }: ApprovalRequest): Principal => ({
  ...requester,
  kind: 'member',
  groups: [],
  teams: [],
});

/** Whether one that was started before a crash, and never began, may begin now. */
const mayBegin = async (
  request: ApprovalRequest,
  operation: Operation,
  ports: StepPorts,
): Promise<Refusal | undefined> => {
  if (ports.checked.has(request.id)) {
    return undefined;
  }
  const requester = await ports.identify(request.requester.id);
  if (requester === undefined) {
    return { code: 'REQUESTER_UNKNOWN', message: 'the requester is not in the workspace any more' };
  }
  const step = await beforeStart(request, operation, requester, ports);
  if (step.kind === 'again') {
    return { code: step.why, message: 'it could not be planned', passing: true };
  }
  if (step.command.do === 'start') {
    return undefined;
  }
  return { code: 'NOT_BEGUN', message: `it had not begun, and will not: ${step.command.reason}` };
};

const run = async (
  request: ApprovalRequest,
  operation: Operation,
  ports: StepPorts,
): Promise<Step> => {
  const context = {
    ...contextOf(request, asKnownThen(request)),
    mayBegin: () => mayBegin(request, operation, ports),
  };
  const outcome = await operation.execute(request.effects, context);
  switch (outcome.kind) {
    case 'done':
      return { kind: 'take', command: { do: 'finish', result: outcome.facts } };
    case 'running':
      return {
        kind: 'underway',
        look: { shown: outcome.shown, canCancel: outcome.canCancel },
      };
    case 'unseen':
      return { kind: 'again', why: outcome.why, isPatient: true };
    case 'failed':
      return stepAfter(outcome.refusal);
    default:
      return outcome satisfies never;
  }
};

/**
 * What a request needs next without anybody's doing: an approved one is checked and started, a started one is
 * executed under its operation id, also when it was started before a crash, and never ends but by what its function
 * says. One that waits for people is asked about, reminded, escalated and given up. Rejects when the directory cannot be asked.
 */
export const nextStep = async (request: ApprovalRequest, ports: StepPorts): Promise<Step> => {
  if (request.status !== 'approved' && request.status !== 'running') {
    return waitStep(request, ports);
  }
  const operation = ports.find(request.operation);
  if (request.status === 'running') {
    return operation === undefined
      ? { kind: 'again', why: 'OPERATION_UNKNOWN' }
      : run(request, operation, ports);
  }
  if (operation === undefined) {
    return stopFor('OPERATION_UNKNOWN', `there is no operation '${request.operation}' any more`);
  }
  const requester = await ports.identify(request.requester.id);
  return requester === undefined
    ? stopFor('REQUESTER_UNKNOWN', 'the requester is not in the workspace any more')
    : beforeStart(request, operation, requester, ports);
};
