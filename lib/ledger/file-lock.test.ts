import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { takeFileLock } from './file-lock.ts';

const holder = `
  const { openSync } = require('node:fs');
  const { tryLock } = require(process.argv[1]);
  process.stdout.write(String(tryLock(openSync(process.argv[2], 'a'))));
  setInterval(() => {}, 1000);
`;

let folder: string;
let path: string;
let child: ChildProcess | undefined;

/** A process that holds the lock until it is killed. */
const holdElsewhere = async (): Promise<ChildProcess> => {
  const locks = createRequire(__filename).resolve('fs-native-extensions');
  const started = spawn(process.execPath, ['-e', holder, locks, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const said = await once(started.stdout, 'data');
  expect(said.join('')).toBe('true');
  return started;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-lock-'));
  path = join(folder, 'ledger.jsonl.lock');
});

afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  child = undefined;
  await rm(folder, { recursive: true });
});

describe('the lock on a file', () => {
  it('is refused while another process holds it, with what to do about it', async () => {
    await holdElsewhere();
    await expect(takeFileLock(path)).rejects.toMatchObject({
      code: 'LEDGER_LOCKED',
      message: `another process holds ${path}: stop it (fuser ${path} finds it), or give this one a ledger file of its own`,
    });
  });

  it('is free as soon as the process that held it was killed', async () => {
    const other = await holdElsewhere();
    other.kill('SIGKILL');
    await once(other, 'exit');
    const release = await takeFileLock(path);
    expect(release).toBeInstanceOf(Function);
    await release();
  });

  it('is held until it is released, and then taken by the next', async () => {
    const release = await takeFileLock(path);
    await expect(takeFileLock(path)).rejects.toMatchObject({ code: 'LEDGER_LOCKED' });
    await release();
    const again = await takeFileLock(path);
    await again();
  });
});
