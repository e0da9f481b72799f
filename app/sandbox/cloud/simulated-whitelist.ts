import type { Clock } from '../../../lib/kernel/clock.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { defaultAddressRules } from '../../../lib/whitelist/address.ts';
import type { EntryStore } from '../../../lib/whitelist/entry-store.ts';
import { createIpWhitelist } from '../../functions/ip-whitelist.ts';
import { createMemoryEntryStore } from './memory-entry-store.ts';
import { createSimulatedGroups, type SimulatedGroups } from './simulated-groups.ts';

/** The whitelist function, and the world that it works on. */
export interface SimulatedWhitelist {
  readonly handler: ReturnType<typeof createIpWhitelist>;
  readonly store: EntryStore;
  readonly groups: SimulatedGroups;
}

/** The groups of each environment: those of its two load balancers. */
const groupsByEnvironment = {
  dev: ['sg-00000000000000d01', 'sg-00000000000000d02'],
  staging: ['sg-00000000000000501', 'sg-00000000000000502'],
  prod: ['sg-00000000000000a01', 'sg-00000000000000a02'],
};

const nothing = (): void => undefined;
const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Makes a whitelist of dev, staging and prod that lets nobody in yet; two of them share nothing. */
export const createSimulatedWhitelist = (clock: Clock): SimulatedWhitelist => {
  const store = createMemoryEntryStore();
  const groups = createSimulatedGroups(groupsByEnvironment);
  const rules = defaultAddressRules;
  const handler = createIpWhitelist({ store, groups, clock, rules, log: silent });
  return { handler, store, groups };
};
