import type { Identify } from './identity/principal.ts';
import type { Clock } from './kernel/clock.ts';
import type { IdSource } from './kernel/ids.ts';
import type { Log } from './kernel/log.ts';
import type { AttemptLog } from './operation/attempt-log.ts';
import type { Catalogue } from './operation/catalogue.ts';
import type { ChangeLimit } from './operation/change-limit.ts';
import type { FindFreeze } from './operation/freeze.ts';
import type { Policy } from './policy/policy.ts';
import type { Workflow } from './request/workflow.ts';

/** What the flow is made of. */
export interface House {
  readonly catalogue: Catalogue;
  readonly attempts: AttemptLog;
  readonly changeLimit: ChangeLimit;
  readonly identify: Identify;
  readonly policy: Policy;
  readonly findFreeze: FindFreeze;
  readonly workflow: Workflow;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly log: Log;
}
