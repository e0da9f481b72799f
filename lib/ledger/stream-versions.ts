import { Fault } from '../kernel/errors.ts';
import type { StoredEvent } from './ledger.ts';

/** How many events each stream holds, those included that are accepted but not yet durable. */
export interface StreamVersions {
  /**
   * Books `count` events more for the stream, at once: of two that race in the same turn only one can win.
   * Throws the fault LOST_RACE, and books nothing, when the stream does not hold `expected` events.
   */
  claim(stream: string, expected: number, count: number): void;
}

/** Counts on from a history. */
export const createStreamVersions = (history: readonly StoredEvent[]): StreamVersions => {
  const versions = new Map<string, number>();
  for (const { stream } of history) {
    versions.set(stream, (versions.get(stream) ?? 0) + 1);
  }
  return {
    claim: (stream, expected, count) => {
      const version = versions.get(stream) ?? 0;
      if (version !== expected) {
        throw new Fault(
          'LOST_RACE',
          `the stream ${stream} holds ${version} events, not ${expected}: somebody else was faster`,
        );
      }
      if (count > 0) {
        versions.set(stream, version + count);
      }
    },
  };
};
