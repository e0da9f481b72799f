import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { enquote, quote } from './quote.ts';
import { tokenize } from './tokenize.ts';

/** Any string, with the characters that quoting is about far more often than by chance. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from('"“”„‟«»\'‘’‚‛\\<>&|@#!:;=-–— \n\u00a0aU1')),
      fc.constantFrom('&amp;', '&lt;', '<http://x|x>', '<@U1|bob>', '\\"', '\ud800'),
    ),
  }),
);

describe('quoting', () => {
  it('is read back as one word with exactly that value', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(tokenize(quote(value))).toMatchObject({
          ok: true,
          value: [{ kind: 'word', text: value }],
        });
        expect(tokenize(enquote(value))).toEqual({
          ok: true,
          value: [{ kind: 'word', text: value, quoted: true }],
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps neighbours apart', () => {
    fc.assert(
      fc.property(fc.array(text), (values) => {
        const tokens = tokenize(values.map(quote).join(' '));
        expect(tokens.ok && tokens.value).toMatchObject(
          values.map((each) => ({ kind: 'word', text: each })),
        );
      }),
    );
  });

  it('works behind an equals sign too', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(tokenize(`--reason=${enquote(value)}`)).toEqual({
          ok: true,
          value: [{ kind: 'option', name: 'reason', value }],
        });
      }),
    );
  });
});

describe('tokenize', () => {
  it('takes any text at all, and everything before a problem is sound', () => {
    fc.assert(
      fc.property(text, (value) => {
        const tokens = tokenize(value);
        expect(tokens.ok || tokenize(value.slice(0, tokens.error.at)).ok).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
