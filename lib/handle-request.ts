import { actOnCommand } from './act-on-command.ts';
import type { House } from './house.ts';
import { describeError } from './kernel/errors.ts';
import { withFields } from './kernel/log.ts';
import { askForMissing, planConfirmation, type Said } from './open-form.ts';
import type { Attempt, Incoming } from './operation/attempt.ts';
import { faultReply, withId } from './operation/replies.ts';
import type { Inside, Prepared, Surface } from './operation/surface.ts';
import { type Understood, understand } from './operation/understand.ts';
import { recordAttempt } from './record-attempt.ts';
import { refuseForm } from './refuse-early.ts';
import type { Reply } from './reply/reply.ts';

/** The flow, for new requests and for those that a crash interrupted. Neither rejects. */
export interface RequestHandler {
  /** Takes one request from a surface to its answer. */
  readonly handle: (incoming: Incoming, surface: Surface) => Promise<void>;
  /** Carries on one that was received but not answered; the surface only says the rest. */
  readonly carryOn: (attempt: Attempt, surface: Surface) => Promise<void>;
}

/** The whole flow of a request, from top to bottom; docs/adr/0002 says why it goes in this order. */
export const createRequestHandler = (house: House): RequestHandler => ({
  handle: async (incoming, surface) => {
    const seen = house.attempts.seen(incoming.dedupeKeys);
    if (seen !== undefined) {
      await surface.acknowledge(insideOf(seen.answer?.reply));
      return;
    }
    const read = understand(house.catalogue, incoming.words);
    const attempt = toAttempt(house, incoming, read);
    const understood = withAttemptId(read, attempt);
    const refusal = await recordAttempt(house, attempt);
    if (refusal !== undefined) {
      await surface.acknowledge(insideOf(refusal));
      return;
    }
    await surface.acknowledge(understood.kind === 'inside' ? understood.inside : undefined);
    await finish(house, attempt, understood, surface);
  },
  carryOn: async (interrupted, surface) => {
    const attempt: Attempt = { ...interrupted, isCarriedOn: true };
    const understood = withAttemptId(understand(house.catalogue, attempt.words), attempt);
    await finish(house, attempt, understood, surface);
    if (understood.kind === 'inside' && understood.inside.kind === 'reply') {
      // Its acknowledgement is gone, so what would stand inside is said aloud.
      await surface.reply(understood.inside.reply);
    }
  },
});

/** Gives the request its ids, and counts it where it may change something. */
const toAttempt = (house: House, incoming: Incoming, understood: Understood): Attempt => {
  const { ids, changeLimit } = house;
  const changes =
    understood.kind === 'command' && understood.operation.changes && !understood.dryRun;
  const overLimit = changes ? changeLimit.count(incoming.principal) : undefined;
  const common = { ...incoming, id: ids.request(), operationId: ids.operation(), changes };
  return overLimit === undefined ? common : { ...common, overLimit };
};

/** An error that memory knows carries the id by which the log and the ledger know it; help needs none. */
const withAttemptId = (understood: Understood, { id }: Attempt): Understood =>
  understood.kind === 'inside' &&
  understood.inside.kind === 'reply' &&
  understood.end !== 'answered'
    ? { ...understood, inside: { kind: 'reply', reply: withId(understood.inside.reply, id) } }
    : understood;

const insideOf = (reply: Reply | undefined): Inside | undefined =>
  reply && { kind: 'reply', reply };

/** Finds the answer, records it, and only then says it. */
const finish = async (
  house: House,
  attempt: Attempt,
  understood: Understood,
  surface: Surface,
): Promise<void> => {
  const refused =
    understood.kind === 'unconfirmed'
      ? await findAnswer(house, attempt, () => refuseForm(house, attempt, understood))
      : undefined;
  // The plan may take longer than the right to open a form: it opens at once, for whoever may have it.
  const prepared =
    understood.kind === 'unconfirmed' && refused === undefined
      ? await surface.prepare(understood.operation.form?.title ?? understood.operation.summary)
      : undefined;
  const said =
    refused ??
    (await findAnswer(house, attempt, () => answerTo(house, attempt, understood))) ??
    nothing;
  await record(house, attempt, said);
  await say(prepared ?? surface, understood, said);
};

const nothing: Said = { end: 'answered' };

/** What is said of a request, also when finding it fails. */
const findAnswer = async <S extends Said | undefined>(
  house: House,
  attempt: Attempt,
  find: () => Promise<S>,
): Promise<S | Said> =>
  find().catch((error: unknown): Said => {
    const log = withFields(house.log, { request_id: attempt.id });
    log.error('request.failed', { error: describeError(error) });
    return { end: 'failed', reply: faultReply(error, attempt.id) };
  });

const record = async (house: House, attempt: Attempt, said: Said): Promise<void> => {
  const log = withFields(house.log, { request_id: attempt.id });
  const { form: _shown, ...answer } = said;
  await house.attempts
    .answered(attempt, answer)
    .catch((error: unknown) =>
      log.error('request.end_not_recorded', { error: describeError(error) }),
    );
  const { principal, origin } = attempt;
  log.info('request.answered', { principal, surface: origin.surface, end: said.end });
};

const say = async (way: Prepared, understood: Understood, said: Said): Promise<void> => {
  if (said.form !== undefined) {
    await way.ask(said.form);
  } else if (understood.kind !== 'inside' && said.reply !== undefined) {
    await way.reply(said.reply);
  }
};

const answerTo = async (house: House, attempt: Attempt, understood: Understood): Promise<Said> => {
  switch (understood.kind) {
    case 'command':
      return actOnCommand(house, attempt, understood);
    case 'unconfirmed':
      return planConfirmation(house, attempt, understood);
    case 'form':
      return askForMissing(house, attempt, understood);
    case 'inside':
      return understood.inside.kind === 'reply'
        ? { end: understood.end, reply: understood.inside.reply }
        : { end: understood.end };
    default:
      return understood satisfies never;
  }
};
