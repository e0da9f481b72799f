import type { Identify } from './identity/principal.ts';
import type { Clock, Millis } from './kernel/clock.ts';
import { withDeadline } from './kernel/deadline.ts';
import { describeError } from './kernel/errors.ts';
import type { IdSource } from './kernel/ids.ts';
import { type Log, withFields } from './kernel/log.ts';
import type { Answer, Attempt, Incoming, OverLimit } from './operation/attempt.ts';
import type { AttemptLog } from './operation/attempt-log.ts';
import type { Catalogue } from './operation/catalogue.ts';
import type { ChangeLimit } from './operation/change-limit.ts';
import { proposalQuestion } from './operation/proposal-question.ts';
import * as replies from './operation/replies.ts';
import type { Inside, Surface } from './operation/surface.ts';
import { type Command, type Understood, understand } from './operation/understand.ts';
import type { Policy } from './policy/policy.ts';
import type { ApprovalRequest } from './request/request.ts';
import { submittedReply } from './request/submitted-reply.ts';
import type { Workflow } from './request/workflow.ts';

/** What the flow is made of. */
export interface House {
  readonly catalogue: Catalogue;
  readonly attempts: AttemptLog;
  readonly changeLimit: ChangeLimit;
  readonly identify: Identify;
  readonly policy: Policy;
  readonly workflow: Workflow;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly log: Log;
}

/** The flow, for new requests and for those that a crash interrupted. Neither rejects. */
export interface RequestHandler {
  /** Takes one request from a surface to its answer. */
  readonly handle: (incoming: Incoming, surface: Surface) => Promise<void>;
  /** Carries on one that was received but not answered; the surface only says the rest. */
  readonly carryOn: (attempt: Attempt, surface: Surface) => Promise<void>;
}

/** How long a request may take to become durable; after that it does not exist. */
const recordLimit: Millis = 2_000;

/** The whole flow of a request, from top to bottom; docs/adr/0002 says why it goes in this order. */
export const createRequestHandler = (house: House): RequestHandler => {
  const handle: RequestHandler['handle'] = async (incoming, surface) => {
    const seen = house.attempts.seen(incoming.dedupeKeys);
    if (seen !== undefined) {
      await surface.acknowledge(insideOf(seen.answer));
      return;
    }
    const understood = understand(house.catalogue, incoming.words);
    const attempt = toAttempt(house, incoming, understood);
    if (!(await record(house, attempt))) {
      await surface.acknowledge(
        insideOf({ end: 'not_recorded', reply: replies.notRecordedReply(attempt.id) }),
      );
      return;
    }
    await surface.acknowledge(understood.kind === 'inside' ? understood.inside : undefined);
    await finish(house, attempt, understood, surface);
  };
  const carryOn: RequestHandler['carryOn'] = async (attempt, surface) => {
    const understood = understand(house.catalogue, attempt.words);
    await finish(house, attempt, understood, surface);
    if (understood.kind === 'inside' && understood.inside.kind === 'reply') {
      // Its acknowledgement is gone, so what would stand inside is said aloud.
      await surface.reply(understood.inside.reply);
    }
  };
  return { handle, carryOn };
};

/** Gives the request its ids, and counts it where it may change something. */
const toAttempt = (
  { ids, changeLimit }: House,
  incoming: Incoming,
  understood: Understood,
): Attempt => {
  const changes =
    understood.kind === 'command' && understood.operation.changes && !understood.dryRun;
  const overLimit = changes ? changeLimit.count(incoming.principal) : undefined;
  return {
    ...incoming,
    id: ids.request(),
    operationId: ids.operation(),
    changes,
    ...(overLimit === undefined ? {} : { overLimit }),
  };
};

const insideOf = (answer: Answer | undefined): Inside | undefined =>
  answer?.reply && { kind: 'reply', reply: answer.reply };

/** Makes the request durable where it may change anything. Answers false when it could not be done in time. */
const record = async ({ attempts, clock, log }: House, attempt: Attempt): Promise<boolean> => {
  const recording = attempts.received(attempt);
  try {
    await withDeadline(clock, recordLimit, 'recording a request', recording);
    return true;
  } catch (error) {
    log.error('request.not_recorded', { request_id: attempt.id, error: describeError(error) });
    // Should it become durable after all: its sender was told that it does not exist, so it ends here.
    void recording
      .then(() => attempts.answered(attempt, { end: 'not_recorded' }))
      .catch(() => undefined);
    return false;
  }
};

/** Finds the answer, records it, and only then says it. */
const finish = async (
  house: House,
  attempt: Attempt,
  understood: Understood,
  surface: Surface,
): Promise<void> => {
  const log = withFields(house.log, { request_id: attempt.id });
  const said = await answerTo(house, attempt, understood).catch((error: unknown): Answer => {
    log.error('request.failed', { error: describeError(error) });
    return { end: 'failed', reply: replies.faultReply(error, attempt.id) };
  });
  await house.attempts
    .answered(attempt, said)
    .catch((error: unknown) =>
      log.error('request.end_not_recorded', { error: describeError(error) }),
    );
  log.info('request.answered', {
    principal: attempt.principal,
    surface: attempt.origin.surface,
    end: said.end,
  });
  if (understood.kind === 'form') {
    await surface.ask(understood.form);
  } else if (understood.kind === 'command' && said.reply !== undefined) {
    await surface.reply(said.reply);
  }
};

const answerTo = async (
  house: House,
  attempt: Attempt,
  understood: Understood,
): Promise<Answer> => {
  switch (understood.kind) {
    case 'command':
      return attempt.overLimit === undefined
        ? act(house, attempt, understood)
        : turnDown(house, attempt, attempt.overLimit);
    case 'form':
      return { end: 'asked' };
    case 'inside':
      return understood.inside.kind === 'reply'
        ? { end: understood.end, reply: understood.inside.reply }
        : { end: understood.end };
    default:
      return understood satisfies never;
  }
};

/** Denies what is over the limit without asking anybody: not who it is, nor what it would do. */
const turnDown = async (
  { attempts }: House,
  attempt: Attempt,
  overLimit: OverLimit,
): Promise<Answer> => {
  const reasons = [`one person changes at most ${overLimit.changesPerMinute} things a minute`];
  await attempts.decided(attempt, { kind: 'deny', reasons }, undefined);
  return { end: 'denied', reply: replies.overLimitReply(overLimit, attempt.id) };
};

/** Identify, plan, decide, record the decision, act: one authorisation question whatever the surface. */
const act = async (
  house: House,
  attempt: Attempt,
  { operation, values, dryRun }: Command,
): Promise<Answer> => {
  const { attempts, policy, workflow } = house;
  const principal = await house.identify(attempt.principal);
  if (principal === undefined) {
    return { end: 'denied', reply: replies.strangerReply(attempt.id) };
  }
  const opened = await workflow.load(attempt.id);
  if (opened !== undefined) {
    // Carried on after a crash between opening and answering: another plan might meet what this request has done.
    return submitted(workflow, opened);
  }
  const context = { principal, requestId: attempt.id, operationId: attempt.operationId };
  const proposed =
    operation.proposal && policy.decide(proposalQuestion(principal, operation, operation.proposal));
  if (proposed && proposed.kind === 'deny') {
    await attempts.decided(attempt, proposed, undefined);
    return { end: 'denied', reply: replies.denialReply(proposed, attempt.id) };
  }
  const planned = await operation.plan(values, context);
  if (planned.kind === 'refused') {
    return { end: 'refused', reply: replies.refusalReply(planned.refusal, attempt.id) };
  }
  const { plan } = planned;
  const decision = policy.decide({ principal, action: operation.action, resource: plan.resource });
  await attempts.decided(attempt, decision, plan);
  if (decision.kind === 'deny') {
    return { end: 'denied', reply: replies.denialReply(decision, attempt.id) };
  }
  if (dryRun) {
    return {
      end: 'planned',
      reply: replies.dryRunReply(plan, decision.approvals, operation.request),
    };
  }
  if (decision.approvals > 0 || operation.request !== undefined) {
    return submitted(
      workflow,
      await workflow.open({ operation, args: values, plan, context, decision }),
    );
  }
  const outcome = await operation.execute(plan.effects, context);
  return outcome.kind === 'done'
    ? { end: 'answered', reply: outcome.reply }
    : { end: 'failed', reply: replies.refusalReply(outcome.refusal, attempt.id) };
};

const submitted = (workflow: Workflow, request: ApprovalRequest): Answer => ({
  end: 'submitted',
  reply: submittedReply(request, workflow.wordingOf(request)),
});
