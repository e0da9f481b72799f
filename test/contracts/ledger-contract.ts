import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Ledger, LedgerEvent, OpenedLedger, StoredEvent } from '../../lib/ledger/ledger.ts';
import { anyWriters, race } from './racing-writers.ts';

/** Something that outlives a ledger, and can be made to fail. */
export interface LedgerMedium {
  /** Opens a ledger over what the medium holds; the one before must be closed. Its clock shows 2026-01-05T09:00Z. */
  open(): Promise<OpenedLedger>;
  /** Lets the next append meet a broken medium. */
  failNext(): void;
  /** Gives back what the medium took, whatever is still open. */
  dispose(): Promise<void>;
}

/** The medium of the present test and the ledger that was opened on it. */
interface Bench {
  medium: LedgerMedium;
  opened: OpenedLedger;
  ledger: Ledger;
}

type GetBench = () => Bench;

const happened = (event: string, fields: Record<string, unknown> = {}): LedgerEvent => ({
  event,
  actor: 'slack:U1',
  ...fields,
});

const namesOf = (events: readonly StoredEvent[]): readonly string[] =>
  events.map(({ event }) => event);

const bySeq = (one: StoredEvent, other: StoredEvent): number => one.seq - other.seq;

const reopen = async ({
  ledger,
  medium,
}: Pick<Bench, 'ledger' | 'medium'>): Promise<OpenedLedger> => {
  await ledger.close();
  return medium.open();
};

const describeKeeping = (bench: GetBench): void => {
  it('begins empty, writable and without a warning', () => {
    const { opened, ledger } = bench();
    expect(opened.history).toEqual([]);
    expect(opened.warnings).toEqual([]);
    expect(ledger.isWritable()).toBe(true);
  });

  it('gives back what it wrote, with the time, the stream and the number of the line', async () => {
    const event = happened('asked', { image: 'python' });
    expect(await bench().ledger.append('request/a', 0, [event])).toEqual([
      {
        timestamp: '2026-01-05T09:00:00.000Z',
        stream: 'request/a',
        seq: 1,
        event: 'asked',
        actor: 'slack:U1',
        image: 'python',
      },
    ]);
  });

  it('holds after reopening exactly what it acknowledged, and counts on', async () => {
    const { ledger } = bench();
    const first = await ledger.append('request/a', 0, [happened('asked'), happened('allowed')]);
    const second = await ledger.append('request/b', 0, [happened('denied')]);
    const again = await reopen(bench());
    expect(again.history).toEqual([...first, ...second]);
    expect(again.history.map(({ seq }) => seq)).toEqual([1, 1, 2]);
    const [third] = await again.ledger.append('request/a', 2, [happened('done')]);
    expect(third?.seq).toBe(3);
  });

  it('appends nothing where there is nothing to append', async () => {
    expect(await bench().ledger.append('request/a', 0, [])).toEqual([]);
    expect((await reopen(bench())).history).toEqual([]);
  });

  it('returns only what it will read again: no undefined, dates as text', async () => {
    const stored = await bench().ledger.append('request/a', 0, [
      happened('asked', { nothing: undefined, at: new Date(0), nested: { list: [undefined] } }),
    ]);
    expect(Object.keys(stored[0] ?? {})).not.toContain('nothing');
    expect(stored[0]).toMatchObject({ at: '1970-01-01T00:00:00.000Z', nested: { list: [null] } });
    expect((await reopen(bench())).history).toEqual(stored);
  });
};

const describeRefusing = (bench: GetBench): void => {
  it.each(['timestamp', 'v', 'stream', 'seq', 'with', 'prev', 'mac'])(
    'refuses an event that brings a field named "%s", with all of its append',
    async (field) => {
      const { ledger } = bench();
      const events = [happened('fine'), happened('not', { [field]: 1 })];
      await expect(ledger.append('request/a', 0, events)).rejects.toThrow(TypeError);
      expect(await ledger.append('request/a', 0, [happened('fine')])).toHaveLength(1);
    },
  );

  it.each([
    ['no actor', { event: 'asked', actor: '' }],
    ['no name', { event: '', actor: 'slack:U1' }],
    ['a number that JSON cannot hold', happened('asked', { count: Number.NaN })],
  ])('refuses an event with %s', async (_, event) => {
    await expect(bench().ledger.append('request/a', 0, [event])).rejects.toThrow(TypeError);
  });
};

const describeEnding = (bench: GetBench): void => {
  it('takes nothing more after its medium failed, and holds what it acknowledged before', async () => {
    const { ledger, medium } = bench();
    await ledger.append('request/a', 0, [happened('before')]);
    medium.failNext();
    const unwritable = { reason: { code: 'LEDGER_UNWRITABLE' } };
    const outcomes = await Promise.allSettled([
      ledger.append('request/a', 1, [happened('during')]),
      ledger.append('request/b', 0, [happened('waiting')]),
    ]);
    expect(outcomes).toMatchObject([unwritable, unwritable]);
    const later = await Promise.allSettled([ledger.append('request/c', 0, [happened('after')])]);
    expect(later).toMatchObject([unwritable]);
    expect(ledger.isWritable()).toBe(false);
    expect(namesOf((await reopen(bench())).history)).toEqual(['before']);
  });

  it('finishes on closing what was appended before, and takes nothing after', async () => {
    const { ledger, medium } = bench();
    const waiting = ['one', 'two', 'three'].map((event, version) =>
      ledger.append('request/a', version, [happened(event)]),
    );
    const closed = ledger.close();
    await expect(ledger.append('request/b', 0, [happened('late')])).rejects.toMatchObject({
      code: 'LEDGER_UNWRITABLE',
    });
    await closed;
    await ledger.close();
    expect(ledger.isWritable()).toBe(false);
    expect(await Promise.all(waiting)).toHaveLength(3);
    expect(namesOf((await medium.open()).history)).toEqual(['one', 'two', 'three']);
  });
};

const describeRacing = (bench: GetBench, createMedium: () => Promise<LedgerMedium>): void => {
  it('refuses an append that expects another version, and writes nothing of it', async () => {
    const { ledger } = bench();
    await ledger.append('request/a', 0, [happened('asked')]);
    for (const [wrong, events] of [
      [0, [happened('lost')]],
      [2, [happened('lost')]],
      [0, []],
    ] as const) {
      await expect(ledger.append('request/a', wrong, events)).rejects.toMatchObject({
        code: 'LOST_RACE',
      });
    }
    expect(ledger.isWritable()).toBe(true);
    expect(namesOf((await reopen(bench())).history)).toEqual(['asked']);
  });

  it('lets exactly one of those win that append to the same version in the same moment', async () => {
    const { ledger } = bench();
    const outcomes = await Promise.allSettled(
      ['first', 'second', 'third'].map((event) => ledger.append('request/a', 0, [happened(event)])),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(namesOf((await reopen(bench())).history)).toEqual(['first']);
  });

  it('reopens with the same history after any race of writers', async () => {
    await fc.assert(
      fc.asyncProperty(anyWriters, async (writers) => {
        const medium = await createMedium();
        try {
          const { ledger } = await medium.open();
          const acknowledged = await race(ledger, writers);
          const { history } = await reopen({ ledger, medium });
          expect(history).toEqual(acknowledged.toSorted(bySeq));
          const lines = [...new Set(history.map(({ seq }) => seq))];
          expect(lines).toEqual(lines.map((_, index) => index + 1));
        } finally {
          await medium.dispose();
        }
      }),
      { numRuns: 40 },
    );
  });
};

/** What every fulfilment of the port Ledger must do; `createMedium` gives each test an empty one. */
export const describeLedger = (name: string, createMedium: () => Promise<LedgerMedium>): void => {
  describe(`the ${name} ledger`, () => {
    let bench: Bench;

    beforeEach(async () => {
      const medium = await createMedium();
      const opened = await medium.open();
      bench = { medium, opened, ledger: opened.ledger };
    });

    afterEach(() => bench.medium.dispose());

    describeKeeping(() => bench);
    describeRefusing(() => bench);
    describeEnding(() => bench);
    describeRacing(() => bench, createMedium);
  });
};
