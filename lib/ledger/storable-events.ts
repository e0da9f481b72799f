import type { LedgerEvent } from './ledger.ts';

/** Takes the secrets out of a value and leaves its shape as it is. */
export type Redact = <T>(value: T) => T;

/** The names that the ledger gives to what it adds to an event; an event may not bring a field of that name. */
const reserved = ['timestamp', 'v', 'stream', 'seq', 'with', 'prev', 'mac'] as const;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value that came out of JSON has what every event has: an `event` and an `actor`. */
export const isLedgerEvent = (value: unknown): value is LedgerEvent =>
  isRecord(value) &&
  typeof value['event'] === 'string' &&
  value['event'] !== '' &&
  typeof value['actor'] === 'string' &&
  value['actor'] !== '';

const refuseLossyNumber = (key: string, value: unknown): unknown => {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`the event's "${key}" is ${value}, which JSON cannot hold`);
  }
  return value;
};

const toStorableEvent = (event: LedgerEvent, redact: Redact): LedgerEvent => {
  const stored: unknown = JSON.parse(JSON.stringify(redact(event), refuseLossyNumber));
  if (!isLedgerEvent(stored)) {
    throw new TypeError('an event needs an "event" and an "actor", both texts that are not empty');
  }
  const taken = reserved.find((name) => Object.hasOwn(stored, name));
  if (taken !== undefined) {
    throw new TypeError(`the event ${stored.event} may not bring "${taken}": the ledger sets it`);
  }
  return stored;
};

/**
 * The events as they will be read again: without secrets, and only what survives JSON. Throws a TypeError, because
 * it is a bug, for a field with one of the ledger's own names, for a missing `event` or `actor`, for a cycle and for
 * a number that JSON would silently turn into null.
 */
export const toStorableEvents = (
  events: readonly LedgerEvent[],
  redact: Redact,
): readonly LedgerEvent[] => events.map((event) => toStorableEvent(event, redact));
