import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadLedgerKey } from './ledger-key.ts';

let folder: string;
let path: string;
let ledgerPath: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-key-'));
  path = join(folder, 'data', 'ledger.key');
  ledgerPath = join(folder, 'data', 'ledger.jsonl');
});

afterEach(() => rm(folder, { recursive: true }));

const refusal = (words: string): unknown =>
  expect.objectContaining({
    code: 'LEDGER_KEY_UNUSABLE',
    message: expect.stringMatching(new RegExp(`${path}.*${words}`)),
  });

describe("the ledger's key", () => {
  it('is made on first use: 32 random bytes in a private file, and nothing beside it', async () => {
    const key = await loadLedgerKey(path, ledgerPath);
    expect(key).toHaveLength(32);
    expect(await readFile(path, 'utf8')).toBe(`${key.toString('hex')}\n`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['ledger.key']);
  });

  it('is the same every time after, and another in another place', async () => {
    const key = await loadLedgerKey(path, ledgerPath);
    expect(await loadLedgerKey(path, ledgerPath)).toEqual(key);
    expect(await loadLedgerKey(`${path}2`, ledgerPath)).not.toEqual(key);
  });

  it('is one key where several begin at the same moment', async () => {
    const keys = await Promise.all(
      Array.from({ length: 8 }, () => loadLedgerKey(path, ledgerPath)),
    );
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });

  it('is not made afresh beside a ledger that has lines', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(ledgerPath, '');
    await loadLedgerKey(path, ledgerPath);
    await rm(path);
    await writeFile(ledgerPath, '{}\n');
    await expect(loadLedgerKey(path, ledgerPath)).rejects.toEqual(
      refusal(`is missing, but the ledger ${ledgerPath} .* put the key back`),
    );
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it.each([0o640, 0o604, 0o620])('is refused where others have rights on it (%o)', async (mode) => {
    await loadLedgerKey(path, ledgerPath);
    await chmod(path, mode);
    await expect(loadLedgerKey(path, ledgerPath)).rejects.toEqual(refusal('chmod 600'));
  });

  it.each([
    ['too short', 'ab'.repeat(31)],
    ['too long', 'ab'.repeat(33)],
    ['not hexadecimal', 'zz'.repeat(32)],
    ['empty', ''],
  ])('is refused, and not repeated in the message, where it is %s', async (_, text) => {
    await mkdir(join(folder, 'data'));
    await writeFile(path, text, { mode: 0o600 });
    const loading = loadLedgerKey(path, ledgerPath);
    await expect(loading).rejects.toEqual(refusal('does not hold 32 bytes'));
    await expect(loading).rejects.not.toThrow(/abab|zzzz/);
  });

  it('is refused where it is not a file', async () => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await expect(loadLedgerKey(path, ledgerPath)).rejects.toEqual(
      refusal('cannot be used: .*EISDIR'),
    );
  });

  it('is refused where there can be no file', async () => {
    await writeFile(join(folder, 'data'), '');
    await expect(loadLedgerKey(path, ledgerPath)).rejects.toEqual(
      refusal('cannot be used: .*ENOTDIR'),
    );
  });
});
