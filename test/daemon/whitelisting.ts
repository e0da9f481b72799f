import { toIsoTime } from '../../lib/kernel/clock.ts';
import type { ManualClock } from '../../lib/kernel/manual-clock.ts';
import type { Town } from './town.ts';

/** In milliseconds. */
export const minute = 60_000;

/** In milliseconds. */
export const day = 24 * 60 * minute;

/** How the end of something that begins now is shown. */
export const endIn = (clock: ManualClock, span: number): string => {
  const iso = toIsoTime(clock.now() + span);
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
};

/** What the first group of an environment lets in, as `1.2.3.4/32 443`. */
export const rules = ({ whitelist }: Town, group = 'sg-00000000000000d01'): readonly string[] =>
  whitelist.groups
    .rulesOf(group)
    .map(({ address, port }) => `${address} ${port}`)
    .toSorted();
