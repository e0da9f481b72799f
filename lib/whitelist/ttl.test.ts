import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { defaultTtl, formatTtl, minutesIn, parseTtl } from './ttl.ts';

const day = 1_440;

describe('parseTtl', () => {
  it.each([
    ['1m', 1],
    ['5m', 5],
    ['45m', 45],
    ['1440m', day],
    ['1d', day],
    ['7d', 7 * day],
    ['30d', 43_200],
    ['90d', 90 * day],
    ['365d', 365 * day],
    [' 7D ', 7 * day],
    [defaultTtl, 43_200],
  ])('takes %j', (typed, minutes) => {
    expect(parseTtl(typed)).toEqual({ ok: true, value: minutes });
  });

  it.each([
    '',
    'd',
    '7',
    '0m',
    '0d',
    '00d',
    '007d',
    '24h',
    '1441m',
    '366d',
    '9999d',
    '1.5d',
    '-1d',
    '+1d',
    '1 d',
    '1d1m',
    '1e2m',
    'forever',
    '٣d',
  ])('does not take %j', (typed) => {
    expect(parseTtl(typed)).toEqual({
      ok: false,
      error: `'${typed}' is not a time to live. Write 1m to 1440m for minutes or 1d to 365d for days, as 45m or 7d.`,
    });
  });
});

describe('formatTtl', () => {
  it.each([
    [1, '1m'],
    [45, '45m'],
    [1_439, '1439m'],
    [day, '1d'],
    [7 * day, '7d'],
    [365 * day, '365d'],
    [day + 1, '1441m'],
  ])('shows %d minutes as %s', (minutes, shown) => {
    expect(formatTtl(minutes)).toBe(shown);
  });

  it('shows what is parsed again to the same', () => {
    const typed = fc.oneof(
      fc.integer({ min: 1, max: 1_440 }).map((count) => `${count}m`),
      fc.integer({ min: 1, max: 365 }).map((count) => `${count}d`),
    );
    fc.assert(
      fc.property(typed, (written) => {
        const minutes = parseTtl(written);
        expect(minutes.ok && parseTtl(formatTtl(minutes.value))).toEqual(minutes);
      }),
    );
  });
});

describe('minutesIn', () => {
  it('gives the minutes of what was checked, and throws at what was not', () => {
    expect(minutesIn('7d')).toBe(7 * day);
    expect(() => minutesIn('7w')).toThrow(TypeError);
  });
});
