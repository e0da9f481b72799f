import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isJsonObject, type JsonObject, objectsAt, textAt } from './workspace/json.ts';

/** An event of the ledger, for people to look at. */
export interface LedgerRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly event: string;
  readonly actor: string;
  readonly stream: string;
  /** The whole line of the file, as JSON. */
  readonly line: string;
}

/** How much of the file is looked at, in bytes. */
const window = 256 * 1024;

const readTail = (path: string): string => {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const from = Math.max(0, size - window);
    const bytes = Buffer.alloc(size - from);
    readSync(file, bytes, 0, bytes.length, from);
    const text = bytes.toString('utf8');
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    closeSync(file);
  }
};

const parseLine = (line: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const rowsOf = (line: string): readonly LedgerRow[] => {
  const entry = parseLine(line);
  if (entry === undefined) {
    return [];
  }
  return [entry, ...objectsAt(entry, 'with')].map((event) => ({
    time: textAt(entry, 'timestamp') ?? '',
    event: textAt(event, 'event') ?? '',
    actor: textAt(event, 'actor') ?? '',
    stream: textAt(entry, 'stream') ?? '',
    line,
  }));
};

/**
 * The last `most` events of a ledger file, oldest first; none if there is no file yet. Nothing is verified, and a line that
 * is being written is left out.
 */
export const readLedger = (path: string, most: number): readonly LedgerRow[] => {
  try {
    return readTail(path).split('\n').flatMap(rowsOf).slice(-most);
  } catch {
    return [];
  }
};
