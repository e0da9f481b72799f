import { type EpochMillis, type Millis, toIsoTime } from '../kernel/clock.ts';

/** A day has no other length in UTC. */
export const day: Millis = 24 * 60 * 60 * 1_000;

/** 1970-01-01 was a Thursday, the fourth day of its week. */
const daysBeforeEpoch = 3;

/** Midnight (UTC) of the day of this moment. */
export const startOfDay = (moment: EpochMillis): EpochMillis => moment - (moment % day);

/** Midnight (UTC) of the Monday of the week of this moment. */
export const startOfWeek = (moment: EpochMillis): EpochMillis => {
  const today = startOfDay(moment);
  return today - ((today / day + daysBeforeEpoch) % 7) * day;
};

/** Midnight (UTC) of the first of the month of this moment. */
export const startOfMonth = (moment: EpochMillis): EpochMillis =>
  Date.parse(`${toIsoTime(moment).slice(0, 'yyyy-mm'.length)}-01T00:00:00.000Z`);
