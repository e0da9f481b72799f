import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { Fault } from '../kernel/errors.ts';
import { createPrivateFolder, syncFolder } from './private-file.ts';

/** The operations on a file that a ledger needs; every one rejects as the file system does. */
export interface LedgerFile {
  /** The whole content from the beginning, in pieces. */
  read(): AsyncIterable<Uint8Array>;
  /** Writes all the bytes at the end. They are durable only after {@link LedgerFile.sync}. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything written is durable, and is where the next start will look for it. */
  sync(): Promise<void>;
  /** Cuts the file to `size` bytes. */
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

const pieceSize = 1024 * 1024;

async function* readPieces(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const piece = Buffer.allocUnsafe(pieceSize);
    const { bytesRead } = await handle.read(piece, 0, pieceSize, position);
    if (bytesRead === 0) {
      return;
    }
    position += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

/**
 * Somebody may move or delete the file under us: what is written then goes where no restart looks. Rejects unless `path` still
 * leads to the open file.
 */
const checkPlace = async (path: string, handle: FileHandle): Promise<void> => {
  const [there, ours] = await Promise.all([stat(path), handle.stat()]);
  if (there.ino !== ours.ino || there.dev !== ours.dev) {
    throw new Error(`${path} is another file now`);
  }
};

/**
 * Opens the file at `path` for reading and appending; makes it (mode 0600) and its folder (0700) durably if missing. The
 * kernel's lock on the file itself keeps out whoever comes by another name, as a symbolic link; LEDGER_LOCKED then.
 */
export const openLedgerFile = async (path: string): Promise<LedgerFile> => {
  await createPrivateFolder(dirname(path));
  const handle = await open(path, 'a+', 0o600);
  if (!tryLock(handle.fd)) {
    await handle.close();
    throw new Fault(
      'LEDGER_LOCKED',
      `another process writes the file behind ${path}: stop it first`,
    );
  }
  await syncFolder(dirname(path));
  return {
    read: () => readPieces(handle),
    write: (bytes) => handle.appendFile(bytes),
    sync: async () => {
      await handle.datasync();
      await checkPlace(path, handle);
    },
    truncate: (size) => handle.truncate(size),
    close: () => handle.close(),
  };
};
