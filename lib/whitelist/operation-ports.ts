import type { Clock } from '../kernel/clock.ts';
import type { FunctionInvoker } from '../operation/function-invoker.ts';
import type { AddressRules } from './address.ts';

/** The environments that have a whitelist, from the configuration. */
export interface WhitelistEnvironments {
  /** By name, in the order in which they are shown. */
  readonly all: ReadonlyMap<string, { readonly protected: boolean }>;
  /** Taken where none is named; one of `all`. */
  readonly byDefault: string;
}

/** What the operations on the whitelist work with. */
export interface WhitelistOperationPorts {
  readonly environments: WhitelistEnvironments;
  readonly functions: FunctionInvoker;
  /** What the daemon lets people ask for; the function has rules of its own. */
  readonly rules: AddressRules;
  /** The time to live where none is given, as `30d`. */
  readonly defaultTtl: string;
  readonly clock: Clock;
  /** Hears that an entry was extended or removed. */
  readonly onChange: (environment: string, address: string) => void;
}
