import * as fc from 'fast-check';
import { isFault } from '../../lib/kernel/errors.ts';
import type { Ledger, LedgerEvent, StoredEvent } from '../../lib/ledger/ledger.ts';

/** Somebody who appends to one stream. */
export interface Writer {
  readonly stream: string;
  /** How many events each of its appends has. */
  readonly sizes: readonly number[];
}

/** Up to five writers to three streams. */
export const anyWriters = fc.array(
  fc.record({
    stream: fc.constantFrom('request/a', 'request/b', 'schedule/c'),
    sizes: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Appends as the version that is known says, again and again until the race is won. */
const appendUntilWon = async (
  ledger: Ledger,
  versions: Map<string, number>,
  stream: string,
  events: readonly LedgerEvent[],
): Promise<readonly StoredEvent[]> => {
  for (;;) {
    const version = versions.get(stream) ?? 0;
    try {
      const stored = await ledger.append(stream, version, events);
      versions.set(stream, version + events.length);
      return stored;
    } catch (caught) {
      if (!isFault(caught, 'LOST_RACE')) {
        throw caught;
      }
      await new Promise(setImmediate);
    }
  }
};

/**
 * Lets all writers append at once, each one append after the other, and after a lost race again; returns all that they
 * got acknowledged.
 */
export const race = async (
  ledger: Ledger,
  writers: readonly Writer[],
): Promise<readonly StoredEvent[]> => {
  const versions = new Map<string, number>();
  const acknowledged: StoredEvent[] = [];
  const write = async ({ stream, sizes }: Writer, writer: number): Promise<void> => {
    for (const [turn, size] of sizes.entries()) {
      const events = Array.from({ length: size }, (_, part) => ({
        event: 'raced',
        actor: 'slack:U1',
        writer,
        turn,
        part,
      }));
      acknowledged.push(...(await appendUntilWon(ledger, versions, stream, events)));
    }
  };
  await Promise.all(writers.map(write));
  return acknowledged;
};
