import { describe, expect, it } from '@jest/globals';
import { isExpiring, noticeOf } from './notice.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('noticeOf', () => {
  it.each([
    ['1 minute', 1, minute],
    ['10 minutes', 10, minute],
    ['11 minutes', 11, 66_000],
    ['a day', 1_440, 144 * minute],
    ['10 days', 14_400, day],
    ['11 days', 15_840, day],
    ['a year', 525_600, day],
  ])('for %s', (_, ttl, notice) => {
    expect(noticeOf(ttl)).toBe(notice);
  });
});

describe('isExpiring', () => {
  const end = Date.UTC(2026, 1, 4, 9);
  const entry = { expires_at: '2026-02-04T09:00:00.000Z', ttl_minutes: 43_200 };

  it.each([
    ['before its notice', end - day - 1, false],
    ['when its notice begins', end - day, true],
    ['in its last millisecond', end - 1, true],
    ['at its end', end, false],
  ])('%s', (_, now, expected) => {
    expect(isExpiring(entry, now)).toBe(expected);
  });

  it('is never true of what was removed', () => {
    const ended = { at: '2026-02-04T08:00:00.000Z', how: 'removed' } as const;

    expect(isExpiring({ ...entry, ended }, end - 1)).toBe(false);
  });
});
