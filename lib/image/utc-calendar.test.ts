import { describe, expect, it } from '@jest/globals';
import { toIsoTime } from '../kernel/clock.ts';
import { startOfDay, startOfMonth, startOfWeek } from './utc-calendar.ts';

const at = (iso: string): number => Date.parse(iso);
const starts = (moment: number) =>
  [startOfDay(moment), startOfWeek(moment), startOfMonth(moment)].map(toIsoTime);

describe('the calendar of UTC', () => {
  it.each([
    ['a Wednesday', '2026-01-07T15:30:00.000Z', '2026-01-07', '2026-01-05', '2026-01-01'],
    [
      'the first moment of a Monday',
      '2026-01-05T00:00:00.000Z',
      '2026-01-05',
      '2026-01-05',
      '2026-01-01',
    ],
    [
      'the last moment of a Sunday',
      '2026-01-04T23:59:59.999Z',
      '2026-01-04',
      '2025-12-29',
      '2026-01-01',
    ],
    ['a leap day', '2028-02-29T12:00:00.000Z', '2028-02-29', '2028-02-28', '2028-02-01'],
    ['the day of the epoch', '1970-01-02T00:00:00.000Z', '1970-01-02', '1969-12-29', '1970-01-01'],
  ])('knows the day, week and month of %s', (_, moment, day, week, month) => {
    expect(starts(at(moment))).toEqual([day, week, month].map((each) => `${each}T00:00:00.000Z`));
  });
});
