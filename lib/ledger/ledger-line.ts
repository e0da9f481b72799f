import { createHmac } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import { type LedgerEvent, ledgerFormat, type StoredEvent } from './ledger.ts';
import { isLedgerEvent } from './storable-events.ts';

/** The end of the chain so far: what the next line must follow. */
export interface ChainLink {
  /** The number of the last line; 0 before the first. */
  readonly seq: number;
  /** The HMAC of the last line, in hexadecimal. */
  readonly mac: string;
}

/** What the first line follows. */
export const chainStart: ChainLink = { seq: 0, mac: '0'.repeat(64) };

/** One append: events that are kept together or not at all. */
export interface LedgerEntry {
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly stream: string;
  /** One at least, in the form of {@link toStorableEvents}. */
  readonly events: readonly LedgerEvent[];
}

/** A line that fits the chain. */
export interface ChainedLine {
  readonly link: ChainLink;
  readonly events: readonly StoredEvent[];
}

/** A line as it stands in the file: its first event at top level, the others of its append in `with`. */
interface Line extends LedgerEvent {
  readonly timestamp: string;
  readonly v: number;
  readonly stream: string;
  readonly seq: number;
  readonly with?: readonly LedgerEvent[];
  readonly prev: string;
  readonly mac: string;
}

const isLine = (value: unknown): value is Line =>
  isLedgerEvent(value) &&
  ['timestamp', 'stream', 'prev', 'mac'].every((name) => typeof value[name] === 'string') &&
  ['v', 'seq'].every((name) => typeof value[name] === 'number') &&
  (value['with'] === undefined ||
    (Array.isArray(value['with']) && value['with'].every(isLedgerEvent)));

const isNewer = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'v' in value &&
  typeof value.v === 'number' &&
  value.v > ledgerFormat;

const macOf = (key: Uint8Array, unsealed: Omit<Line, 'mac'>): string =>
  createHmac('sha256', key).update(canonicalJson(unsealed)).digest('hex');

const storedEvents = ({ timestamp, stream, events }: LedgerEntry, seq: number): StoredEvent[] =>
  events.map((event) => ({ timestamp, stream, seq, ...event }));

/**
 * Writes an append as the line that follows `last`: `text` is its JSON, without a newline. Its `mac` is the
 * HMAC-SHA256 over the canonical JSON of the line without `mac`, and its `prev` is the `mac` of the line before.
 */
export const sealLine = (
  key: Uint8Array,
  last: ChainLink,
  entry: LedgerEntry,
): ChainedLine & { readonly text: string } => {
  const [first, ...others] = entry.events;
  if (first === undefined) {
    throw new TypeError('a ledger line needs an event');
  }
  const { event, actor, ...fields } = first;
  const seq = last.seq + 1;
  const unsealed = {
    timestamp: entry.timestamp,
    event,
    v: ledgerFormat,
    stream: entry.stream,
    seq,
    actor,
    ...fields,
    ...(others.length > 0 && { with: others }),
    prev: last.mac,
  };
  const mac = macOf(key, unsealed);
  const text = JSON.stringify({ ...unsealed, mac });
  return { text, link: { seq, mac }, events: storedEvents(entry, seq) };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What is wrong with a line that has all its fields, or undefined. */
const findBreak = (
  key: Uint8Array,
  last: ChainLink,
  line: Line,
  text: string,
): string | undefined => {
  const { mac, ...unsealed } = line;
  if (line.v !== ledgerFormat) {
    return `its format ("v") is ${line.v}, which no version has written`;
  }
  if (line.seq !== last.seq + 1) {
    return `its "seq" is ${line.seq} where ${last.seq + 1} must follow: lines are missing, doubled or out of order`;
  }
  if (line.prev !== last.mac) {
    return 'its "prev" is not the "mac" of the line before: the chain is broken';
  }
  if (macOf(key, unsealed) !== mac) {
    return 'its "mac" does not fit: the line was changed after it was written, or the key is not the one of this ledger';
  }
  if (JSON.stringify(line) !== text) {
    return 'it says what was written, but not in the same bytes: the line was changed after it was written';
  }
  return undefined;
};

/** Reads the line that must follow `last`, or says what is wrong with it. */
export const readLine = (
  key: Uint8Array,
  last: ChainLink,
  text: string,
): Result<ChainedLine, string> => {
  const line = parse(text);
  if (line === undefined) {
    return fail('it is not JSON');
  }
  if (isNewer(line)) {
    return fail('it was written by a newer version of Quartermaster: start that version');
  }
  if (!isLine(line)) {
    return fail('fields that every line has are missing');
  }
  const found = findBreak(key, last, line, text);
  if (found !== undefined) {
    return fail(found);
  }
  const { timestamp, v: _, stream, seq, with: others = [], prev: __, mac, ...first } = line;
  const entry = { timestamp, stream, events: [first, ...others] };
  return succeed({ link: { seq, mac }, events: storedEvents(entry, seq) });
};
