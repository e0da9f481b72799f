import type { Result } from '../kernel/result.ts';

/** A service of an environment. */
export interface ServiceState {
  /** As `api`. */
  readonly name: string;
  /** One word for people, as `RUNNING` or `STOPPED`. */
  readonly status: string;
  /** How many tasks should run, and how many do. */
  readonly desired: number;
  readonly running: number;
}

/** A database of an environment. */
export interface DatabaseState {
  /** As `acme-dev-db`. */
  readonly id: string;
  /** The word that RDS uses, as `available`, `stopping` or `stopped`. */
  readonly status: string;
}

/** What there is in an environment, in a stable order. */
export interface EnvironmentState {
  readonly services: readonly ServiceState[];
  readonly databases: readonly DatabaseState[];
}

/** Why an environment could not be described. `known` are the names of those that there are. */
export type CloudFailure =
  | { readonly kind: 'unknown-environment'; readonly known: readonly string[] }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The cloud account in which the environments live. */
export interface Cloud {
  /** Looks at the environment of that name; changes nothing. */
  describe(environment: string): Promise<Result<EnvironmentState, CloudFailure>>;
}
