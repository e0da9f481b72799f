import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Makes the names in a folder durable: fsync of a file alone does not keep its name over a loss of power. */
export const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes the folder and those above it that are missing (mode 0700), durably. */
export const createPrivateFolder = async (path: string): Promise<void> => {
  const firstMade = await mkdir(path, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) {
    return;
  }
  const top = dirname(resolve(firstMade));
  let folder = dirname(resolve(path));
  await syncFolder(folder);
  while (folder !== top) {
    folder = dirname(folder);
    await syncFolder(folder);
  }
};

/**
 * Writes bytes to the end of the file at `path`, which is made (mode 0600) if it is not there, and resolves when they
 * and the file's name are durable.
 */
export const appendPrivateFile = async (path: string, bytes: Uint8Array): Promise<void> => {
  const handle = await open(path, 'a', 0o600);
  try {
    await handle.appendFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(path));
};
