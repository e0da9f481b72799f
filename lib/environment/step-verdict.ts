import type { OperationProgress } from '../contract/orchestrator.ts';
import type { CloudCommand } from './cloud.ts';
import type { RememberedService } from './operation-store.ts';

/** How far one step is, as it is stored and answered. */
export type Step = OperationProgress['steps'][number];

/** What one look at one resource says about its step, and what has to be done next. */
export interface StepVerdict {
  readonly state: Step['state'];
  readonly detail?: string;
  /** Sent one after the other; the first that fails ends the chain for this look. */
  readonly commands?: readonly CloudCommand[];
  /** Remembered before the first command. */
  readonly remember?: RememberedService;
  /** The service whose memory is of no more use. */
  readonly forget?: string;
}

/** Nothing to do; `why` for people, as `it was stopped already`. */
export const skipped = (why: string): StepVerdict => ({ state: 'skipped', detail: why });

/** It cannot be done; `why` says what to do about it. */
export const failed = (why: string): StepVerdict => ({ state: 'failed', detail: why });

/** Under way; `what` for people, with the commands that this look asks for. */
export const running = (what: string, commands: readonly CloudCommand[]): StepVerdict => ({
  state: 'running',
  detail: what,
  commands,
});

/** Whether nothing more happens to a step. */
export const isEnded = (state: Step['state']): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'skipped';

/**
 * Whether this operation has had a hand in the resource. A step is stored as running before its first command is sent, so that what is
 * pending or skipped was surely not touched.
 */
export const isOurs = (before: Step | undefined): boolean =>
  before?.state === 'running' || before?.state === 'succeeded';

/**
 * Nothing to send at this look; `what` for people says what is waited for. Running where this operation has sent something before, and pending
 * where it has not: a cancellation would still keep it from that.
 */
export const waiting = (before: Step | undefined, what: string): StepVerdict => ({
  state: isOurs(before) ? 'running' : 'pending',
  detail: what,
});

/** The end of a step: done by this operation, or (`found`) not. */
export const reached = (before: Step | undefined, found: string): StepVerdict =>
  isOurs(before) ? { state: 'succeeded' } : skipped(found);
