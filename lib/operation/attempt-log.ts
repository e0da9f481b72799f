import { z } from 'zod';
import { hashOf } from '../kernel/canonical-json.ts';
import type { Clock, EpochMillis, Millis } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Ledger, LedgerEvent, StoredEvent } from '../ledger/ledger.ts';
import type { Decision } from '../policy/policy.ts';
import type { Reply } from '../reply/reply.ts';
import { type Answer, type Attempt, attemptIn } from './attempt.ts';
import type { Plan } from './operation.ts';

/** What the log knows of an attempt that came before. */
export interface Seen {
  readonly attempt: Attempt;
  /** Absent while it is still being worked on. */
  readonly answer: Answer | undefined;
}

/** The record of everything that anybody asked, also of what was denied, failed or not understood. */
export interface AttemptLog {
  /** The attempt with one of these dedupe keys within the last ten minutes, over restarts too. */
  seen(dedupeKeys: readonly string[]): Seen | undefined;
  /** Records an attempt. Rejects as the ledger does; LOST_RACE: another process took it. */
  received(attempt: Attempt): Promise<void>;
  /** Records what the policy said, before anything is done or said. */
  decided(attempt: Attempt, decision: Decision, plan: Plan | undefined): Promise<void>;
  /** Records how it ended. */
  answered(attempt: Attempt, answer: Answer): Promise<void>;
  /** What may change something and was not answered when the process ended. */
  unfinished(): readonly Attempt[];
}

interface Entry {
  readonly attempt: Attempt;
  readonly at: EpochMillis;
  answer: Answer | undefined;
  version: number;
}

/** How long an answered attempt is remembered for its repetitions (Slack repeats events for about five minutes). */
export const repetitionWindow: Millis = 10 * 60_000;

const reply = z.custom<Reply>(
  (value) => typeof value === 'object' && value !== null && 'parts' in value,
);
const answeredEvent = z.object({
  end: z.custom<Answer['end']>((value) => typeof value === 'string'),
  reply: reply.optional(),
});

/** An attempt log over the ledger, filled from its history. */
export const createAttemptLog = (
  ledger: Ledger,
  history: readonly StoredEvent[],
  clock: Clock,
  log: Log,
): AttemptLog => {
  const entries = new Map<string, Entry>();
  const firstKeyOf = new Map<string, string>();

  const remember = (attempt: Attempt, at: EpochMillis): Entry => {
    const entry = { attempt, at, answer: undefined, version: 0 };
    entries.set(attempt.dedupeKeys[0], entry);
    for (const key of attempt.dedupeKeys) {
      firstKeyOf.set(key, attempt.dedupeKeys[0]);
    }
    return entry;
  };

  const forget = ({ dedupeKeys }: Attempt): void => {
    entries.delete(dedupeKeys[0]);
    // A key may have passed to a later attempt, which a replay sees before it forgets this one.
    dedupeKeys
      .filter((key) => firstKeyOf.get(key) === dedupeKeys[0])
      .forEach((key) => firstKeyOf.delete(key));
  };

  // Entries stand in the order of their arrival, so forgetting stops at the first one that is young enough.
  const forgetOld = (): void => {
    const limit = clock.now() - repetitionWindow;
    for (const { attempt, at, answer } of entries.values()) {
      if (at > limit) {
        return;
      }
      if (answer !== undefined || !attempt.changes) {
        forget(attempt);
      }
    }
  };

  const replay = (stored: StoredEvent): void => {
    const key = stored.stream.slice(stored.stream.indexOf('/') + 1);
    const attempt = stored.event === 'attempt.received' ? attemptIn(stored) : undefined;
    const entry = attempt ? remember(attempt, Date.parse(stored.timestamp)) : entries.get(key);
    if (entry === undefined) {
      return;
    }
    entry.version += 1;
    const answer = answeredEvent.safeParse(stored);
    if (stored.event === 'attempt.answered' && answer.success) {
      const { end, reply: words } = answer.data;
      entry.answer = words === undefined ? { end } : { end, reply: words };
    }
  };
  history.filter(({ stream }) => stream.startsWith('attempt/')).forEach(replay);
  forgetOld();

  /** Reads are written too, but nobody waits for them, and their failure is only logged. */
  const append = async (attempt: Attempt, event: LedgerEvent): Promise<void> => {
    const entry = entries.get(attempt.dedupeKeys[0]) ?? remember(attempt, clock.now());
    entry.version += 1;
    await ledger.append(`attempt/${attempt.dedupeKeys[0]}`, entry.version - 1, [event]);
  };
  const appendOrLog = (attempt: Attempt, event: LedgerEvent): Promise<void> =>
    append(attempt, event).catch((error: unknown) =>
      log.error('attempt.not_recorded', { request_id: attempt.id, error: describeError(error) }),
    );
  const record = async (attempt: Attempt, event: LedgerEvent, waited: boolean): Promise<void> => {
    if (waited) {
      await append(attempt, event);
    } else {
      void appendOrLog(attempt, event);
    }
  };

  return {
    seen: (dedupeKeys) => {
      forgetOld();
      const first = dedupeKeys.map((key) => firstKeyOf.get(key)).find((key) => key !== undefined);
      const entry = first === undefined ? undefined : entries.get(first);
      return entry && { attempt: entry.attempt, answer: entry.answer };
    },
    received: async (attempt) => {
      const event = { ...attempt, event: 'attempt.received', actor: attempt.principal };
      try {
        await record(attempt, event, attempt.changes);
      } catch (error) {
        // What was not recorded was not received: its repetition deserves another try.
        forget(attempt);
        throw error;
      }
    },
    decided: (attempt, decision, plan) =>
      record(
        attempt,
        {
          event: 'attempt.decided',
          actor: attempt.principal,
          id: attempt.id,
          source: attempt.origin,
          decision: decision.kind,
          policies: decision.reasons,
          ...(decision.kind === 'permit' ? { approvals: decision.approvals } : {}),
          ...(plan === undefined ? {} : { plan: plan.effects, planHash: hashOf(plan.effects) }),
        },
        attempt.changes || decision.kind === 'deny',
      ),
    answered: async (attempt, answer) => {
      const entry = entries.get(attempt.dedupeKeys[0]);
      await record(
        attempt,
        { ...answer, event: 'attempt.answered', actor: attempt.principal, id: attempt.id },
        attempt.changes || answer.end === 'denied',
      );
      if (entry !== undefined) {
        entry.answer = answer;
      }
    },
    unfinished: () =>
      [...entries.values()]
        .filter(({ attempt, answer }) => attempt.changes && answer === undefined)
        .map(({ attempt }) => attempt),
  };
};
