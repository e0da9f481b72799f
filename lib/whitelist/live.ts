import type { EpochMillis } from '../kernel/clock.ts';
import type { StoredEntry } from './entry-store.ts';

/** Whether the address is let in: it was not removed, and its time is not over, whether or not somebody has written that down. */
export const isLive = (
  { expires_at, ended }: Pick<StoredEntry, 'expires_at' | 'ended'>,
  now: EpochMillis,
): boolean => ended === undefined && Date.parse(expires_at) > now;
