import { type Clock, toIsoTime } from '../kernel/clock.ts';
import { Fault } from '../kernel/errors.ts';
import type { Ledger, StoredEvent } from './ledger.ts';
import { type Redact, toStorableEvents } from './storable-events.ts';
import { createStreamVersions } from './stream-versions.ts';

/** A ledger that forgets everything with the process: for tests of what stands on the port. */
export interface MemoryLedger extends Ledger {
  /** All that a reopened ledger would hold now, in order. */
  readonly history: readonly StoredEvent[];
  /** The medium fails under the next append: it and all later ones reject with LEDGER_UNWRITABLE. */
  failNext(): void;
}

/** What the memory ledger is made of; `history` is what an earlier one left, `redact` leaves all as it is if absent. */
export interface MemoryLedgerPorts {
  readonly clock: Clock;
  readonly history?: readonly StoredEvent[];
  readonly redact?: Redact;
}

const refuseIf = (condition: boolean, reason: string): void => {
  if (condition) {
    throw new Fault('LEDGER_UNWRITABLE', `the ledger in memory takes nothing more: ${reason}`);
  }
};

/** Makes a ledger in memory with the semantics of every other: it runs under the same contract test. */
export const createMemoryLedger = ({
  clock,
  history = [],
  redact = (value) => value,
}: MemoryLedgerPorts): MemoryLedger => {
  const durable = [...history];
  const versions = createStreamVersions(history);
  let seq = history.at(-1)?.seq ?? 0;
  let failing = false;
  let failed = false;
  let closed = false;

  return {
    append: async (stream, expectedVersion, events) => {
      refuseIf(closed, 'it is closed');
      refuseIf(failed, 'its medium failed');
      const storable = toStorableEvents(events, redact);
      versions.claim(stream, expectedVersion, storable.length);
      if (storable.length === 0) {
        return [];
      }
      seq += 1;
      const added = { timestamp: toIsoTime(clock.now()), stream, seq };
      const stored = storable.map((event) => ({ ...added, ...event }));
      failed ||= failing;
      await Promise.resolve();
      refuseIf(failed, 'its medium failed');
      durable.push(...stored);
      return stored;
    },
    isWritable: () => !failed && !closed,
    close: async () => {
      closed = true;
      await Promise.resolve();
    },
    get history() {
      return [...durable];
    },
    failNext: () => {
      failing = true;
    },
  };
};
