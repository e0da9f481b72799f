import { describe, expect, it } from '@jest/globals';
import { createManualClock } from './manual-clock.ts';
import { createNamedTimers } from './named-timers.ts';

const setUp = () => {
  const clock = createManualClock();
  const happened: string[] = [];
  const timers = createNamedTimers(clock);
  const set = (name: string, delay: number, word: string): void =>
    timers.set(name, delay, () => happened.push(word));
  return { clock, happened, timers, set };
};

describe('timers by name', () => {
  it('happen once, each after its own time', async () => {
    const { clock, happened, set } = setUp();
    set('lamp', 2_000, 'lit');
    set('door', 1_000, 'opened');
    await clock.advance(1_999);
    expect(happened).toEqual(['opened']);
    await clock.advance(60_000);

    expect(happened).toEqual(['opened', 'lit']);
    expect(clock.pending).toBe(0);
  });

  it('give way to the next one of the same name', async () => {
    const { clock, happened, set } = setUp();
    set('lamp', 1_000, 'lit');
    set('lamp', 3_000, 'put out');
    expect(clock.pending).toBe(1);
    await clock.advance(3_000);

    expect(happened).toEqual(['put out']);
  });

  it('may set themselves again', async () => {
    const { clock, happened, timers, set } = setUp();
    timers.set('lamp', 1_000, () => set('lamp', 1_000, 'again'));
    await clock.advance(2_000);

    expect(happened).toEqual(['again']);
  });

  it('are taken back one by one, also where there is none', async () => {
    const { clock, happened, timers, set } = setUp();
    set('lamp', 1_000, 'lit');
    set('door', 1_000, 'opened');
    timers.cancel('lamp');
    timers.cancel('window');
    await clock.advance(1_000);

    expect(happened).toEqual(['opened']);
  });

  it('happen no more after the rest, also those that are set then', async () => {
    const { clock, happened, timers, set } = setUp();
    set('lamp', 1_000, 'lit');
    timers.rest();
    set('door', 1_000, 'opened');
    expect(clock.pending).toBe(0);
    await clock.advance(1_000);

    expect(happened).toEqual([]);
  });
});
