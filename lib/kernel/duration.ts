import type { Millis } from './clock.ts';
import { fail, type Result, succeed } from './result.ts';

const second: Millis = 1_000;
const unitLengths: ReadonlyMap<string, Millis> = new Map([
  ['s', second],
  ['m', 60 * second],
  ['h', 3_600 * second],
  ['d', 86_400 * second],
]);

/** No duration is longer; timers and people's patience both end before. */
const longest: Millis = 365 * 86_400 * second;

/**
 * A duration as configurations write it: a whole number and its unit, as `2s`, `15m`, `4h` or `30d`, from one second to 365 days; or
 * a sentence that says what to write instead.
 */
export const parseDuration = (written: string): Result<Millis, string> => {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,7})([smhd])$/.exec(written.trim()) ?? [];
  const duration = Number(digits) * (unitLengths.get(unit) ?? Number.NaN);
  return duration <= longest
    ? succeed(duration)
    : fail(`'${written}' is not a duration. Write 1s to 365d, as 2s, 15m, 4h or 30d.`);
};
