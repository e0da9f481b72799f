import type { Millis } from './clock.ts';

/** A moment (ISO 8601, UTC) as people read it, to the minute: `2026-02-04 09:00 UTC`. */
export const showMoment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

const minute: Millis = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A span of time in its largest fitting unit, rounded down: `29 days`, `5 hours`, `12 minutes`. */
export const showSpan = (span: Millis): string => {
  if (span < minute) {
    return 'less than a minute';
  }
  if (span < 2 * hour) {
    return counted(Math.floor(span / minute), 'minute');
  }
  return span < 2 * day
    ? counted(Math.floor(span / hour), 'hour')
    : counted(Math.floor(span / day), 'day');
};
