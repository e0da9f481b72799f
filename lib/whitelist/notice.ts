import type { EpochMillis, Millis } from '../kernel/clock.ts';
import type { StoredEntry } from './entry-store.ts';
import { isLive } from './live.ts';

const minute: Millis = 60_000;
const day: Millis = 24 * 60 * minute;

/** How long before the end the owner is asked: a tenth of the time to live, but at least a minute and at most a day. */
export const noticeOf = (ttlMinutes: number): Millis =>
  Math.min(day, Math.max(minute, (ttlMinutes * minute) / 10));

/** Whether the entry is live and ends within its notice. */
export const isExpiring = (
  entry: Pick<StoredEntry, 'expires_at' | 'ended' | 'ttl_minutes'>,
  now: EpochMillis,
): boolean =>
  isLive(entry, now) && Date.parse(entry.expires_at) - now <= noticeOf(entry.ttl_minutes);
