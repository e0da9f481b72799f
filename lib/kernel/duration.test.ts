import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['1s', 1_000],
    ['2s', 2_000],
    ['15m', 900_000],
    ['4h', 14_400_000],
    ['30d', 2_592_000_000],
    ['365d', 31_536_000_000],
    ['8760h', 31_536_000_000],
    ['525600m', 31_536_000_000],
    ['31536000s', 31_536_000_000],
    [' 4h ', 14_400_000],
  ])('takes %j', (written, millis) => {
    expect(parseDuration(written)).toEqual({ ok: true, value: millis });
  });

  it.each([
    '',
    '4',
    'h',
    '0s',
    '04h',
    '366d',
    '8761h',
    '31536001s',
    '99999999d',
    '123456789s',
    '1.5h',
    '-1h',
    '+1h',
    '4 h',
    '1h30m',
    '4H',
    '500ms',
    '2w',
    '1e3s',
    '٣d',
    'for ever',
  ])('does not take %j, and says what to write', (written) => {
    expect(parseDuration(written)).toEqual({
      ok: false,
      error: `'${written}' is not a duration. Write 1s to 365d, as 2s, 15m, 4h or 30d.`,
    });
  });
});
