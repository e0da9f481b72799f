import type { Millis } from '../kernel/clock.ts';
import type { EnvironmentState } from './cloud.ts';
import type { OperationKind, RememberedService } from './operation-store.ts';
import { isEnded, type Step, type StepVerdict } from './step-verdict.ts';

/** What a look at an operation goes by. */
export interface PlanningInput {
  /** As `op-…`. */
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly state: EnvironmentState;
  readonly remembered: readonly RememberedService[];
  /** The steps as they were stored last, by name; empty at the first look. */
  readonly before: ReadonlyMap<string, Step>;
  /** Why this operation stops databases, where it is not because people asked. */
  readonly because?: string;
}

/** Whether a phase may begin: `wait` for what comes before it, or never, because that failed. */
export type Gate =
  | { readonly kind: 'open' }
  | { readonly kind: 'wait'; readonly detail: string }
  | { readonly kind: 'blocked'; readonly detail: string };

/** One resource that an operation is about. */
export interface Target {
  /** The name of its step. */
  readonly name: string;
  /** The counter of `details` that counts it when it is done. */
  readonly counter: string;
  readonly judge: (before: Step | undefined, gate: Gate) => StepVerdict;
}

/** What was found out about a target at this look. */
export interface Judged {
  readonly target: Target;
  readonly verdict: StepVerdict;
}

/** Targets that may be worked on side by side. */
export interface Phase {
  readonly targets: readonly Target[];
  /** How long after the operation began its steps must have ended. */
  readonly limit: Millis;
  /** Asked once the phases before have been judged. */
  readonly gate: (earlier: readonly Judged[]) => Gate;
}

/** The gate of a phase that waits for nothing. */
export const open: Gate = { kind: 'open' };

const namesOf = (judged: readonly Judged[]): string =>
  judged.map(({ target }) => target.name).join(', ');

/** Blocked when one of these failed. */
export const unlessFailed = (judged: readonly Judged[]): Gate => {
  const failures = judged.filter(({ verdict }) => verdict.state === 'failed');
  return failures.length === 0
    ? open
    : { kind: 'blocked', detail: `left as it is, because of ${namesOf(failures)}` };
};

/** Waits until each of these has ended, however it ended. */
export const whenEnded = (judged: readonly Judged[]): Gate => {
  const going = judged.filter(({ verdict }) => !isEnded(verdict.state));
  return going.length === 0 ? open : { kind: 'wait', detail: `waits for ${namesOf(going)}` };
};

/** The first of these gates that is not open. */
export const firstClosed = (...gates: readonly Gate[]): Gate =>
  gates.find(({ kind }) => kind === 'blocked') ?? gates.find(({ kind }) => kind === 'wait') ?? open;

/**
 * The name of a database's step: its id, unless a service has the same name. A name that is in use stays, for the service may go.
 */
export const databaseStepName = (id: string, { state, before }: PlanningInput): string => {
  const longer = `database ${id}`;
  return before.has(longer) || state.services.some(({ name }) => name === id) ? longer : id;
};

/** What is remembered of the service of this name. */
export const memoryOf = (
  service: string,
  { remembered }: PlanningInput,
): RememberedService | undefined => remembered.find((memory) => memory.service === service);

/** How long a phase of services, of databases, of snapshots and of one stack may take, beside those before it. */
export const limits = {
  services: 30 * 60_000,
  databases: 60 * 60_000,
  snapshots: 120 * 60_000,
  stack: 120 * 60_000,
} as const satisfies Record<string, Millis>;
