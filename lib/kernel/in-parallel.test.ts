import { describe, expect, it } from '@jest/globals';
import { createDeferred } from './deferred.fixture.ts';
import { inParallel } from './in-parallel.ts';

describe('inParallel', () => {
  it('answers in the order of the items, whichever is done first', async () => {
    const first = createDeferred<string>();
    const answers = inParallel(['a', 'b'], 2, (item) =>
      item === 'a' ? first.promise : Promise.resolve(item),
    );
    first.resolve('a');

    await expect(answers).resolves.toEqual(['a', 'b']);
  });

  it('has no more under way than the limit', async () => {
    let underWay = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
    });

    expect(most).toBe(3);
  });

  it('waits for what is under way, begins nothing more and rejects, when one rejects', async () => {
    const begun: number[] = [];
    const done: number[] = [];
    const working = inParallel([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 1) {
        throw new Error('no');
      }
      await Promise.resolve();
      done.push(item);
    });

    await expect(working).rejects.toThrow('no');
    expect(begun).toEqual([1, 2]);
    expect(done).toEqual([2]);
  });

  it('does nothing for no items', async () => {
    await expect(inParallel([], 3, () => Promise.reject(new Error('no')))).resolves.toEqual([]);
  });
});
