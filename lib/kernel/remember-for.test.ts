import { describe, expect, it } from '@jest/globals';
import { createDeferred, type Deferred } from './deferred.fixture.ts';
import { createManualClock } from './manual-clock.ts';
import { rememberFor } from './remember-for.ts';

/** Somebody who is asked, and answers when the test wants. */
const createSource = () => {
  const questions: Deferred<string>[] = [];
  const clock = createManualClock();
  const ask = rememberFor(60_000, clock, () => {
    const question = createDeferred<string>();
    questions.push(question);
    return question.promise;
  });
  return { ask, clock, questions };
};

describe('rememberFor', () => {
  it('asks once in that time, and anew from its end on', async () => {
    const { ask, clock, questions } = createSource();
    const first = ask();
    questions[0]?.resolve('first');
    expect(await first).toBe('first');
    await clock.advance(59_999);
    expect(await ask()).toBe('first');
    expect(questions).toHaveLength(1);
    await clock.advance(1);
    const second = ask();
    questions[1]?.resolve('second');
    expect(await second).toBe('second');
    expect(await ask()).toBe('second');
  });

  it('lets those who come meanwhile share the question, its failure too', async () => {
    const { ask, questions } = createSource();
    const both = [ask(), ask()];
    expect(questions).toHaveLength(1);
    questions[0]?.reject(new Error('gone'));
    await expect(both[0]).rejects.toThrow('gone');
    await expect(both[1]).rejects.toThrow('gone');
  });

  it('counts an answer as old as its question', async () => {
    const { ask, clock, questions } = createSource();
    const slow = ask();
    await clock.advance(40_000);
    questions[0]?.resolve('slow');
    await slow;
    await clock.advance(20_000);
    void ask();
    expect(questions).toHaveLength(2);
  });

  it('asks again after a failure', async () => {
    const { ask, questions } = createSource();
    const failing = ask();
    questions[0]?.reject(new Error('gone'));
    await expect(failing).rejects.toThrow('gone');
    const again = ask();
    questions[1]?.resolve('here');
    expect(await again).toBe('here');
  });

  it('keeps the newer answer when an older question fails late', async () => {
    const { ask, clock, questions } = createSource();
    const older = ask();
    await clock.advance(60_000);
    const newer = ask();
    questions[1]?.resolve('newer');
    await newer;
    questions[0]?.reject(new Error('too late'));
    await expect(older).rejects.toThrow('too late');
    expect(await ask()).toBe('newer');
    expect(questions).toHaveLength(2);
  });
});
