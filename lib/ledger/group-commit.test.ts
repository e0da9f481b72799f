import { describe, expect, it } from '@jest/globals';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import type { LedgerFile } from './ledger-file.ts';

interface FakeFile extends LedgerFile {
  content: string;
  readonly calls: string[];
  /** Lets the write that runs go on to its end; `error` makes it fail after half of its bytes. */
  finish(error?: Error): Promise<void>;
  truncateError: Error | undefined;
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise(setImmediate);
  }
};

/** A file whose syncs wait until the test finishes them. */
const createFakeFile = (): FakeFile => {
  let unblock: ((error?: Error) => void) | undefined;
  return {
    content: '',
    calls: [],
    truncateError: undefined,
    async *read() {},
    async write(bytes) {
      this.content += Buffer.from(bytes).toString();
      this.calls.push('write');
      await new Promise<void>((resolve, reject) => {
        unblock = (error) => (error === undefined ? resolve() : reject(error));
      });
    },
    async sync() {
      this.calls.push('sync');
    },
    async truncate(size) {
      if (this.truncateError !== undefined) {
        throw this.truncateError;
      }
      this.content = this.content.slice(0, size);
      this.calls.push('truncate');
    },
    async close() {
      this.calls.push('close');
    },
    async finish(error) {
      unblock?.(error);
      await settle();
    },
  };
};

const start = (limit?: number): { file: FakeFile; commit: GroupCommit } => {
  const file = createFakeFile();
  file.content = 'old\n';
  const ports = { file, path: 'ledger.jsonl', size: 4 };
  return { file, commit: createGroupCommit(limit === undefined ? ports : { ...ports, limit }) };
};

describe('the group commit', () => {
  it('takes what queued during one write into the next, in order', async () => {
    const { file, commit } = start();
    const done: string[] = [];
    for (const line of ['a', 'b', 'c']) {
      void commit.add(line).then(() => done.push(line));
    }
    await settle();
    expect(file.content).toBe('old\na\n');
    expect(done).toEqual([]);
    await file.finish();
    expect(file.content).toBe('old\na\nb\nc\n');
    expect(done).toEqual(['a']);
    await file.finish();
    expect(done).toEqual(['a', 'b', 'c']);
    expect(file.calls).toEqual(['write', 'sync', 'write', 'sync']);
  });

  it('refuses above its limit, and takes again when it has caught up', async () => {
    const { file, commit } = start(2);
    const all = ['a', 'b', 'c'].map((line) => commit.add(line));
    expect(commit.refusal()).toMatchObject({
      code: 'LEDGER_UNWRITABLE',
      message: '2 appends wait for the ledger ledger.jsonl: too many',
    });
    expect(commit.isOpen()).toBe(true);
    await file.finish();
    expect(commit.refusal()).toBeUndefined();
    await file.finish();
    expect(await Promise.all(all)).toHaveLength(3);
  });

  it('refuses all that waits and comes when a write fails, and cuts off what was refused', async () => {
    const { file, commit } = start();
    const cause = new Error('ENOSPC: no space left on device, write');
    const outcomes = Promise.allSettled(['a', 'b'].map((line) => commit.add(line)));
    await file.finish(cause);
    const reason = expect.objectContaining({
      code: 'LEDGER_UNWRITABLE',
      message:
        'the ledger ledger.jsonl takes nothing more: writing to it failed; what was refused is not in it. Mend the disk, then restart',
      cause,
    });
    expect(await outcomes).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    expect(file.content).toBe('old\n');
    expect(file.calls).toEqual(['write', 'truncate', 'sync']);
    expect(commit.isOpen()).toBe(false);
    expect(commit.refusal()).toEqual(reason);
  });

  it('keeps what was durable before the failure', async () => {
    const { file, commit } = start();
    const first = commit.add('a');
    await file.finish();
    await first;
    const second = commit.add('b');
    await Promise.all([expect(second).rejects.toThrow('failed'), file.finish(new Error('EIO'))]);
    expect(file.content).toBe('old\na\n');
  });

  it('says so when what was refused could not be cut off', async () => {
    const { file, commit } = start();
    file.truncateError = new Error('EIO: i/o error, ftruncate');
    const added = commit.add('a');
    await Promise.all([
      expect(added).rejects.toThrow('what was refused may be in it after all'),
      file.finish(new Error('EIO')),
    ]);
  });

  it('closes the file after the last line that waits, once', async () => {
    const { file, commit } = start();
    const all = ['a', 'b'].map((line) => commit.add(line));
    const closed = [commit.close(), commit.close()];
    expect(commit.refusal()?.message).toBe(
      'the ledger ledger.jsonl takes nothing more: it is closed',
    );
    await file.finish();
    expect(file.calls).not.toContain('close');
    await file.finish();
    await Promise.all([...all, ...closed]);
    expect(file.calls).toEqual(['write', 'sync', 'write', 'sync', 'close']);
  });
});
