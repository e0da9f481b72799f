import type { ArgValues } from '../command/spec.ts';
import type { OperationId, PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Effect, Facts } from '../operation/operation.ts';

/** Where a request stands. The last four are ends: nothing follows them. */
export type RequestStatus =
  | 'pending'
  | 'approved'
  | 'running'
  | 'done'
  | 'failed'
  | 'denied'
  | 'cancelled';

/** A distinct human who said yes. */
export interface Approval {
  readonly by: PrincipalId;
  /** The request (the click or command) that carried it; the same one repeated gets the same answer. */
  readonly cause: RequestId;
}

/** Who asked, as they were known then: a request that runs needs them although they may be gone. */
export interface Requester {
  readonly id: PrincipalId;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
}

/** What was asked for. Only a void puts other effects, and another need, in the place of the first ones. */
export interface Proposal {
  readonly id: RequestId;
  /** The operation's name and its arguments, from which the plan is made again before it runs. */
  readonly operation: string;
  readonly args: ArgValues;
  readonly requester: Requester;
  readonly facts: Facts;
  /** What approvers approve, with its hash (SHA-256 over the canonical JSON). */
  readonly effects: readonly Effect[];
  readonly effectsHash: string;
  /** How many distinct approvals it needs; 0: the policy approved it. */
  readonly needed: number;
  /** The policies that said so. */
  readonly policies: readonly string[];
  readonly operationId: OperationId;
  /** The conversation in which it was asked for, where that is known. */
  readonly channel?: string;
}

/** How a request ended, or what stopped it. */
export interface Ending {
  readonly by?: PrincipalId;
  /** The denier's reason, or the failure in one sentence. */
  readonly reason?: string;
  readonly code?: string;
}

/** What a request would do, and what that takes; found out anew, it takes the place of what was proposed. */
export type Wanted = Pick<Proposal, 'facts' | 'effects' | 'effectsHash' | 'needed' | 'policies'>;

/** A request for something that needs more than a command: the aggregate of the approval workflow. */
export interface ApprovalRequest extends Proposal {
  readonly status: RequestStatus;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly approvals: readonly Approval[];
  /** What people's clicks and commands came to that took effect; the same one repeated gets the same answer. */
  readonly answers: Readonly<Record<RequestId, 'done' | 'counted'>>;
  /** Present iff the status is denied, cancelled or failed. */
  readonly ending?: Ending;
  /** What came of it; present iff the status is done. */
  readonly result?: Facts;
  /** Why earlier approvals no longer count; present iff that happened since the last approval. */
  readonly voided?: string;
}

/** Whether nothing follows any more. */
export const isEnded = ({ status }: ApprovalRequest): boolean =>
  status === 'done' || status === 'failed' || status === 'denied' || status === 'cancelled';
