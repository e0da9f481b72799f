import { Fault } from '../kernel/errors.ts';
import type { LedgerFile } from './ledger-file.ts';

/** Makes lines durable, many at once where many wait. */
export interface GroupCommit {
  /** Why no line is taken at present, as the fault LEDGER_UNWRITABLE; undefined where lines are taken. */
  refusal(): Fault | undefined;
  /** Takes a line (without its newline) and resolves when it is durable. Ask {@link GroupCommit.refusal} first. */
  add(line: string): Promise<void>;
  /** Whether lines are taken, or will be when some of those that wait are written. */
  isOpen(): boolean;
  /** Takes nothing more, finishes what waits, and closes the file. */
  close(): Promise<void>;
}

/** What a group commit works on. */
export interface GroupCommitPorts {
  readonly file: LedgerFile;
  /** Where the file is, for messages. */
  readonly path: string;
  /** The bytes in the file, all of them durable. */
  readonly size: number;
  /** How many lines may wait; 10,000 unless told otherwise. */
  readonly limit?: number;
}

interface WaitingLine {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

const unwritable = (path: string, reason: string, cause?: unknown): Fault =>
  new Fault('LEDGER_UNWRITABLE', `the ledger ${path} takes nothing more: ${reason}`, { cause });

/** Resolves with the number of bytes written when all of them are durable. */
const writeBatch = async (file: LedgerFile, batch: readonly WaitingLine[]): Promise<number> => {
  const bytes = Buffer.concat(batch.map((line) => line.bytes));
  await file.write(bytes);
  await file.sync();
  return bytes.length;
};

/** Cuts the file to what is durable, and tells whether that worked. */
const cutBack = async (file: LedgerFile, durable: number): Promise<string> => {
  try {
    await file.truncate(durable);
    await file.sync();
    return 'what was refused is not in it';
  } catch {
    return 'what was refused may be in it after all';
  }
};

interface CommitState {
  readonly file: LedgerFile;
  readonly path: string;
  /** How many bytes of the file are durable. */
  durable: number;
  waiting: WaitingLine[];
  /** Settles when nothing waits any more; undefined as soon as that is so. */
  running: Promise<void> | undefined;
  /** Why nothing is taken any more. */
  stopped: Fault | undefined;
}

const failClosed = async (
  state: CommitState,
  batch: readonly WaitingLine[],
  cause: unknown,
): Promise<void> => {
  const { file, path, durable } = state;
  state.stopped = unwritable(path, 'writing to it failed', cause);
  const remains = await cutBack(file, durable);
  const reason = `writing to it failed; ${remains}. Mend the disk, then restart`;
  const fault = unwritable(path, reason, cause);
  state.stopped = fault;
  for (const { reject } of [...batch, ...state.waiting]) {
    reject(fault);
  }
  state.waiting = [];
};

const writeWaiting = async (state: CommitState): Promise<void> => {
  while (state.waiting.length > 0) {
    const batch = state.waiting;
    state.waiting = [];
    try {
      state.durable += await writeBatch(state.file, batch);
      for (const { resolve } of batch) {
        resolve();
      }
    } catch (caught) {
      await failClosed(state, batch, caught);
    }
  }
  // In the same turn as the last look at what waits, or a line that is added in between would never be written.
  state.running = undefined;
};

/**
 * Writes in the background: what was added while a write and its fdatasync run goes into the next one, without a
 * timer. If one of them fails, nobody knows what the disk holds of it (after a failed fsync, Linux forgets the
 * pages that it could not write), so everything that waits and comes later is refused until a restart. What was
 * refused is cut off again if the disk still allows, lest a restart carries out what was answered with "repeat".
 */
export const createGroupCommit = (ports: GroupCommitPorts): GroupCommit => {
  const { file, path, size, limit = 10_000 } = ports;
  const state: CommitState = {
    file,
    path,
    durable: size,
    waiting: [],
    running: undefined,
    stopped: undefined,
  };
  let closing: Promise<void> | undefined;

  const closeAfter = async (last: Promise<void> | undefined): Promise<void> => {
    await last;
    await file.close();
  };

  return {
    refusal: () =>
      state.stopped ??
      (state.waiting.length >= limit
        ? new Fault('LEDGER_UNWRITABLE', `${limit} appends wait for the ledger ${path}: too many`)
        : undefined),
    add: (line) =>
      new Promise((resolve, reject) => {
        state.waiting.push({ bytes: Buffer.from(`${line}\n`), resolve, reject });
        state.running ??= writeWaiting(state);
      }),
    isOpen: () => state.stopped === undefined,
    close: () => {
      state.stopped ??= unwritable(path, 'it is closed');
      closing ??= closeAfter(state.running);
      return closing;
    },
  };
};
