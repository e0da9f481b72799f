import type { ResponseOf } from '../../lib/contract/function-call.ts';
import { type EpochMillis, type Millis, toIsoTime } from '../../lib/kernel/clock.ts';
import type { StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { isLive } from '../../lib/whitelist/live.ts';
import { isExpiring } from '../../lib/whitelist/notice.ts';
import { changeEntry, type EntryDecision } from './change-entry.ts';
import { synchroniseGroups } from './synchronise-groups.ts';
import { shownEntry } from './whitelist-changes.ts';
import type { WhitelistPorts } from './whitelist-ports.ts';

/** How long after its end an entry is still told of. */
const newsFor: Millis = 24 * 60 * 60_000;

const isOverdue = (entry: StoredEntry, now: EpochMillis): boolean =>
  entry.ended === undefined && !isLive(entry, now);

/**
 * Writes down that the entry has expired, unless somebody has extended or ended it since it was read. Its end is this moment and
 * not the one that was planned: until now the groups may have let the address in, and nobody has been told.
 */
const markExpired = async (ports: WhitelistPorts, listed: StoredEntry): Promise<StoredEntry> => {
  const place = { environment: listed.environment, address: listed.ip_address };
  const changed = await changeEntry(ports, place, (found, now): EntryDecision => {
    const stored = found ?? listed;
    if (!isOverdue(stored, now)) {
      return { kind: 'keep', entry: stored };
    }
    const ended = { at: toIsoTime(now), how: 'expired' } as const;
    return { kind: 'write', entry: { ...stored, ended, version: stored.version + 1 } };
  });
  // Where others are at it all the time, the next minute sees to it.
  return changed.ok ? changed.value : listed;
};

const isNews = ({ ended }: StoredEntry, now: EpochMillis): boolean =>
  ended?.how === 'expired' && now - Date.parse(ended.at) <= newsFor;

/**
 * Ends what has expired, brings the groups of every environment up to date, also where nothing expired, and tells what has
 * expired within a day and what is about to. Groups that cannot be reached are left to the next call.
 */
export const expireEntries = async (
  ports: WhitelistPorts,
): Promise<ResponseOf<'ip-whitelist', 'expire'>> => {
  const listed = await ports.store.list();
  const entries: StoredEntry[] = [];
  for (const entry of listed) {
    entries.push(isOverdue(entry, ports.clock.now()) ? await markExpired(ports, entry) : entry);
  }
  for (const environment of ports.groups.environments) {
    await synchroniseGroups(ports, environment);
  }
  const now = ports.clock.now();
  return {
    success: true,
    expired: entries.filter((entry) => isNews(entry, now)).map(shownEntry),
    expiring: entries.filter((entry) => isExpiring(entry, now)).map(shownEntry),
  };
};
