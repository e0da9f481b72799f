import { describe, expect, it } from '@jest/globals';
import { isEscapable, quotationMarksOf } from './quotation-marks.ts';

describe('quotation marks', () => {
  it.each([
    ['"“”„‟', '"', false],
    ['«»', '»', false],
    ["'‘’‚‛", "'", true],
  ])('%s close one another; people are told to use %s', (marks, closing, apostrophe) => {
    for (const mark of marks) {
      expect(quotationMarksOf(mark)).toEqual({ marks, closing, apostrophe });
    }
  });

  it.each(['', 'a', '`', '´', '<', '\\'])('are not %j', (char) => {
    expect(quotationMarksOf(char)).toBeUndefined();
  });
});

describe('a backslash', () => {
  it.each(['\\', '"', '„', '»', '’'])('takes away the meaning of %s', (char) => {
    expect(isEscapable(char)).toBe(true);
  });

  it.each(['', 'n', ' ', '<'])('stands for itself before %j', (char) => {
    expect(isEscapable(char)).toBe(false);
  });
});
