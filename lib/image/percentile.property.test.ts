import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { percentile } from './percentile.ts';

const values = fc.array(fc.integer(), { minLength: 1 });
const percents = fc.integer({ min: 1, max: 100 });

describe('a percentile by nearest rank', () => {
  it.each([
    [50, [15, 20, 35, 40, 50], 35],
    [30, [15, 20, 35, 40, 50], 20],
    [90, [15, 20, 35, 40, 50], 50],
    [50, [4, 1, 3, 2], 2],
    [90, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 9],
    [50, [7], 7],
  ])('%i of %j is %i', (percent, of, expected) => {
    expect(percentile(of, percent)).toBe(expected);
  });

  it('is there only where there are values', () => {
    expect(percentile([], 50)).toBeUndefined();
  });

  it('is always one of the values, whatever their order, with enough of them at or below it', () => {
    fc.assert(
      fc.property(values, percents, (of, percent) => {
        const found = percentile(of, percent) ?? Number.NaN;

        expect(of).toContain(found);
        expect(of.filter((each) => each <= found).length).toBeGreaterThanOrEqual(
          Math.ceil((percent / 100) * of.length),
        );
        expect(percentile(of.toReversed(), percent)).toBe(found);
      }),
    );
  });

  it('never falls while the per cent rise', () => {
    fc.assert(
      fc.property(values, percents, percents, (of, one, other) => {
        const [low = 0, high = 0] = [Math.min(one, other), Math.max(one, other)].map((percent) =>
          percentile(of, percent),
        );

        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});
