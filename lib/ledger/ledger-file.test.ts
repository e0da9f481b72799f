import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../kernel/clock.ts';
import { openFileLedger } from './file-ledger.ts';
import type { OpenedLedger } from './ledger.ts';

const key = Buffer.alloc(32, 7);

describe('a ledger whose file somebody touches', () => {
  let folder: string;
  let opened: OpenedLedger;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quartermaster-ledger-'));
    opened = await openFileLedger({ path: join(folder, 'ledger.jsonl'), key, clock: systemClock });
  });
  afterEach(async () => {
    await opened.ledger.close();
    await rm(folder, { recursive: true, force: true });
  });
  const append = (version: number): Promise<unknown> =>
    opened.ledger.append('request/req-abc123', version, [{ event: 'x', actor: 'system:test' }]);

  it.each(['deleted', 'moved away'])('takes nothing more when it was %s', async (how) => {
    await append(0);
    const path = join(folder, 'ledger.jsonl');
    await (how === 'deleted' ? rm(path) : rename(path, `${path}.elsewhere`));

    await expect(append(1)).rejects.toMatchObject({ code: 'LEDGER_UNWRITABLE' });

    expect(opened.ledger.isWritable()).toBe(false);
    await expect(append(1)).rejects.toMatchObject({ code: 'LEDGER_UNWRITABLE' });
  });

  it('cannot be opened a second time by another name', async () => {
    const other = join(folder, 'other.jsonl');
    await symlink(join(folder, 'ledger.jsonl'), other);

    await expect(openFileLedger({ path: other, key, clock: systemClock })).rejects.toMatchObject({
      code: 'LEDGER_LOCKED',
    });
  });

  it('cannot be opened a second time when its lock file was taken away', async () => {
    await rm(join(folder, 'ledger.jsonl.lock'));

    await expect(
      openFileLedger({ path: join(folder, 'ledger.jsonl'), key, clock: systemClock }),
    ).rejects.toMatchObject({ code: 'LEDGER_LOCKED' });
  });
});
