import type { Result } from '../kernel/result.ts';

/** The autoscaling of a service: its bounds, and which of its kinds of scaling are suspended. */
export interface ServiceScaling {
  readonly min: number;
  readonly max: number;
  readonly suspended: {
    readonly dynamicIn: boolean;
    readonly dynamicOut: boolean;
    readonly scheduled: boolean;
  };
}

/** A service of an environment. */
export interface ServiceState {
  /** As `api`. */
  readonly name: string;
  /** One word for people, as `RUNNING` or `STOPPED`. */
  readonly status: string;
  /** How many tasks should run, and how many do. */
  readonly desired: number;
  readonly running: number;
  /** Undefined where nothing scales it. */
  readonly scaling?: ServiceScaling;
  /** The task count in its tag `chatops:desired`, a mirror for people of what is remembered. */
  readonly taggedDesired?: number;
  /** Why it is never stopped, as `its tag NightlyTeardown says skip` or `a daemon service runs on every instance`. */
  readonly exempt?: string;
}

/** A database of an environment: an RDS instance, or an Aurora cluster, which is stopped as a whole. */
export interface DatabaseState {
  /** As `acme-dev-db`; unique among instances and clusters together. */
  readonly id: string;
  readonly kind: 'instance' | 'cluster';
  /** The word that RDS uses, as `available`, `stopping` or `stopped`. */
  readonly status: string;
  /** Why it can never be stopped, as `it is a read replica` or `Aurora Serverless v1 cannot be stopped`. */
  readonly exempt?: string;
}

/** A stack that a full teardown deletes and a spinup recreates. */
export interface StackState {
  readonly name: string;
  /** CloudFormation's word, as `CREATE_COMPLETE`, or `ABSENT` where there is no such stack. */
  readonly status: string;
  /** CloudFormation's reason for a failed state, where it gives one. */
  readonly statusReason?: string;
  /** The types of what it holds, each once, as `AWS::ECS::Service`; empty for an absent stack. */
  readonly resourceTypes: readonly string[];
  /** Whether CloudFormation refuses to delete it. */
  readonly terminationProtected: boolean;
  /** The databases of the environment that go with it. */
  readonly databases: readonly string[];
  /** Why it is never deleted, as `it has no tag Environment=dev`. */
  readonly exempt?: string;
}

/** A last snapshot of a database, by the id that the teardown gave it. */
export interface SnapshotState {
  readonly id: string;
  readonly database: string;
  /** RDS's word, as `creating` or `available`. */
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** What there is in an environment, in a stable order. */
export interface EnvironmentState {
  readonly services: readonly ServiceState[];
  readonly databases: readonly DatabaseState[];
  readonly stacks: readonly StackState[];
  /** Those that a teardown of ours made (tag `chatops:operation`), newest first. */
  readonly snapshots: readonly SnapshotState[];
}

/** Why an environment could not be described. `known` are the names of those that there are. */
export type CloudFailure =
  | { readonly kind: 'unknown-environment'; readonly known: readonly string[] }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** One idempotent change of one resource; sent twice, it does no more than once. */
export type CloudCommand =
  /** Sets the least number of tasks to 0 and suspends every kind of scaling: before the count goes to 0, so that nothing wakes it. */
  | { readonly do: 'suspend-scaling'; readonly service: string }
  /** Puts the bounds and the suspended kinds back: after the count is back, because bounds force the count at once. */
  | { readonly do: 'restore-scaling'; readonly service: string; readonly scaling: ServiceScaling }
  | { readonly do: 'set-desired'; readonly service: string; readonly desired: number }
  /** Writes the tag `chatops:desired`; `0` never. */
  | { readonly do: 'tag-desired'; readonly service: string; readonly desired: number }
  | { readonly do: 'stop-database' | 'start-database'; readonly database: string }
  | {
      readonly do: 'snapshot-database';
      readonly database: string;
      readonly snapshot: string;
      readonly operationId: string;
    }
  | { readonly do: 'delete-stack'; readonly stack: string; readonly operationId: string }
  /** Creates it from its template, its databases restored from these snapshots (by database id). */
  | {
      readonly do: 'create-stack';
      readonly stack: string;
      readonly operationId: string;
      readonly snapshots: Readonly<Record<string, string>>;
    };

/**
 * Why a command was not carried out. `wait`: the resource is in a state in which it cannot be done yet; `gone`: there is no such
 * resource; `unavailable`: throttled, or no answer, and it may have been carried out; `refused`: it never will, as access denied.
 */
export type CommandFailure = {
  readonly kind: 'wait' | 'gone' | 'unavailable' | 'refused';
  readonly reason: string;
};

/** The cloud account in which the environments live. */
export interface Cloud {
  /** The environments of its configuration, by name; `protected` ones are never stopped or torn down. */
  readonly environments: ReadonlyMap<string, { readonly protected: boolean }>;
  /** Looks at the environment of that name; changes nothing. */
  describe(environment: string): Promise<Result<EnvironmentState, CloudFailure>>;
  /** Sends one command about a resource of that environment; resolves when the cloud has taken it, not when it is done. */
  send(environment: string, command: CloudCommand): Promise<Result<undefined, CommandFailure>>;
}
