import { dirname } from 'node:path';
import { type Clock, toIsoTime } from '../kernel/clock.ts';
import { describeError, Fault } from '../kernel/errors.ts';
import { type ReleaseLock, takeFileLock } from './file-lock.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import type { Ledger, OpenedLedger } from './ledger.ts';
import { type LedgerFile, openLedgerFile } from './ledger-file.ts';
import { sealLine } from './ledger-line.ts';
import { appendPrivateFile, createPrivateFolder } from './private-file.ts';
import { type Replay, replay } from './replay.ts';
import { type Redact, toStorableEvents } from './storable-events.ts';
import { createStreamVersions } from './stream-versions.ts';

/** What a file ledger is made of. */
export interface FileLedgerPorts {
  /** Where the file is; `<path>.lock` stands beside it, and `<path>.torn-<time>` where a write was cut short. */
  readonly path: string;
  /** The key of the chain. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  /** Takes the secrets out of events before they are written; leaves all as it is if absent. */
  readonly redact?: Redact;
  /** How the file is opened, once the lock is held; {@link openLedgerFile} unless a test says otherwise. */
  readonly openFile?: (path: string) => Promise<LedgerFile>;
}

/**
 * Brings the end of the file in order and returns what a person should know of it. A torn line was never
 * acknowledged: it goes into a file of its own. A last line that lacks nothing but its newline stays: it may be
 * acknowledged and have lost the newline later (in an editor, in a copy); and that an unacknowledged append is found
 * after a crash can happen in any case, between the writing and the acknowledgement.
 */
const mendEnd = async (
  { path, clock }: FileLedgerPorts,
  file: LedgerFile,
  { link, size, torn, unended }: Replay,
): Promise<readonly string[]> => {
  if (unended) {
    await file.write(Buffer.from('\n'));
    await file.sync();
    return [
      `line ${link.seq} of the ledger ${path} had no newline at its end; it is whole, and kept`,
    ];
  }
  if (torn.length === 0) {
    return [];
  }
  const aside = `${path}.torn-${toIsoTime(clock.now()).replaceAll(':', '')}`;
  await appendPrivateFile(aside, torn);
  await file.truncate(size);
  await file.sync();
  return [
    `the last write to the ledger ${path} was cut short: its ${torn.length} bytes after line ${link.seq} ` +
      `were never acknowledged and are set aside in ${aside}`,
  ];
};

const closeAll = async (commit: GroupCommit, release: ReleaseLock): Promise<void> => {
  try {
    await commit.close();
  } finally {
    await release();
  }
};

const createLedger = (
  { path, key, clock, redact = (value) => value }: FileLedgerPorts,
  file: LedgerFile,
  { events: history, link, size, unended }: Replay,
  release: ReleaseLock,
): Ledger => {
  const versions = createStreamVersions(history);
  const commit = createGroupCommit({ file, path, size: size + (unended ? 1 : 0) });
  let last = link;
  let closing: Promise<void> | undefined;
  return {
    // Everything before the await happens in one turn, so the order of the calls is the order of the lines.
    append: async (stream, expectedVersion, events) => {
      const refusal = commit.refusal();
      if (refusal !== undefined) {
        throw refusal;
      }
      const storable = toStorableEvents(events, redact);
      const timestamp = toIsoTime(clock.now());
      const line =
        storable.length > 0 && sealLine(key, last, { timestamp, stream, events: storable });
      versions.claim(stream, expectedVersion, storable.length);
      if (!line) {
        return [];
      }
      last = line.link;
      await commit.add(line.text);
      return line.events;
    },
    isWritable: () => commit.isOpen(),
    close: () => {
      closing ??= closeAll(commit, release);
      return closing;
    },
  };
};

const openLocked = async (ports: FileLedgerPorts, release: ReleaseLock): Promise<OpenedLedger> => {
  const file = await (ports.openFile ?? openLedgerFile)(ports.path);
  try {
    const found = await replay(ports.path, ports.key, file.read());
    const warnings = await mendEnd(ports, file, found);
    return { ledger: createLedger(ports, file, found, release), history: found.events, warnings };
  } catch (caught) {
    await file.close();
    throw caught;
  }
};

const toOpeningFault = (path: string, caught: unknown): Fault =>
  caught instanceof Fault
    ? caught
    : new Fault('LEDGER_UNWRITABLE', `cannot open the ledger ${path}: ${describeError(caught)}`, {
        cause: caught,
      });

/**
 * Opens the ledger in a file, made on first use: one JSON line per append (see {@link sealLine}), fsynced before the
 * append resolves, and verified here from the first to the last. Rejects with the fault LEDGER_LOCKED when another
 * process has it open, LEDGER_BROKEN when a line is not what was written, and LEDGER_UNWRITABLE when the file system
 * refuses. The key shows damage and strangers' changes; who can read the key can also forge the file.
 */
export const openFileLedger = async (ports: FileLedgerPorts): Promise<OpenedLedger> => {
  try {
    await createPrivateFolder(dirname(ports.path));
    const release = await takeFileLock(`${ports.path}.lock`);
    try {
      return await openLocked(ports, release);
    } catch (caught) {
      await release();
      throw caught;
    }
  } catch (caught) {
    throw toOpeningFault(ports.path, caught);
  }
};
