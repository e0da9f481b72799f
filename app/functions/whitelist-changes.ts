import type { ErrorEnvelope } from '../../lib/contract/error-envelope.ts';
import type { RequestOf, ResponseOf } from '../../lib/contract/function-call.ts';
import type { WhitelistEntry } from '../../lib/contract/ip-whitelist.ts';
import { type EpochMillis, toIsoTime } from '../../lib/kernel/clock.ts';
import type { StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { isLive } from '../../lib/whitelist/live.ts';
import { reconcile } from '../../lib/whitelist/reconcile.ts';
import {
  changeEntry,
  type EntryDecision,
  type EntryOperation,
  isRepetition,
  nextWrite,
} from './change-entry.ts';
import { synchroniseGroups } from './synchronise-groups.ts';
import type { WhitelistPorts } from './whitelist-ports.ts';
import { hasNoRoom, isInAlready, isNotIn } from './whitelist-refusal.ts';

const minute = 60_000;

/** The part of an entry that callers see. */
export const shownEntry = (entry: StoredEntry): WhitelistEntry => ({
  ip_address: entry.ip_address,
  environment: entry.environment,
  expires_at: entry.expires_at,
  description: entry.description,
  added_by: entry.added_by,
  added_at: entry.added_at,
});

const operationOf = (
  request: RequestOf<'ip-whitelist', 'add' | 'extend' | 'remove'>,
): EntryOperation => ({
  environment: request.environment,
  address: request.ip_address,
  operationId: request.operation_id,
});

const endAfter = (now: EpochMillis, ttlMinutes: number): EpochMillis => now + ttlMinutes * minute;

/** Refuses what the groups have no room for. Where they cannot be asked, the entry is taken: it is let in later. */
const withRoom = async (
  { groups, store, ports }: WhitelistPorts,
  entry: StoredEntry,
  now: EpochMillis,
): Promise<EntryDecision> => {
  const { environment, ip_address } = entry;
  const described = await groups.describe(environment);
  if (!described.ok) {
    return { kind: 'write', entry };
  }
  const others = (await store.list(environment)).filter((each) => each.ip_address !== ip_address);
  const plans = reconcile({ entries: [...others, entry], groups: described.value, ports, now });
  return plans.some(({ full }) => full.includes(entry))
    ? { kind: 'refuse', refusal: hasNoRoom(environment, [ip_address]) }
    : { kind: 'write', entry };
};

type EntryAnswer = ResponseOf<'ip-whitelist', 'add'> | ErrorEnvelope;

const answerWith = async (ports: WhitelistPorts, entry: StoredEntry): Promise<EntryAnswer> => {
  const { failure, full } = await synchroniseGroups(ports, entry.environment);
  const waits = full.some(({ ip_address }) => ip_address === entry.ip_address);
  return {
    success: true,
    entry: shownEntry(entry),
    ...(failure === undefined && !waits ? {} : { synced: false }),
  };
};

/** Lets an address in that is not in; one that is in is a CONFLICT. The request's address is canonical and allowed. */
export const addEntry = async (
  ports: WhitelistPorts,
  request: RequestOf<'ip-whitelist', 'add'>,
): Promise<EntryAnswer> => {
  const operation = operationOf(request);
  const changed = await changeEntry(ports, operation, (stored, now) => {
    if (stored !== undefined && isRepetition(stored, operation.operationId)) {
      return { kind: 'keep', entry: stored };
    }
    if (stored !== undefined && isLive(stored, now)) {
      return { kind: 'refuse', refusal: isInAlready(stored) };
    }
    const entry: StoredEntry = {
      ip_address: operation.address,
      environment: operation.environment,
      expires_at: toIsoTime(endAfter(now, request.ttl_minutes)),
      description: request.description ?? '',
      added_by: request.user_info.user_id,
      added_at: toIsoTime(now),
      ttl_minutes: request.ttl_minutes,
      ...nextWrite(stored, operation.operationId),
    };
    return withRoom(ports, entry, now);
  });
  return changed.ok ? answerWith(ports, changed.value) : changed.error;
};

/** Lets the end of a live entry be as far from now as asked for, unless it is farther already. */
export const extendEntry = async (
  ports: WhitelistPorts,
  request: RequestOf<'ip-whitelist', 'extend'>,
): Promise<EntryAnswer> => {
  const { environment, address, operationId } = operationOf(request);
  const changed = await changeEntry(ports, { environment, address }, (stored, now) => {
    if (stored !== undefined && isRepetition(stored, operationId)) {
      return { kind: 'keep', entry: stored };
    }
    if (stored === undefined || !isLive(stored, now)) {
      return { kind: 'refuse', refusal: isNotIn(address, environment, stored) };
    }
    const end = endAfter(now, request.ttl_minutes);
    const later = end > Date.parse(stored.expires_at);
    const entry: StoredEntry = {
      ...stored,
      ...(later ? { expires_at: toIsoTime(end), ttl_minutes: request.ttl_minutes } : {}),
      ...nextWrite(stored, operationId),
    };
    return { kind: 'write', entry };
  });
  return changed.ok ? answerWith(ports, changed.value) : changed.error;
};

/** Ends a live entry; one that has ended already is as it should be, and one that never was is NOT_FOUND. */
export const removeEntry = async (
  ports: WhitelistPorts,
  request: RequestOf<'ip-whitelist', 'remove'>,
): Promise<ResponseOf<'ip-whitelist', 'remove'> | ErrorEnvelope> => {
  const { environment, address, operationId } = operationOf(request);
  const changed = await changeEntry(ports, { environment, address }, (stored, now) => {
    if (stored === undefined) {
      return { kind: 'refuse', refusal: isNotIn(address, environment, stored) };
    }
    if (isRepetition(stored, operationId) || !isLive(stored, now)) {
      return { kind: 'keep', entry: stored };
    }
    const ended = { at: toIsoTime(now), how: 'removed' } as const;
    return { kind: 'write', entry: { ...stored, ended, ...nextWrite(stored, operationId) } };
  });
  if (!changed.ok) {
    return changed.error;
  }
  const { failure } = await synchroniseGroups(ports, environment);
  return { success: true, removed: true, ...(failure === undefined ? {} : { synced: false }) };
};
