import { describe, expect, it } from '@jest/globals';
import { showMoment, showSpan } from './show-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('a moment', () => {
  it('is shown to the minute, in UTC', () => {
    expect(showMoment('2026-02-04T09:00:59.999Z')).toBe('2026-02-04 09:00 UTC');
  });
});

describe('a span of time', () => {
  it.each([
    [0, 'less than a minute'],
    [minute - 1, 'less than a minute'],
    [minute, '1 minute'],
    [hour, '60 minutes'],
    [2 * hour - 1, '119 minutes'],
    [2 * hour, '2 hours'],
    [2 * day - 1, '47 hours'],
    [2 * day, '2 days'],
    [30 * day - 1, '29 days'],
  ])('of %d ms is shown as %s', (span, shown) => {
    expect(showSpan(span)).toBe(shown);
  });
});
