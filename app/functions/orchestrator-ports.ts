import { operationIdSchema } from '../../lib/contract/call-header.ts';
import type { OperationProgress } from '../../lib/contract/orchestrator.ts';
import type { Cloud } from '../../lib/environment/cloud.ts';
import type { OperationStore, StoredOperation } from '../../lib/environment/operation-store.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Log } from '../../lib/kernel/log.ts';

/** What the orchestrator works on. */
export interface OrchestratorPorts {
  readonly cloud: Cloud;
  readonly store: OperationStore;
  readonly clock: Clock;
  /** Hears what the minute schedule did and could not do. */
  readonly log?: Log;
}

/** The answer to whoever asks how far an operation is. */
export const progressOf = ({ id, progress }: StoredOperation): OperationProgress => ({
  success: true,
  operation_id: operationIdSchema.parse(id),
  state: progress.state,
  details: { ...progress.details },
  steps: [...progress.steps],
});
