import { Fault } from '../kernel/errors.ts';
import { fail, type Result } from '../kernel/result.ts';
import type { StoredEvent } from './ledger.ts';
import { type ChainedLine, type ChainLink, chainStart, readLine } from './ledger-line.ts';

/** What stands in a ledger file. */
export interface Replay {
  readonly events: readonly StoredEvent[];
  /** The end of the chain. */
  readonly link: ChainLink;
  /** How many bytes the whole lines take. */
  readonly size: number;
  /** The last line is whole but for its newline. */
  readonly unended: boolean;
  /** What follows the whole lines: the beginning of a line whose writing did not finish. Empty most often. */
  readonly torn: Uint8Array;
}

interface RawLine {
  readonly bytes: Uint8Array;
  readonly ended: boolean;
}

const newline = 0x0a;

async function* splitLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<RawLine> {
  let begun: Uint8Array[] = [];
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, start)) {
      yield { bytes: Buffer.concat([...begun, piece.subarray(start, end)]), ended: true };
      begun = [];
      start = end + 1;
    }
    if (start < piece.length) {
      begun.push(piece.subarray(start));
    }
  }
  if (begun.length > 0) {
    yield { bytes: Buffer.concat(begun), ended: false };
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decodeLine = (
  key: Uint8Array,
  last: ChainLink,
  bytes: Uint8Array,
): Result<ChainedLine, string> => {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return fail('it is not UTF-8');
  }
  return readLine(key, last, text);
};

/**
 * Reads a ledger file line by line and verifies all of it. `path` is for the messages. Rejects with the fault
 * LEDGER_BROKEN at the first line that ends with a newline and is not what was once written there.
 */
export const replay = async (
  path: string,
  key: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
): Promise<Replay> => {
  const events: StoredEvent[] = [];
  let link = chainStart;
  let size = 0;
  for await (const { bytes, ended } of splitLines(pieces)) {
    const line = decodeLine(key, link, bytes);
    if (line.ok) {
      events.push(...line.value.events);
      link = line.value.link;
      size += bytes.length + (ended ? 1 : 0);
    } else if (ended) {
      throw new Fault(
        'LEDGER_BROKEN',
        `line ${link.seq + 1} of the ledger ${path} is broken: ${line.error}. ` +
          'Nothing was changed. Put back a good copy of the file (and its key), or move it away to begin an empty ledger.',
      );
    }
    if (!ended) {
      return { events, link, size, unended: line.ok, torn: line.ok ? new Uint8Array() : bytes };
    }
  }
  return { events, link, size, unended: false, torn: new Uint8Array() };
};
