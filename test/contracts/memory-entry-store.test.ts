import { createMemoryEntryStore } from '../../app/sandbox/cloud/memory-entry-store.ts';
import { describeEntryStore } from './entry-store.contract.ts';

describeEntryStore('memory', async () => ({
  store: createMemoryEntryStore(),
  dispose: async () => {},
}));
