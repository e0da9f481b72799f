/** What goes wrong with a request. `lose-answer`: the work is done, and nothing comes back; `conflict`: another transaction is at it (DynamoDB). */
export type FaultKind =
  | 'throttle'
  | 'server-error'
  | 'lose-answer'
  | 'lose-request'
  | 'hang'
  | 'deny'
  | 'conflict';

/** Faults that tests plan; each meets the next requests for its action, or for any. */
export interface Faults {
  /** Lets the next `times` requests for `action` (as `StopDBInstance`; any where undefined) go wrong. */
  plan(kind: FaultKind, times: number, action?: string): void;
  /** Runs once, before the next request for the action is looked at: for what happens between two requests. */
  before(action: string, happening: () => void): void;
  /** The fault of this request, which is used up by it. */
  take(action: string): FaultKind | undefined;
}

interface Plan {
  readonly kind: FaultKind;
  readonly action: string | undefined;
  left: number;
}

/** Makes an empty plan. */
export const createFaults = (): Faults => {
  const plans: Plan[] = [];
  const happenings: { readonly action: string; readonly happening: () => void }[] = [];
  return {
    plan: (kind, left, action) => {
      plans.push({ kind, action, left });
    },
    before: (action, happening) => {
      happenings.push({ action, happening });
    },
    take: (action) => {
      const index = happenings.findIndex((each) => each.action === action);
      if (index >= 0) {
        happenings.splice(index, 1)[0]?.happening();
      }
      const next = plans.find(
        (each) => each.left > 0 && (each.action === undefined || each.action === action),
      );
      if (next !== undefined) {
        next.left -= 1;
      }
      return next?.kind;
    },
  };
};
