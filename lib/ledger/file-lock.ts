import { open } from 'node:fs/promises';
import { tryLock } from 'fs-native-extensions';
import { Fault } from '../kernel/errors.ts';

/** Gives a lock free. */
export type ReleaseLock = () => Promise<void>;

/**
 * Takes the exclusive lock on the file at `path`, which is created (mode 0600) if it is not there and stays when
 * the lock is free again. The kernel holds it, so a process that is killed leaves nothing stale behind. Rejects with
 * the fault LEDGER_LOCKED if somebody else has it, in this process or another.
 */
export const takeFileLock = async (path: string): Promise<ReleaseLock> => {
  const handle = await open(path, 'a', 0o600);
  try {
    if (!tryLock(handle.fd)) {
      throw new Fault(
        'LEDGER_LOCKED',
        `another process holds ${path}: stop it (fuser ${path} finds it), or give this one a ledger file of its own`,
      );
    }
  } catch (caught) {
    await handle.close();
    throw caught;
  }
  return () => handle.close();
};
