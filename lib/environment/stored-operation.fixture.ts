import type { StoredOperation } from './operation-store.ts';

/** A stop of dev that Dana has begun and that goes on, but for what is said otherwise. */
export const storedOperationOf = (others: Partial<StoredOperation> = {}): StoredOperation => ({
  id: 'op-aaaaaa',
  kind: 'stop',
  environment: 'dev',
  by: { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' },
  startedAt: '2026-01-05T09:00:00.000Z',
  progress: { state: 'in_progress', details: {}, steps: [] },
  cancelled: false,
  version: 1,
  ...others,
});
