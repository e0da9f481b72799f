import { fail, succeed } from '../kernel/result.ts';
import type { ValueType } from './value-types.ts';

/** A whole number of these bounds, written in digits. */
export const wholeNumber = (least: number, most: number): ValueType => ({
  input: { kind: 'text', minLength: 1, maxLength: String(most).length, multiline: false },
  check: (written) => {
    const digits = written.trim();
    const number = Number(digits);
    return /^\d{1,9}$/.test(digits) && number >= least && number <= most
      ? succeed(String(number))
      : fail(`Write a whole number from ${least} to ${most}.`);
  },
});
