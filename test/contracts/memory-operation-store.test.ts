import { createMemoryOperationStore } from '../../app/sandbox/cloud/memory-operation-store.ts';
import { describeOperationStore } from './operation-store.contract.ts';

describeOperationStore('memory', async () => ({
  store: createMemoryOperationStore(),
  dispose: async () => {},
}));
