import { hashOf } from '../kernel/canonical-json.ts';
import type { Clock, EpochMillis } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Ledger, LedgerEvent, StoredEvent } from '../ledger/ledger.ts';
import type { Decision } from '../policy/policy.ts';
import type { Answer, Attempt } from './attempt.ts';
import { type AttemptIndex, createAttemptIndex } from './attempt-index.ts';
import type { Plan } from './operation.ts';

/** What the log knows of an attempt that came before. */
export interface Seen {
  readonly attempt: Attempt;
  /** Absent while it is still being worked on. */
  readonly answer: Answer | undefined;
}

/** The record of everything that anybody asked, also of what was denied, failed or not understood. */
export interface AttemptLog {
  /** Whether anything can be recorded now: where not, nothing may be done, reads included. */
  isWritable(): boolean;
  /** The attempt with one of these dedupe keys within the last ten minutes, over restarts too. */
  seen(dedupeKeys: readonly string[]): Seen | undefined;
  /** When it came in, also if that was before a restart; now, of one that is not known. */
  receivedAt(attempt: Attempt): EpochMillis;
  /** Records an attempt. Rejects as the ledger does; LOST_RACE: it was recorded long ago, or by another process. */
  received(attempt: Attempt): Promise<void>;
  /** Records what the policy said, before anything is done or said. */
  decided(attempt: Attempt, decision: Decision, plan: Plan | undefined): Promise<void>;
  /** Records how it ended. */
  answered(attempt: Attempt, answer: Answer): Promise<void>;
  /** What may change something and was not answered when the process ended. */
  unfinished(): readonly Attempt[];
}

/** What the policy said of an attempt, as it stands in the ledger. */
const decidedEvent = (
  { id, principal, origin }: Attempt,
  decision: Decision,
  plan: Plan | undefined,
): LedgerEvent => ({
  event: 'attempt.decided',
  actor: principal,
  id,
  source: origin,
  decision: decision.kind,
  policies: decision.reasons,
  ...(decision.kind === 'permit' ? { approvals: decision.approvals } : {}),
  ...(decision.kind === 'deny' && decision.fault !== undefined ? { fault: decision.fault } : {}),
  ...(plan === undefined ? {} : { plan: plan.effects, planHash: hashOf(plan.effects) }),
});

/** Appends to the streams of attempts, each event behind the one before it. */
type Append = (attempt: Attempt, event: LedgerEvent) => Promise<void>;

const createAppend =
  (ledger: Ledger, index: AttemptIndex): Append =>
  async (attempt, event) => {
    const entry = index.entryOf(attempt);
    const appending = ledger.append(`attempt/${attempt.dedupeKeys[0]}`, entry.version, [event]);
    // What comes next follows this one, also before this one is durable.
    entry.version += 1;
    await appending;
  };

/** Records an event; of reads, which are written too but for which nobody waits, a failure is only logged. */
type RecordEvent = (attempt: Attempt, event: LedgerEvent, waited: boolean) => Promise<void>;

const createRecord =
  (append: Append, log: Log): RecordEvent =>
  async (attempt, event, waited) => {
    const appending = append(attempt, event);
    if (waited) {
      await appending;
      return;
    }
    appending.catch((error: unknown) =>
      log.error('attempt.not_recorded', { request_id: attempt.id, error: describeError(error) }),
    );
  };

/** An attempt log over the ledger, filled from its history. */
export const createAttemptLog = (
  ledger: Ledger,
  history: readonly StoredEvent[],
  clock: Clock,
  log: Log,
): AttemptLog => {
  const index = createAttemptIndex(clock);
  history
    .filter(({ stream }) => stream.startsWith('attempt/'))
    .forEach((stored) => index.replay(stored));
  const record = createRecord(createAppend(ledger, index), log);

  return {
    isWritable: () => ledger.isWritable(),
    seen: (dedupeKeys) => {
      const entry = index.find(dedupeKeys);
      return entry && { attempt: entry.attempt, answer: entry.answer };
    },
    receivedAt: (attempt) => index.entryOf(attempt).at,
    received: async (attempt) => {
      const event = { ...attempt, event: 'attempt.received', actor: attempt.principal };
      try {
        await record(attempt, event, attempt.changes);
      } catch (error) {
        // What was not recorded was not received: its repetition deserves another try.
        index.forget(attempt);
        throw error;
      }
    },
    decided: (attempt, decision, plan) =>
      record(
        attempt,
        decidedEvent(attempt, decision, plan),
        attempt.changes || decision.kind === 'deny',
      ),
    answered: async (attempt, answer) => {
      const entry = index.entryOf(attempt);
      const { id, principal } = attempt;
      const event = { ...answer, event: 'attempt.answered', actor: principal, id };
      await record(attempt, event, attempt.changes || answer.end === 'denied');
      entry.answer = answer;
    },
    unfinished: () =>
      index
        .all()
        .filter(({ attempt, answer }) => attempt.changes && answer === undefined)
        .map(({ attempt }) => attempt),
  };
};
