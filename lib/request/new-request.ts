import type { ArgValues } from '../command/spec.ts';
import type { EpochMillis } from '../kernel/clock.ts';
import type { Operation, OperationContext, Plan } from '../operation/operation.ts';
import type { Decision } from '../policy/policy.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';

/** A new request, as the flow brings it. */
export interface NewRequest {
  readonly operation: Operation;
  readonly args: ArgValues;
  readonly plan: Plan;
  readonly context: OperationContext;
  /** When its command came in, which may be long before it is opened. */
  readonly receivedAt: EpochMillis;
  /** How many approvals the policy asks for, and which policies said so. */
  readonly decision: Extract<Decision, { kind: 'permit' }>;
  /** The conversation in which it was asked for, where that is known. */
  readonly channel?: string;
  /** For which incident approvals were passed over that it would have needed. */
  readonly incident?: string;
}

/**
 * What became of a wish. `approved`: whoever wishes it has approved it for somebody else. `joined`: somebody has asked for the
 * same, and both are told what comes of it. `own`: it was the same person. `ended`: the same has ended while the wish was on its
 * way. `taken`: somebody has asked for something else under the same name.
 */
export interface Opened {
  readonly kind: 'opened' | 'joined' | 'own' | 'ended' | 'approved' | 'taken';
  /** The request that stands for the wish now; of `taken`, the one that is in the way. */
  readonly request: ApprovalRequest;
}

/** A request with what became of a command on it. */
export interface Taken {
  readonly request: ApprovalRequest;
  readonly verdict: Verdict;
}

/** Records what a command comes to. Rejects as the ledger does. */
export type ChangeRequest = (
  subject: Pick<ApprovalRequest, 'id' | 'operation'>,
  command: RequestCommand,
) => Promise<Taken>;
