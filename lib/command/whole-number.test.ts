import { describe, expect, it } from '@jest/globals';
import { wholeNumber } from './whole-number.ts';

describe('a whole number', () => {
  const { check } = wholeNumber(1, 90);

  it('tells a form how long it can be', () => {
    expect(wholeNumber(1, 90).input).toEqual({
      kind: 'text',
      minLength: 1,
      maxLength: 2,
      multiline: false,
    });
  });

  it.each([
    ['1', '1'],
    ['90', '90'],
    [' 007 ', '7'],
  ])('is read from %j', (written, value) => {
    expect(check(written)).toEqual({ ok: true, value });
  });

  it.each(['0', '91', '-1', '1.5', '1e1', 'seven', '', '99999999999'])(
    'is not %j, and the sentence says what to write',
    (written) => {
      expect(check(written)).toEqual({ ok: false, error: 'Write a whole number from 1 to 90.' });
    },
  );
});
