import { beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createPacer, type Pacer } from './pacer.ts';

let clock: ManualClock;
let pacer: Pacer;
let begun: number;
let went: (readonly [string, number])[];

beforeEach(() => {
  clock = createManualClock();
  begun = clock.now();
  pacer = createPacer(clock);
  went = [];
});

const note = async (what: string, turn: Promise<boolean>): Promise<void> => {
  if (await turn) {
    went.push([what, (clock.now() - begun) / 1_000]);
  }
};
const edit = (message: string, what: string, isFinal = false, signal?: AbortSignal): void =>
  void note(what, pacer.edit(message, isFinal, signal));

const post = (channel: string, what: string): void =>
  void note(what, pacer.posts(channel).turn(what));

describe('edits of one message', () => {
  it('go at once the first time, and three seconds after the last one from then on', async () => {
    edit('card', 'first');
    await clock.advance(500);
    edit('card', 'second');
    await clock.advance(10_000);
    edit('card', 'third');
    await clock.advance(0);
    expect(went).toEqual([
      ['first', 0],
      ['second', 3],
      ['third', 10.5],
    ]);
  });

  it('go at once where they are final', async () => {
    edit('card', 'first');
    await clock.advance(500);
    edit('card', 'last', true);
    await clock.advance(0);
    expect(went).toEqual([
      ['first', 0],
      ['last', 0.5],
    ]);
  });

  it('give way to what is newer while they wait', async () => {
    edit('card', 'first');
    const outdated = new AbortController();
    await clock.advance(500);
    edit('card', 'second', false, outdated.signal);
    await clock.advance(500);
    outdated.abort();
    edit('card', 'last', true);
    await clock.advance(10_000);
    expect(went).toEqual([
      ['first', 0],
      ['last', 1],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('do not hold up those of another', async () => {
    edit('card', 'first');
    await clock.advance(0);
    edit('card', 'second');
    edit('other', 'other');
    await clock.advance(1_000);
    expect(went).toEqual([
      ['first', 0],
      ['other', 0],
    ]);
  });
});

describe('all edits together', () => {
  it('are twenty at once and then one in two seconds, final ones among them', async () => {
    for (let index = 0; index < 25; index += 1) {
      edit(`card-${index}`, `${index}`, true);
    }
    await clock.advance(60_000);
    expect(went.map(([, at]) => at)).toEqual([
      ...Array.from({ length: 20 }, () => 0),
      2,
      4,
      6,
      8,
      10,
    ]);
    expect(went.map(([what]) => Number(what))).toEqual([...Array(25).keys()]);
  });
});

describe('posts', () => {
  it('are twelve at once in a channel and then one a second, and each channel has its own', async () => {
    for (let index = 0; index < 15; index += 1) {
      post('C1', `${index}`);
    }
    post('C2', 'elsewhere');
    await clock.advance(10_000);
    expect(went).toEqual([
      ...Array.from({ length: 12 }, (_, index) => [`${index}`, 0]),
      ['elsewhere', 0],
      ['12', 1],
      ['13', 2],
      ['14', 3],
    ]);
  });

  it('remember a channel while it is busy, whatever many others come', async () => {
    for (let index = 0; index < 12; index += 1) {
      post('C1', `${index}`);
    }
    for (let index = 0; index < 1_000; index += 1) {
      pacer.posts(`C-${index}`);
    }
    post('C1', 'late');
    await clock.advance(999);
    expect(went).toHaveLength(12);
    await clock.advance(1);
    expect(went.at(-1)).toEqual(['late', 1]);
  });
});
