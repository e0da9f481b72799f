import { describe, expect, it } from '@jest/globals';
import { createDeferred, settle } from './deferred.fixture.ts';
import { createSequence } from './sequence.ts';

describe('a sequence', () => {
  it('begins a task of a key only when the earlier one has settled', async () => {
    const sequence = createSequence();
    const first = createDeferred<string>();
    const begun: string[] = [];
    const one = sequence.run('a', () => {
      begun.push('one');
      return first.promise;
    });
    const two = sequence.run('a', async () => {
      begun.push('two');
      return 2;
    });
    await settle();
    expect(begun).toEqual(['one']);

    first.resolve('done');

    expect(await Promise.all([one, two])).toEqual(['done', 2]);
    expect(begun).toEqual(['one', 'two']);
  });

  it('runs tasks of different keys side by side', async () => {
    const sequence = createSequence();
    const first = createDeferred<string>();
    const one = sequence.run('a', () => first.promise);

    expect(await sequence.run('b', async () => 'not held up')).toBe('not held up');

    first.resolve('late');
    expect(await one).toBe('late');
  });

  it('goes on after a task that failed, whose failure goes to its caller alone', async () => {
    const sequence = createSequence();
    const failed = sequence.run('a', () => Promise.reject(new Error('broken')));
    const next = sequence.run('a', async () => 'next');

    await expect(failed).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  it('turns an exception thrown before the first await into a rejection', async () => {
    const sequence = createSequence();
    const thrown = sequence.run('a', () => {
      throw new Error('at once');
    });

    await expect(thrown).rejects.toThrow('at once');
  });

  it('is idle only when what was added meanwhile has ended too', async () => {
    const sequence = createSequence();
    const last = createDeferred<string>();
    const seen: string[] = [];
    const failing = sequence.run('a', async () => {
      void sequence.run('b', () => last.promise);
      throw new Error('broken');
    });
    const idle = sequence.idle().then(() => seen.push('idle'));
    await expect(failing).rejects.toThrow('broken');
    await settle();
    expect(seen).toEqual([]);

    last.resolve('done');

    await idle;
    expect(seen).toEqual(['idle']);
  });

  it('is idle at once when it is empty', async () => {
    expect(await createSequence().idle()).toBeUndefined();
  });
});
