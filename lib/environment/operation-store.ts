import type { UserInfo } from '../contract/call-header.ts';
import type { OperationProgress } from '../contract/orchestrator.ts';
import type { ServiceScaling } from './cloud.ts';

/** What an operation does to its environment. */
export type OperationKind = 'stop' | 'start' | 'spinup' | 'teardown-services' | 'teardown-full';

/** A database that AWS started again by itself. */
export interface RestartedDatabase {
  readonly id: string;
  /** ISO 8601, UTC: when it was found first. The same restart found again, because it could not be stopped, has the same moment. */
  readonly foundAt: string;
}

/** An operation on an environment, as it is remembered. */
export interface StoredOperation {
  /** As `op-…`. */
  readonly id: string;
  /** `none`: it was cancelled before it began, and what it was to be was never said. */
  readonly kind: OperationKind | 'none';
  /** Empty where the kind is `none`. */
  readonly environment: string;
  readonly by: UserInfo;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** How far it is; the answer to whoever asks again. */
  readonly progress: Pick<OperationProgress, 'state' | 'details' | 'steps'>;
  readonly cancelled: boolean;
  /** What AWS had started again, where the operation was begun because of that. */
  readonly restarted?: readonly RestartedDatabase[];
  /** Counts the writes: a write with an old version loses. */
  readonly version: number;
}

/** An operation of which it is known what it does. */
export interface BegunOperation extends StoredOperation {
  readonly kind: OperationKind;
}

/** What a service was before it was stopped. */
export interface RememberedService {
  readonly service: string;
  /** More than 0, always. */
  readonly desired: number;
  readonly scaling?: ServiceScaling;
}

/** What people want of an environment: the guard stops again what AWS restarted in a stopped one. */
export type WantedState = 'running' | 'stopped' | 'torn-down';

/** What became of the wish to begin an operation. */
export type Begun =
  | { readonly kind: 'begun' }
  /** The same operation id is known: the stored one counts. */
  | { readonly kind: 'known'; readonly operation: StoredOperation }
  /** Another operation holds the environment. */
  | { readonly kind: 'busy'; readonly operation: StoredOperation };

/** Where operations and what services were before live: one table, shared by all invocations. */
export interface OperationStore {
  /**
   * Stores the operation and gives it its environment, atomically: of several at the same moment one begins. Version 1. An operation
   * that is at an end already is stored and holds nothing. `wanted` is what people want of its environment from now on, stored in the
   * same write: by one that begins, and by no other.
   */
  begin(operation: StoredOperation, wanted?: WantedState): Promise<Begun>;
  /** The operation of this id. */
  find(id: string): Promise<StoredOperation | undefined>;
  /**
   * Stores how far it is if nobody has since `operation.version`, as the next version; one at an end lets go of its environment in the
   * same write, in which `wanted` is stored too. Answers false when somebody else was faster, and has stored nothing: look again.
   */
  update(operation: StoredOperation, wanted?: WantedState): Promise<boolean>;
  /** Those that are in progress. */
  running(): Promise<readonly StoredOperation[]>;
  /**
   * The operations that were begun because AWS had started databases again: of each restart at least the last one, for at least seven days
   * after it began. Known as soon as it is begun.
   */
  guarding(): Promise<readonly StoredOperation[]>;
  /** Remembers what a service was. A count of 0, or a second stop, never overwrites what is remembered. */
  remember(environment: string, service: RememberedService): Promise<void>;
  /** What is remembered of the services of an environment. */
  remembered(environment: string): Promise<readonly RememberedService[]>;
  /** Forgets a service that runs again as it did. */
  forget(environment: string, service: string): Promise<void>;
  /** What people want of an environment; `running` where nothing was ever said. */
  wanted(environment: string): Promise<WantedState>;
}
