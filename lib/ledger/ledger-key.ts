import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeError, Fault } from '../kernel/errors.ts';
import { appendPrivateFile, createPrivateFolder, syncFolder } from './private-file.ts';

const keyBytes = 32;

const unusable = (path: string, reason: string, cause?: unknown): Fault =>
  new Fault('LEDGER_KEY_UNUSABLE', `the ledger's key file ${path} ${reason}`, { cause });

const hasCode = (caught: unknown, code: string): boolean =>
  typeof caught === 'object' && caught !== null && 'code' in caught && caught.code === code;

const readKey = async (path: string): Promise<Buffer | undefined> => {
  const handle = await open(path, 'r').catch((caught: unknown) => {
    if (hasCode(caught, 'ENOENT')) {
      return undefined;
    }
    throw caught;
  });
  if (handle === undefined) {
    return undefined;
  }
  try {
    const { mode } = await handle.stat();
    if ((mode & 0o077) !== 0) {
      throw unusable(path, `can be read by others than its owner: chmod 600 ${path}`);
    }
    const text = (await handle.readFile('latin1')).trim();
    if (!/^[0-9a-f]{64}$/i.test(text)) {
      throw unusable(
        path,
        `does not hold ${keyBytes} bytes in hexadecimal: put back the right one, or move it and the ledger away to begin anew`,
      );
    }
    return Buffer.from(text, 'hex');
  } finally {
    await handle.close();
  }
};

const refuseFreshKeyFor = async (path: string, ledgerPath: string): Promise<void> => {
  const found = await stat(ledgerPath).catch(() => undefined);
  if (found !== undefined && found.size > 0) {
    throw unusable(
      path,
      `is missing, but the ledger ${ledgerPath} was written with it: put the key back, or move the ledger away to begin anew`,
    );
  }
};

/** Written whole under another name and then linked: no reader sees half a key, and no key replaces another. */
const createKey = async (path: string): Promise<void> => {
  await createPrivateFolder(dirname(path));
  const draft = `${path}.${randomUUID()}`;
  try {
    await appendPrivateFile(draft, Buffer.from(`${randomBytes(keyBytes).toString('hex')}\n`));
    await link(draft, path);
  } catch (caught) {
    if (!hasCode(caught, 'EEXIST')) {
      throw caught;
    }
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
};

/**
 * The 32 bytes in the key file at `path`, where they stand in hexadecimal. The file is made of random bytes (mode
 * 0600, durably) on first use: when neither it nor anything in the ledger at `ledgerPath` exists. Rejects with the
 * fault LEDGER_KEY_UNUSABLE when it is missing beside a ledger that has lines, has another content, or can be read by
 * others than its owner.
 */
export const loadLedgerKey = async (path: string, ledgerPath: string): Promise<Buffer> => {
  try {
    const existing = await readKey(path);
    if (existing !== undefined) {
      return existing;
    }
    await refuseFreshKeyFor(path, ledgerPath);
    await createKey(path);
    const created = await readKey(path);
    if (created === undefined) {
      throw unusable(path, 'vanished while it was made');
    }
    return created;
  } catch (caught) {
    throw caught instanceof Fault
      ? caught
      : unusable(path, `cannot be used: ${describeError(caught)}`, caught);
  }
};
