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
        // No more is lost than the first half of a pair, or the beginning of an entity.
        expect(whole.slice(short.length - 1, most - 1)).toMatch(
          /^(?:&[a-z]{0,3})?[\uD800-\uDBFF]?$/,
        );
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

  it('never leaves half of an entity, which Slack would show as it stands', () => {
    const escaped = fc
      .array(fc.constantFrom('&amp;', '&lt;', '&gt;', 'a', ' ', '😀'), { maxLength: 40 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(escaped, limit, (whole, most) => {
        expect(cut(whole, most).replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
    expect([5, 4, 3, 2].map((most) => cut('x&amp;yz', most))).toEqual(['x…', 'x…', 'x…', 'x…']);
    expect(cut('x&amp;yz', 7)).toBe('x&amp;…');
  });
});
