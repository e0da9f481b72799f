import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { createMemoryLedger, type MemoryLedger } from '../../lib/ledger/memory-ledger.ts';
import { describeLedger } from './ledger-contract.ts';

describeLedger('memory', async () => {
  let current: MemoryLedger | undefined;
  return {
    open: async () => {
      const history = current?.history ?? [];
      current = createMemoryLedger({ clock: createManualClock(), history });
      return { ledger: current, history, warnings: [] };
    },
    failNext: () => current?.failNext(),
    dispose: async () => {},
  };
});
