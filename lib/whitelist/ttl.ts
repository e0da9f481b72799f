import { fail, type Result, succeed } from '../kernel/result.ts';

const minutesPerDay = 24 * 60;
const mostMinutes = 1_440;
const mostDays = 365;

/** The time to live where none is given. */
export const defaultTtl = '30d';

/**
 * A time to live in minutes, from `1m` to `1440m` or `1d` to `365d` (the grammar of `/infra whitelist add`), or a sentence that
 * says what to write instead.
 */
export const parseTtl = (typed: string): Result<number, string> => {
  const written = typed.trim();
  const [, digits = '', unit] = /^([1-9]\d{0,3})([md])$/i.exec(written) ?? [];
  const count = Number(digits);
  if (unit?.toLowerCase() === 'm' && count <= mostMinutes) {
    return succeed(count);
  }
  if (unit?.toLowerCase() === 'd' && count <= mostDays) {
    return succeed(count * minutesPerDay);
  }
  return fail(
    `'${written}' is not a time to live. Write 1m to ${mostMinutes}m for minutes or 1d to ${mostDays}d for days, as 45m or 7d.`,
  );
};

/** As people write it: `7d` for whole days, else `45m`. */
export const formatTtl = (minutes: number): string =>
  minutes % minutesPerDay === 0 ? `${minutes / minutesPerDay}d` : `${minutes}m`;

/** The minutes of a time to live that was checked before, as by its argument. Throws where it was not. */
export const minutesIn = (checked: string): number => {
  const minutes = parseTtl(checked);
  if (!minutes.ok) {
    throw new TypeError(minutes.error);
  }
  return minutes.value;
};
