import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createSequence } from '../../../lib/kernel/sequence.ts';
import { createPacer } from './pacer.ts';

interface Shown {
  readonly message: number;
  readonly word: number;
  readonly isFinal: boolean;
  readonly at: number;
}

/** A new word for a message after a while, when Slack may just have said that it wants none for so long. */
interface Told {
  readonly after: number;
  readonly message: number;
  readonly hold: number;
}

const told: fc.Arbitrary<readonly Told[]> = fc.array(
  fc.record({
    after: fc.oneof(fc.constant(0), fc.nat({ max: 2_000 }), fc.nat({ max: 20_000 })),
    message: fc.nat({ max: 40 }),
    hold: fc.oneof(
      { weight: 20, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat(30_000) },
    ),
  }),
  { maxLength: 120 },
);

/** Tells in turn for each message, as the teller does: a newer word gives up the one that waits. The last one is final. */
const play = async (words: readonly Told[]): Promise<Shown[]> => {
  const clock = createManualClock(0);
  const pacer = createPacer(clock);
  const inTurn = createSequence();
  const newest = new Map<number, AbortController>();
  const shown: Shown[] = [];
  for (const [word, { after, message, hold }] of words.entries()) {
    await clock.advance(after);
    pacer.edits.hold(hold);
    newest.get(message)?.abort();
    const turn = new AbortController();
    newest.set(message, turn);
    const isFinal = !words.slice(word + 1).some((later) => later.message === message);
    void inTurn.run(String(message), async () => {
      if (!turn.signal.aborted && (await pacer.edit(String(message), isFinal, turn.signal))) {
        shown.push({ message, word, isFinal, at: clock.now() });
      }
    });
  }
  await clock.advance(600_000);
  return shown;
};

const lastWords = (words: readonly { readonly message: number }[]): ReadonlyMap<number, number> =>
  new Map(words.map(({ message }, word) => [message, word]));

describe('edits through the pacer, whatever is told when', () => {
  it('never are more than fifty a minute, and never more than the burst at once', async () => {
    await fc.assert(
      fc.asyncProperty(told, async (words) => {
        const times = (await play(words)).map(({ at }) => at);
        for (const begin of times) {
          const within = (span: number): number =>
            times.filter((at) => at >= begin && at < begin + span).length;
          expect(within(60_000)).toBeLessThanOrEqual(50);
          expect(within(2_000)).toBeLessThanOrEqual(21);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('end with the last word of every message, and never go back', async () => {
    await fc.assert(
      fc.asyncProperty(told, async (words) => {
        const shown = await play(words);
        for (const [message, last] of lastWords(words)) {
          const ofMessage = shown
            .filter((each) => each.message === message)
            .map(({ word }) => word);
          expect(ofMessage.at(-1)).toBe(last);
          expect(ofMessage).toEqual(ofMessage.toSorted((one, other) => one - other));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of one message are three seconds apart, but for the final one', async () => {
    await fc.assert(
      fc.asyncProperty(told, async (words) => {
        const shown = await play(words);
        for (const message of lastWords(words).keys()) {
          const ofMessage = shown.filter((each) => each.message === message);
          for (const [index, { at, isFinal }] of ofMessage.entries()) {
            const before = ofMessage[index - 1];
            expect(isFinal || before === undefined || at - before.at >= 3_000).toBe(true);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
