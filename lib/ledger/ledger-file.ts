import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createPrivateFolder, syncFolder } from './private-file.ts';

/** The operations on a file that a ledger needs; every one rejects as the file system does. */
export interface LedgerFile {
  /** The whole content from the beginning, in pieces. */
  read(): AsyncIterable<Uint8Array>;
  /** Writes all the bytes at the end. They are durable only after {@link LedgerFile.sync}. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything written is durable. */
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

/** Opens the file at `path` for reading and appending; makes it (mode 0600) and its folder (0700) durably if missing. */
export const openLedgerFile = async (path: string): Promise<LedgerFile> => {
  await createPrivateFolder(dirname(path));
  const handle = await open(path, 'a+', 0o600);
  await syncFolder(dirname(path));
  return {
    read: () => readPieces(handle),
    write: (bytes) => handle.appendFile(bytes),
    sync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    close: () => handle.close(),
  };
};
