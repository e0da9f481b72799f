import { beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createLane, type Lane } from './lane.ts';

let clock: ManualClock;
let lane: Lane;
let begun: number;
/** Who went when, in seconds since the beginning. */
let went: (readonly [string, number])[];

beforeEach(() => {
  clock = createManualClock();
  begun = clock.now();
  lane = createLane({ burst: 2, interval: 1_000 }, clock);
  went = [];
});

const queue = async (key: string, signal?: AbortSignal): Promise<boolean> => {
  const isTurn = await lane.turn(key, signal);
  if (isTurn) {
    went.push([key, (clock.now() - begun) / 1_000]);
  }
  return isTurn;
};

describe('a lane', () => {
  it('lets a burst go at once and the rest at its pace, in order', async () => {
    ['a', 'b', 'c', 'd'].forEach((key) => void queue(key));
    await clock.advance(5_000);
    expect(went).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1],
      ['d', 2],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('lets a full burst go again after a rest', async () => {
    ['a', 'b', 'c'].forEach((key) => void queue(key));
    await clock.advance(3_000);
    expect(lane.isIdle()).toBe(true);
    ['d', 'e', 'f'].forEach((key) => void queue(key));
    await clock.advance(1_000);
    expect(went.slice(3)).toEqual([
      ['d', 3],
      ['e', 3],
      ['f', 4],
    ]);
  });

  it('is not idle while somebody waits, nor before its burst has grown back', async () => {
    expect(lane.isIdle()).toBe(true);
    void queue('a');
    await clock.advance(999);
    expect(lane.isIdle()).toBe(false);
    await clock.advance(1);
    expect(lane.isIdle()).toBe(true);
  });

  it('lets nothing go while it is held, and then no more than its pace allows', async () => {
    ['a', 'b', 'c', 'd'].forEach((key) => void queue(key));
    await clock.advance(500);
    lane.hold(10_000);
    lane.hold(1_000);
    await clock.advance(9_999);
    expect(went).toHaveLength(2);
    await clock.advance(2_000);
    expect(went.slice(2)).toEqual([
      ['c', 10.5],
      ['d', 10.5],
    ]);
  });

  it('keeps the place of one that gave up for the next of the same key', async () => {
    ['a', 'b', 'c'].forEach((key) => void queue(key));
    const given = new AbortController();
    const first = queue('d', given.signal);
    void queue('e');
    given.abort();
    expect(await first).toBe(false);
    void queue('d');
    await clock.advance(5_000);
    expect(went.slice(2)).toEqual([
      ['c', 1],
      ['d', 2],
      ['e', 3],
    ]);
  });

  it('spends nothing on a place that nobody took again', async () => {
    ['a', 'b'].forEach((key) => void queue(key));
    const given = new AbortController();
    void queue('c', given.signal);
    void queue('d');
    given.abort();
    await clock.advance(5_000);
    expect(went.slice(2)).toEqual([['d', 1]]);
  });

  it('gives a second call of a key the place of the first, which goes no more', async () => {
    ['a', 'b'].forEach((key) => void queue(key));
    const first = queue('c');
    const second = queue('c');
    expect(await first).toBe(false);
    await clock.advance(1_000);
    expect(await second).toBe(true);
    expect(went.slice(2)).toEqual([['c', 1]]);
  });

  it('does not even queue what was given up before, and forgets the signal of what went', async () => {
    expect(await queue('a', AbortSignal.abort())).toBe(false);
    const given = new AbortController();
    expect(await queue('b', given.signal)).toBe(true);
    given.abort();
    void queue('c');
    await clock.advance(0);
    expect(went).toEqual([
      ['b', 0],
      ['c', 0],
    ]);
  });

  it('goes by its timer, although machines fire timers a little early', async () => {
    let now = 0;
    const fire: (() => void)[] = [];
    lane = createLane(
      { burst: 1, interval: 1_000 },
      {
        now: () => now,
        schedule: (_, task) => {
          fire.push(task);
          return () => undefined;
        },
      },
    );
    await lane.turn('a');
    const turn = lane.turn('b');
    now = 999;
    fire[0]?.();
    expect(await turn).toBe(true);
    expect(fire).toHaveLength(1);
  });
});
