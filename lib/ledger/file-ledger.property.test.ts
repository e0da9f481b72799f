import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createManualClock } from '../kernel/manual-clock.ts';
import { openFileLedger } from './file-ledger.ts';
import type { OpenedLedger, StoredEvent } from './ledger.ts';

const key = Buffer.alloc(32, 7);
const newline = 0x0a;

let folder: string;
let path: string;
/** A ledger of five lines, with what makes a form ambiguous: exponents, escapes in hexadecimal, other alphabets. */
let whole: Buffer;
let history: readonly StoredEvent[];
let lastLineStart: number;

const open = (at: string): Promise<OpenedLedger> =>
  openFileLedger({ path: at, key, clock: createManualClock() });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-ledger-property-'));
  path = join(folder, 'ledger.jsonl');
  const { ledger } = await open(path);
  const acknowledged: StoredEvent[] = [];
  for (const [version, odd] of [1e21, '\u001f', 'é\ufffd漢', '\ud800', null].entries()) {
    const event = { event: 'happened', actor: 'slack:U1', odd };
    acknowledged.push(...(await ledger.append('request/a', 2 * version, [event, event])));
  }
  await ledger.close();
  history = acknowledged;
  whole = await readFile(path);
  lastLineStart = whole.lastIndexOf(newline, whole.length - 2) + 1;
});

afterAll(() => rm(folder, { recursive: true }));

const reopenAs = async (bytes: Uint8Array): Promise<OpenedLedger> => {
  await writeFile(path, bytes);
  const opened = await open(path);
  await opened.ledger.close();
  return opened;
};

describe('the file ledger', () => {
  it('keeps all earlier lines wherever the last one is cut', async () => {
    for (let size = lastLineStart; size <= whole.length; size += 1) {
      const { history: found } = await reopenAs(whole.subarray(0, size));
      const isWhole = size >= whole.length - 1;
      expect(found).toEqual(isWhole ? history : history.slice(0, -2));
    }
  });

  it('keeps every byte of what it cuts off', async () => {
    const copy = join(folder, 'copy.jsonl');
    await writeFile(path, whole.subarray(0, -10));
    await copyFile(path, copy);
    const { ledger } = await open(copy);
    await ledger.close();
    const aside = await readFile(`${copy}.torn-2026-01-05T090000.000Z`);
    expect(Buffer.concat([await readFile(copy), aside])).toEqual(whole.subarray(0, -10));
  });

  it('names the line in which any one byte became another', async () => {
    const anyPlace = fc.nat(whole.length - 2);
    await fc.assert(
      fc.asyncProperty(anyPlace, fc.integer({ min: 1, max: 255 }), async (place, difference) => {
        const changed = Buffer.from(whole);
        changed.writeUInt8(whole.readUInt8(place) ^ difference, place);
        const line = whole.subarray(0, place).filter((byte) => byte === newline).length + 1;
        await writeFile(path, changed);
        await expect(open(path)).rejects.toMatchObject({
          code: 'LEDGER_BROKEN',
          message: expect.stringContaining(`line ${line} of the ledger`),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('takes a last line whose newline became another byte for torn, and keeps those before', async () => {
    const changed = Buffer.from(whole);
    changed.writeUInt8(0x0b, whole.length - 1);
    const { history: found, warnings } = await reopenAs(changed);
    expect(found).toEqual(history.slice(0, -2));
    expect(warnings).toHaveLength(1);
  });

  it('notices a change of case that means the same in JSON', async () => {
    for (const [from, to] of [
      ['1e+21', '1E+21'],
      ['\\u001f', '\\u001F'],
      ['\\ud800', '\\uD800'],
    ] as const) {
      const text = whole.toString();
      expect(text).toContain(from);
      await writeFile(path, text.replace(from, to));
      await expect(open(path)).rejects.toMatchObject({ code: 'LEDGER_BROKEN' });
    }
  });
});
