import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { openFileLedger } from '../../lib/ledger/file-ledger.ts';
import type { Ledger } from '../../lib/ledger/ledger.ts';
import { openLedgerFile } from '../../lib/ledger/ledger-file.ts';
import { describeLedger } from './ledger-contract.ts';

describeLedger('file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  let current: Ledger | undefined;
  let failing = false;
  return {
    open: async () => {
      failing = false;
      const opened = await openFileLedger({
        path: join(folder, 'ledger.jsonl'),
        key: Buffer.alloc(32, 7),
        clock: createManualClock(),
        openFile: async (path) => {
          const file = await openLedgerFile(path);
          return {
            ...file,
            sync: async () => {
              if (failing) {
                failing = false;
                throw new Error('EIO: i/o error, fdatasync');
              }
              await file.sync();
            },
          };
        },
      });
      current = opened.ledger;
      return opened;
    },
    failNext: () => {
      failing = true;
    },
    dispose: async () => {
      await current?.close();
      await rm(folder, { recursive: true });
    },
  };
});
