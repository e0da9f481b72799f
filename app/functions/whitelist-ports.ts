import type { Clock } from '../../lib/kernel/clock.ts';
import type { Log } from '../../lib/kernel/log.ts';
import type { AddressRules } from '../../lib/whitelist/address.ts';
import type { EntryStore } from '../../lib/whitelist/entry-store.ts';
import type { SecurityGroups } from '../../lib/whitelist/security-groups.ts';

/** What the whitelist function works on. */
export interface WhitelistPorts {
  readonly store: EntryStore;
  readonly groups: SecurityGroups;
  readonly clock: Clock;
  readonly log: Log;
  /** The function's own rules: it lets nothing in that they refuse, whatever the daemon thinks. */
  readonly rules: AddressRules;
  /** The TCP ports to which addresses are let in. */
  readonly ports: readonly number[];
}
