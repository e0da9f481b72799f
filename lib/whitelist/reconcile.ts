import type { EpochMillis } from '../kernel/clock.ts';
import type { StoredEntry } from './entry-store.ts';
import { familyOf, type IpFamily } from './ip-range.ts';
import { isLive } from './live.ts';
import { ruleDescription } from './rule-description.ts';
import type { IngressRule, SecurityGroup, WantedRule } from './security-groups.ts';

/** HTTP, HTTPS, and gRPC of Temporal. */
export const managedPorts: readonly number[] = [80, 443, 7233];

/** What is known, and what time it is. */
export interface Reconcilable {
  /** The entries of one environment, those that have ended included. */
  readonly entries: readonly StoredEntry[];
  /** Its groups as they are. */
  readonly groups: readonly SecurityGroup[];
  readonly ports: readonly number[];
  readonly now: EpochMillis;
}

/** What is to be done to a group so that it lets in who should be: first revoke, then authorize. */
export interface GroupPlan {
  readonly group: string;
  readonly authorize: readonly WantedRule[];
  /** Ids of rules of ours. */
  readonly revoke: readonly string[];
  /** Rules on our ports that are not ours; they stay. */
  readonly unmanaged: readonly IngressRule[];
  /** Live entries that the group has no room for, the oldest first. */
  readonly full: readonly StoredEntry[];
}

const keyOf = ({ address, port }: Pick<IngressRule, 'address' | 'port'>): string =>
  `${address} ${port}`;

const byAge = (one: StoredEntry, other: StoredEntry): number =>
  Date.parse(one.added_at) - Date.parse(other.added_at) ||
  (one.ip_address < other.ip_address ? -1 : 1);

const wantedOf = (entry: StoredEntry, ports: readonly number[]): readonly WantedRule[] =>
  ports.map((port) => ({ address: entry.ip_address, port, description: ruleDescription(entry) }));

/** The rules of ours that nobody needs: their entry is not live, or another rule of ours does the same. */
const surplusOf = (rules: readonly IngressRule[], needed: ReadonlySet<string>): Set<string> => {
  const kept = new Set<string>();
  const surplus = new Set<string>();
  for (const rule of rules) {
    if (rule.managed) {
      const key = keyOf(rule);
      if (!needed.has(key) || kept.has(key)) {
        surplus.add(rule.id);
      }
      kept.add(key);
    }
  }
  return surplus;
};

const roomOf = (
  { ruleLimit, otherRules }: SecurityGroup,
  staying: readonly IngressRule[],
): Record<IpFamily, number> => {
  const room = (family: IpFamily): number =>
    ruleLimit -
    otherRules[family] -
    staying.filter(({ address }) => familyOf(address) === family).length;
  return { v4: room('v4'), v6: room('v6') };
};

const planGroup = (
  group: SecurityGroup,
  live: readonly StoredEntry[],
  ports: readonly number[],
): GroupPlan => {
  const needed = new Set(live.flatMap((entry) => wantedOf(entry, ports)).map(keyOf));
  const surplus = surplusOf(group.rules, needed);
  const staying = group.rules.filter(({ id }) => !surplus.has(id));
  const present = new Set(staying.map(keyOf));
  const room = roomOf(group, staying);
  const authorize: WantedRule[] = [];
  const full: StoredEntry[] = [];
  for (const entry of live) {
    const missing = wantedOf(entry, ports).filter((rule) => !present.has(keyOf(rule)));
    const family = familyOf(entry.ip_address);
    if (missing.length === 0) {
      continue;
    }
    if (missing.length > room[family]) {
      full.push(entry);
    } else {
      room[family] -= missing.length;
      authorize.push(...missing);
    }
  }
  return {
    group: group.id,
    authorize,
    revoke: [...surplus],
    unmanaged: group.rules.filter(({ managed, port }) => !managed && ports.includes(port)),
    full,
  };
};

/**
 * How the groups of an environment come to let in those whose entries are live, and by our rules nobody else. A pure function;
 * carried out once, it has nothing left to do. Rules that are not ours are never touched; one that lets the same address in to
 * the same port stands for ours, because EC2 takes no second one. What is let in already stays; the room that is left goes to
 * the oldest entries first, to each for all of its ports or not at all.
 */
export const reconcile = ({ entries, groups, ports, now }: Reconcilable): readonly GroupPlan[] => {
  const live = entries.filter((entry) => isLive(entry, now)).toSorted(byAge);
  return groups.map((group) => planGroup(group, live, ports));
};
