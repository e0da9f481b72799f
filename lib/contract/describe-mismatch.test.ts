import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeMismatch } from './describe-mismatch.ts';

const schema = z.strictObject({
  a: z.int(),
  b: z.strictObject({ c: z.string() }),
  d: z.int(),
  e: z.int(),
});

const mismatch = (value: unknown): string => {
  const { error } = schema.safeParse(value);
  return error === undefined ? 'fits' : describeMismatch(error);
};

describe('a mismatch in words', () => {
  it('names the field by its path and what was expected, and never the value', () => {
    const text = mismatch({ a: 1, b: { c: 42_424 }, d: 1, e: 1 });

    expect(text).toBe('b.c: Invalid input: expected string, received number');
  });

  it('names unknown fields, and that they must go', () => {
    expect(mismatch({ a: 1, b: { c: 'x', token: 'hidden' }, d: 1, e: 1 })).toBe(
      'b.token: not known here; leave it out',
    );
  });

  it('names three and counts the rest', () => {
    expect(mismatch({})).toMatch(/^a: .*; b: .*; d: .*; and 1 more$/);
  });

  it('has no path where the whole is wrong', () => {
    expect(mismatch(7)).toBe('Invalid input: expected object, received number');
  });
});
