import type { PrincipalId, RequestId } from '../kernel/ids.ts';
import type { Facts } from '../operation/operation.ts';
import type { Proposal, Requester, Wanted } from './request.ts';

/** What can be asked of a request. Whether the person may ask it is the policy's business, before this. */
export type RequestCommand =
  | { readonly do: 'open'; readonly proposal: Proposal }
  | {
      readonly do: 'approve';
      readonly by: PrincipalId;
      readonly cause: RequestId;
      /** The first characters of the hash of the effects that were seen; without it, the present ones are meant. */
      readonly plan?: string;
      /** Set where a crash came between the command and this: without a plan, it means no effects that were found out since. */
      readonly isCarriedOn?: true;
    }
  | {
      readonly do: 'deny';
      readonly by: PrincipalId;
      readonly reason: string;
      readonly cause: RequestId;
    }
  | {
      readonly do: 'cancel';
      readonly by: PrincipalId;
      readonly cause: RequestId;
      /** Whether one that is approved and has not begun is cancelled too. */
      readonly alsoApproved?: boolean;
    }
  | {
      /** Ask for the same: whoever joins is told what comes of it. */
      readonly do: 'join';
      readonly by: PrincipalId;
      readonly cause: RequestId;
      readonly joiner: Requester;
      /** What their own plan was about. */
      readonly facts: Facts;
    }
  /** Sign off afterwards what somebody has broken the glass for. */
  | { readonly do: 'review'; readonly by: PrincipalId; readonly cause: RequestId }
  | { readonly do: 'void'; readonly reason: string; readonly wanted: Wanted }
  /** Who may approve it was found out. */
  | { readonly do: 'ask'; readonly asked: readonly PrincipalId[] }
  | { readonly do: 'remind' }
  | { readonly do: 'escalate'; readonly to: readonly PrincipalId[] }
  | { readonly do: 'expire'; readonly reason: string }
  | { readonly do: 'start' }
  | { readonly do: 'finish'; readonly result: Facts }
  | { readonly do: 'fail'; readonly code: string; readonly reason: string };

/**
 * What became of a command. `done`: it took effect, now or when the same cause asked before. `counted`: the
 * approval counts, more are needed. `repeated`: this person had approved, or joined, already. `changed`: they have seen another plan
 * than the present one. `late`: the request has gone on, or was never there, and nothing changed.
 */
export type Verdict = 'done' | 'counted' | 'repeated' | 'changed' | 'late';

/** A command that a person has given. */
export type HumanCommand = Extract<RequestCommand, { readonly cause: RequestId }>;
