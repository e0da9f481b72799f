import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { cut } from './limits.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 60, size: 'max' });
const limit = fc.integer({ min: 2, max: 30 });

describe('cutting a text', () => {
  it('leaves alone what fits', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(cut(whole, whole.length)).toBe(whole);
        expect(cut(whole, whole.length + 1)).toBe(whole);
      }),
    );
  });

  it('never exceeds the limit, says by an ellipsis that something is missing, and keeps the beginning', () => {
    fc.assert(
      fc.property(text, limit, (whole, most) => {
        fc.pre(whole.length > most);
        const short = cut(whole, most);
        expect(short.length).toBeLessThanOrEqual(most);
        // One code unit more is lost at most: the first half of a pair.
        expect(short.length).toBeGreaterThanOrEqual(most - 1);
        expect(short.endsWith('…')).toBe(true);
        expect(whole.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });

  it('never leaves half of a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), limit, (whole, most) => {
        expect(cut(whole, most)).not.toMatch(/\p{Surrogate}/u);
      }),
    );
    expect(cut('a😀b', 3)).toBe('a…');
    expect(cut('a😀bc', 4)).toBe('a😀…');
  });
});
