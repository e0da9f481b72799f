import { createHmac } from 'node:crypto';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRedactor } from '../kernel/redaction.ts';
import { type FileLedgerPorts, openFileLedger } from './file-ledger.ts';
import type { Ledger, LedgerEvent, OpenedLedger } from './ledger.ts';
import { isLedgerEvent } from './storable-events.ts';

const key = Buffer.alloc(32, 7);

const asked = (fields: Record<string, unknown> = {}): LedgerEvent => ({
  event: 'asked',
  actor: 'slack:U1',
  ...fields,
});

let folder: string;
let path: string;
let current: Ledger | undefined;

const open = async (ports: Partial<FileLedgerPorts> = {}): Promise<OpenedLedger> => {
  await current?.close();
  current = undefined;
  const opened = await openFileLedger({ path, key, clock: createManualClock(), ...ports });
  current = opened.ledger;
  return opened;
};

/** Writes three lines of one event each and closes. */
const writeThree = async (): Promise<readonly string[]> => {
  const { ledger } = await open();
  for (const [version, name] of ['one', 'two', 'three'].entries()) {
    await ledger.append('request/a', version, [asked({ name })]);
  }
  await ledger.close();
  return readLines();
};

const readLines = async (): Promise<readonly string[]> =>
  (await readFile(path, 'utf8')).split('\n').slice(0, -1);

const writeLines = (lines: readonly (string | undefined)[]): Promise<void> =>
  writeFile(path, lines.map((line) => `${line}\n`).join(''));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-ledger-'));
  path = join(folder, 'data', 'ledger.jsonl');
});

afterEach(async () => {
  await current?.close();
  current = undefined;
  await rm(folder, { recursive: true });
});

const parseLine = (line: string): LedgerEvent => {
  const parsed: unknown = JSON.parse(line);
  if (!isLedgerEvent(parsed)) {
    throw new Error(`not a line: ${line}`);
  }
  return parsed;
};

const changed = (line: string | undefined, from: string, to: string): string | undefined =>
  line?.replace(from, to);

describe('a line of the file ledger', () => {
  it('is one append: the first event at top level, the others in "with"', async () => {
    const { ledger } = await open();
    await ledger.append('request/a', 0, [asked({ image: 'python' }), asked({ image: 'node' })]);
    const lines = await readLines();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^\{"timestamp":"2026-01-05T09:00:00\.000Z","event":"asked","v":1,"stream":"request\/a","seq":1,"actor":"slack:U1","image":"python","with":\[\{"event":"asked","actor":"slack:U1","image":"node"\}\],"prev":"0{64}","mac":"[0-9a-f]{64}"\}$/,
    );
  });

  it('carries an HMAC over its canonical JSON, and that of the line before', async () => {
    const parsed = (await writeThree()).map(parseLine);
    for (const [index, { mac, ...rest }] of parsed.entries()) {
      expect(mac).toBe(createHmac('sha256', key).update(canonicalJson(rest)).digest('hex'));
      expect(rest['prev']).toBe(parsed[index - 1]?.['mac'] ?? '0'.repeat(64));
    }
  });

  it('is written without secrets, and returned as it is written', async () => {
    const { ledger } = await open({
      redact: createRedactor(['hunter22']).value,
    });
    const [stored] = await ledger.append('request/a', 0, [asked({ why: 'it is hunter22' })]);
    expect(stored).toMatchObject({ why: 'it is [redacted]' });
    expect(await readFile(path, 'utf8')).not.toContain('hunter22');
  });

  it('may be longer than what is read at once, and hold any character', async () => {
    const text = '\u{1F680}\u2028\n\ud800"é'.repeat(200_000);
    const fields = { text, '1': 'first', ['__proto__']: 'own' };
    const { ledger } = await open();
    const stored = await ledger.append('request/a', 0, [asked(fields), asked()]);
    expect((await open()).history).toEqual(stored);
  });
});

describe('the files of a file ledger', () => {
  it('are made private, with the folders above them that are missing', async () => {
    path = join(folder, 'data', 'deep', 'ledger.jsonl');
    await open();
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'data', 'deep'))).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(`${path}.lock`)).mode & 0o777).toBe(0o600);
  });

  it('that cannot be opened are a fault that says which', async () => {
    await mkdir(path, { recursive: true });
    await expect(open()).rejects.toMatchObject({
      code: 'LEDGER_UNWRITABLE',
      message: expect.stringContaining(`cannot open the ledger ${path}: `),
    });
  });

  it('are held by one ledger at a time, in the same process as well', async () => {
    await open();
    const second = openFileLedger({ path, key, clock: createManualClock() });
    await expect(second).rejects.toMatchObject({
      code: 'LEDGER_LOCKED',
      message: expect.stringContaining(`${path}.lock`),
    });
  });
});

describe('the end of a file ledger', () => {
  it('is set aside where a write was cut short, and the ledger goes on after the whole lines', async () => {
    await writeThree();
    await appendFile(path, '{"timestamp":"2026-');
    const { history, warnings, ledger } = await open();
    expect(history.map((event) => event['name'])).toEqual(['one', 'two', 'three']);
    const aside = `${path}.torn-2026-01-05T090000.000Z`;
    expect(await readFile(aside, 'utf8')).toBe('{"timestamp":"2026-');
    expect((await stat(aside)).mode & 0o777).toBe(0o600);
    expect(warnings).toEqual([expect.stringContaining(aside)]);
    await ledger.append('request/a', 3, [asked({ name: 'four' })]);
    const again = await open();
    expect(again.history).toHaveLength(4);
    expect(again.warnings).toEqual([]);
  });

  it('keeps a whole last line that lacks only its newline, and gives it one', async () => {
    const lines = await writeThree();
    await writeFile(path, lines.join('\n'));
    const { history, warnings, ledger } = await open();
    expect(history).toHaveLength(3);
    expect(warnings).toEqual([expect.stringContaining('line 3')]);
    await ledger.append('request/a', 3, [asked({ name: 'four' })]);
    const again = await open();
    expect(again.history).toHaveLength(4);
    expect(again.warnings).toEqual([]);
    expect(await readdir(join(folder, 'data'))).toEqual(['ledger.jsonl', 'ledger.jsonl.lock']);
  });
});

describe('a broken file ledger', () => {
  it.each<[string, number, string, (lines: readonly string[]) => readonly (string | undefined)[]]>([
    ['a line that is no JSON', 2, 'not JSON', ([one, , three]) => [one, 'oops', three]],
    ['an empty line', 2, 'not JSON', ([one, two, three]) => [one, '', two, three]],
    ['a line without the fields', 1, 'missing', ([, two, three]) => ['{"seq":1}', two, three]],
    ['a missing line', 2, '"seq" is 3', ([one, , three]) => [one, three]],
    ['a missing first line', 1, '"seq" is 2', ([, two, three]) => [two, three]],
    ['a doubled line', 3, '"seq" is 2', ([one, two, three]) => [one, two, two, three]],
    ['a changed field', 2, '"mac"', ([a, b, c]) => [a, changed(b, '"two"', '"2"'), c]],
    ['a changed link', 3, '"prev"', ([a, b, c]) => [a, b, c?.replace(/"prev":"../, '"prev":"zz')]],
    ['other bytes', 2, 'bytes', ([a, b, c]) => [a, changed(b, '"seq":2', '"seq": 2'), c]],
    ['an unknown format', 1, '"v"', ([a, b, c]) => [changed(a, '"v":1', '"v":0'), b, c]],
    ['a newer format', 2, 'newer version', ([a, b, c]) => [a, changed(b, '"v":1', '"v":2'), c]],
  ])('with %s is refused at that line and left as it is', async (_, number, reason, change) => {
    const broken = change(await writeThree());
    await writeLines(broken);
    const opening = open();
    await expect(opening).rejects.toMatchObject({ code: 'LEDGER_BROKEN' });
    await expect(opening).rejects.toThrow(`line ${number} of the ledger ${path}`);
    await expect(opening).rejects.toThrow(reason);
    expect(await readLines()).toEqual(broken);
  });

  it('leaves no lock behind: once it is put back, it opens', async () => {
    const lines = await writeThree();
    await writeLines(lines.slice(1));
    await expect(open()).rejects.toMatchObject({ code: 'LEDGER_BROKEN' });
    await writeLines(lines);
    expect((await open()).history).toHaveLength(3);
  });

  it('with bytes that are no text is refused at that line', async () => {
    const [one, two] = await writeThree();
    await writeFile(path, Buffer.concat([Buffer.from(`${one}\n`), Buffer.from([0xff, 0x0a])]));
    await appendFile(path, `${two}\n`);
    await expect(open()).rejects.toThrow('line 2 of the ledger');
  });

  it('is what a ledger is to another key', async () => {
    await writeThree();
    await expect(open({ key: Buffer.alloc(32, 8) })).rejects.toThrow(/line 1 .* the key/);
  });
});
