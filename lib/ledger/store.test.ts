import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../kernel/manual-clock.ts';
import type { StoredEvent } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createStore, type Decided } from './store.ts';

/** A counter: the smallest aggregate in which an order shows. */
interface Counter {
  readonly total: number;
  readonly steps: readonly number[];
}

const evolve = (state: Counter | undefined, event: StoredEvent): Counter => {
  const by = Number(event['by']);
  return { total: (state?.total ?? 0) + by, steps: [...(state?.steps ?? []), by] };
};

const add =
  (by: number) =>
  (state: Counter | undefined): Decided<string> => ({
    events: by === 0 ? [] : [{ event: 'counted', actor: 'slack:U1', by }],
    answer: `from ${state?.total ?? 'nothing'}`,
  });

const broken = (): Decided<string> => {
  throw new Error('broken');
};

const openStore = (history: readonly StoredEvent[] = []) => {
  const ledger = createMemoryLedger({ clock: createManualClock(), history });
  return { ledger, store: createStore({ ledger, history, prefix: 'counter', evolve }) };
};

describe('a store', () => {
  it('knows nothing at first', async () => {
    const { store } = openStore();

    expect(await store.load('a')).toBeUndefined();
    expect(await store.list(() => true)).toEqual([]);
  });

  it('records what was decided in the stream of the aggregate, and answers with the new state', async () => {
    const { ledger, store } = openStore();

    expect(await store.change('a', add(2))).toEqual({
      state: { total: 2, steps: [2] },
      answer: 'from nothing',
    });
    expect(await store.change('a', add(3))).toMatchObject({
      state: { total: 5 },
      answer: 'from 2',
    });
    expect(ledger.history).toMatchObject([
      { stream: 'counter/a', seq: 1, by: 2 },
      { stream: 'counter/a', seq: 2, by: 3 },
    ]);
  });

  it('answers without recording anything where nothing changes, and remembers nothing of it', async () => {
    const { ledger, store } = openStore();

    expect(await store.change('a', add(0))).toEqual({ state: undefined, answer: 'from nothing' });

    expect(ledger.history).toEqual([]);
    expect(await store.list(() => true)).toEqual([]);
  });

  it('takes decisions on one aggregate in turn, each on the state that the last one left', async () => {
    const { store } = openStore();

    const changes = await Promise.all([1, 2, 3, 4].map((by) => store.change('a', add(by))));

    expect(changes.map(({ answer }) => answer)).toEqual([
      'from nothing',
      'from 1',
      'from 3',
      'from 6',
    ]);
    expect(await store.load('a')).toEqual({ total: 10, steps: [1, 2, 3, 4] });
  });

  it('is the same after a replay, and goes on from there', async () => {
    const before = openStore();
    await before.store.change('a', add(1));
    await before.store.change('b', add(2));
    await before.store.change('a', add(3));

    const after = openStore(before.ledger.history);

    expect(await after.store.load('a')).toEqual({ total: 4, steps: [1, 3] });
    expect(await after.store.change('a', add(5))).toMatchObject({ answer: 'from 4' });
    expect(after.ledger.history).toHaveLength(4);
  });

  it('passes over the streams of others, also where their names begin alike', async () => {
    const { ledger } = openStore();
    await ledger.append('counters/a', 0, [{ event: 'counted', actor: 'slack:U1', by: 9 }]);
    await ledger.append('attempt/counter/a', 0, [{ event: 'counted', actor: 'slack:U1', by: 9 }]);

    const { store } = openStore(ledger.history);

    expect(await store.list(() => true)).toEqual([]);
  });

  it('lists those that are asked for, oldest first, whichever changed last', async () => {
    const { store } = openStore();
    await store.change('b', add(1));
    await store.change('a', add(5));
    await store.change('c', add(9));
    await store.change('b', add(20));

    const found = await store.list(({ total }) => total !== 5);

    expect(found.map(({ total }) => total)).toEqual([21, 9]);
  });

  it('rejects and stays as it was when another process was faster', async () => {
    const { ledger, store } = openStore();
    await store.change('a', add(1));
    await ledger.append('counter/a', 1, [{ event: 'counted', actor: 'slack:U2', by: 7 }]);

    await expect(store.change('a', add(1))).rejects.toMatchObject({ code: 'LOST_RACE' });

    expect(await store.load('a')).toEqual({ total: 1, steps: [1] });
  });

  it('rejects and stays as it was when nothing can be written', async () => {
    const { ledger, store } = openStore();
    await store.change('a', add(1));
    ledger.failNext();

    await expect(store.change('a', add(1))).rejects.toMatchObject({ code: 'LEDGER_UNWRITABLE' });

    expect(await store.load('a')).toEqual({ total: 1, steps: [1] });
  });

  it('is not held up by a decision that throws', async () => {
    const { store } = openStore();
    await expect(store.change('a', broken)).rejects.toThrow('broken');
    expect(await store.change('a', add(1))).toMatchObject({ answer: 'from nothing' });
  });
});
