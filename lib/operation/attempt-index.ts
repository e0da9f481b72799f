import { z } from 'zod';
import type { Clock, EpochMillis, Millis } from '../kernel/clock.ts';
import type { StoredEvent } from '../ledger/ledger.ts';
import type { Reply } from '../reply/reply.ts';
import { type Answer, type Attempt, attemptIn } from './attempt.ts';

/** An attempt as memory has it. */
export interface AttemptEntry {
  readonly attempt: Attempt;
  readonly at: EpochMillis;
  /** Absent while it is being worked on. */
  answer: Answer | undefined;
  /** The number of events in its stream. */
  version: number;
}

/** The attempts of the last ten minutes and those that nobody has answered, by all of their dedupe keys. */
export interface AttemptIndex {
  find(dedupeKeys: readonly string[]): AttemptEntry | undefined;
  /** The entry of this attempt, made if it is new. */
  entryOf(attempt: Attempt): AttemptEntry;
  forget(attempt: Attempt): void;
  /** Takes over what stands in the ledger. */
  replay(stored: StoredEvent): void;
  all(): readonly AttemptEntry[];
}

/** How long an answered attempt is remembered for its repetitions (Slack repeats events for about five minutes). */
export const repetitionWindow: Millis = 10 * 60_000;

const reply = z.custom<Reply>(
  (value) => typeof value === 'object' && value !== null && 'parts' in value,
);
const answeredEvent = z.object({
  event: z.literal('attempt.answered'),
  end: z.custom<Answer['end']>((value) => typeof value === 'string'),
  reply: reply.optional(),
});

const answerIn = (stored: StoredEvent): Answer | undefined => {
  const answered = answeredEvent.safeParse(stored).data;
  return answered && { end: answered.end, ...(answered.reply && { reply: answered.reply }) };
};

/** Entries by the first of their keys, in the order of their arrival, and that one by the others. */
interface Entries {
  readonly byFirstKey: ReadonlyMap<string, AttemptEntry>;
  readonly firstKeyOf: (key: string) => string | undefined;
  readonly remember: (attempt: Attempt, at: EpochMillis) => AttemptEntry;
  readonly forget: (attempt: Attempt) => void;
}

const createEntries = (): Entries => {
  const byFirstKey = new Map<string, AttemptEntry>();
  const firstKeys = new Map<string, string>();
  return {
    byFirstKey,
    firstKeyOf: (key) => firstKeys.get(key),
    remember: (attempt, at) => {
      const entry = { attempt, at, answer: undefined, version: 0 };
      const [first] = attempt.dedupeKeys;
      byFirstKey.set(first, entry);
      attempt.dedupeKeys.forEach((key) => firstKeys.set(key, first));
      return entry;
    },
    forget: ({ dedupeKeys }) => {
      byFirstKey.delete(dedupeKeys[0]);
      // A key may have passed to a later attempt, which a replay sees before it forgets this one.
      dedupeKeys
        .filter((key) => firstKeys.get(key) === dedupeKeys[0])
        .forEach((key) => firstKeys.delete(key));
    },
  };
};

/** An index that forgets by the clock. */
export const createAttemptIndex = (clock: Clock): AttemptIndex => {
  const { byFirstKey: entries, firstKeyOf, remember, forget } = createEntries();
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

  return {
    find: (dedupeKeys) => {
      forgetOld();
      const first = dedupeKeys.map(firstKeyOf).find((key) => key !== undefined);
      return first === undefined ? undefined : entries.get(first);
    },
    entryOf: (attempt) => entries.get(attempt.dedupeKeys[0]) ?? remember(attempt, clock.now()),
    forget,
    replay: (stored) => {
      const attempt = stored.event === 'attempt.received' ? attemptIn(stored) : undefined;
      const key = stored.stream.slice(stored.stream.indexOf('/') + 1);
      const entry = attempt ? remember(attempt, Date.parse(stored.timestamp)) : entries.get(key);
      if (entry !== undefined) {
        entry.version += 1;
        entry.answer ??= answerIn(stored);
      }
    },
    all: () => [...entries.values()],
  };
};
