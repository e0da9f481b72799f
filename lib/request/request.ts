import type { ArgValues } from '../command/spec.ts';
import type { OperationId, PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Effect, Facts } from '../operation/operation.ts';

/** Where a request stands. The last five are ends: nothing follows them. */
export type RequestStatus =
  | 'pending'
  | 'approved'
  | 'running'
  | 'done'
  | 'failed'
  | 'denied'
  | 'cancelled'
  | 'expired';

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

/** Until when a request waits, and for what; each ISO 8601, UTC. What is absent never comes. */
export interface Deadlines {
  /** When approvers are reminded. */
  readonly remindAt?: string;
  /** When others are asked too. */
  readonly escalateAt?: string;
  /** When it is given up. */
  readonly expiresAt?: string;
}

/** Somebody who asked for what was asked for already: they are told what comes of it. */
export interface Joiner extends Requester {
  /** The request (the command) that carried it. */
  readonly cause: RequestId;
  /** What they asked for, as their own plan had it. */
  readonly facts: Facts;
}

/** An approval that was passed over, by somebody who may, for an incident. */
export interface BrokenGlass {
  readonly incident: string;
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
  /** Who may approve it, as far as that was found out when it began to wait; absent while that is not known. */
  readonly asked?: readonly PrincipalId[];
  readonly deadlines: Deadlines;
  /** Present iff approvals that it would have needed were passed over. */
  readonly brokenGlass?: BrokenGlass;
}

/** How a request ended, or what stopped it. */
export interface Ending {
  readonly by?: PrincipalId;
  /** The denier's reason, or the failure in one sentence. */
  readonly reason?: string;
  readonly code?: string;
}

/** What a request would do, and what that takes; found out anew, it takes the place of what was proposed. */
export type Wanted = Pick<
  Proposal,
  'facts' | 'effects' | 'effectsHash' | 'needed' | 'policies' | 'deadlines'
>;

/** A request for something that needs more than a command: the aggregate of the approval workflow. */
export interface ApprovalRequest extends Proposal {
  readonly status: RequestStatus;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly approvals: readonly Approval[];
  /** What people's clicks and commands came to that took effect; the same one repeated gets the same answer. */
  readonly answers: Readonly<Record<RequestId, 'done' | 'counted'>>;
  /** Present iff the status is denied, cancelled, expired or failed. */
  readonly ending?: Ending;
  /** What came of it; present iff the status is done. */
  readonly result?: Facts;
  /** Why earlier approvals no longer count; present iff that happened since the last approval. */
  readonly voided?: string;
  /** Since when it waits: since its creation or the last void. */
  readonly waitingSince: string;
  /** Whether approvers were reminded since then. */
  readonly isReminded: boolean;
  /** Who was asked besides the approvers; absent until it was escalated, which happens once. */
  readonly escalatedTo?: readonly PrincipalId[];
  readonly joiners: readonly Joiner[];
  /** Who has looked at it afterwards; only of one for which the glass was broken. */
  readonly reviewedBy?: PrincipalId;
  /** When its execution was begun; absent of one that has not been. */
  readonly startedAt?: string;
  /** When it had all the approvals that it needed, last. */
  readonly approvedAt?: string;
  /** Present iff it has ended. */
  readonly endedAt?: string;
}

/** Whether nothing follows any more. */
export const isEnded = ({ status }: ApprovalRequest): boolean =>
  status === 'done' ||
  status === 'failed' ||
  status === 'denied' ||
  status === 'cancelled' ||
  status === 'expired';

/** Whether the glass was broken for it and nobody has looked at that yet. */
export const needsReview = ({ brokenGlass, reviewedBy }: ApprovalRequest): boolean =>
  brokenGlass !== undefined && reviewedBy === undefined;
