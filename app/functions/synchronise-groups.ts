import { describeError } from '../../lib/kernel/errors.ts';
import { type Result, succeed } from '../../lib/kernel/result.ts';
import type { StoredEntry } from '../../lib/whitelist/entry-store.ts';
import { type GroupPlan, reconcile } from '../../lib/whitelist/reconcile.ts';
import type { GroupFailure } from '../../lib/whitelist/security-groups.ts';
import type { WhitelistPorts } from './whitelist-ports.ts';

/** What became of the groups of an environment. */
export interface Synchronisation {
  /** Rules over all groups: made, revoked, and found on our ports without being ours. */
  readonly added: number;
  readonly removed: number;
  readonly unmanaged: number;
  /** Live entries that some group has no room for. */
  readonly full: readonly StoredEntry[];
  /** What was in the way first; the rest was done all the same. */
  readonly failure?: GroupFailure;
}

/** One look changes what is to be changed, the next sees whether others have been at it; a third one ends that. */
const mostLooks = 3;

/**
 * Plans from the groups first and the table after them: a rule that stands in a group had its entry in the table before, so
 * that nobody's address is taken for one that is not let in.
 */
const look = async (
  { groups, store, ports, clock }: WhitelistPorts,
  environment: string,
): Promise<Result<readonly GroupPlan[], GroupFailure>> => {
  const described = await groups.describe(environment);
  if (!described.ok) {
    return described;
  }
  const entries = await store.list(environment);
  return succeed(reconcile({ entries, groups: described.value, ports, now: clock.now() }));
};

/** What was really changed, each rule once, however often it was asked for. */
interface Done {
  readonly added: Set<string>;
  readonly removed: Set<string>;
}

const carryOut = async (
  { groups }: WhitelistPorts,
  { group, revoke, authorize }: GroupPlan,
  done: Done,
): Promise<GroupFailure | undefined> => {
  const revoked = revoke.length > 0 ? await groups.revoke(group, revoke) : succeed(undefined);
  if (revoked.ok) {
    revoke.forEach((id) => done.removed.add(id));
  }
  const authorized =
    authorize.length > 0 ? await groups.authorize(group, authorize) : succeed(undefined);
  if (authorized.ok) {
    authorize.forEach(({ address, port }) => done.added.add(`${group} ${address} ${port}`));
  }
  return revoked.ok ? (authorized.ok ? undefined : authorized.error) : revoked.error;
};

const isEmpty = ({ authorize, revoke }: GroupPlan): boolean =>
  authorize.length === 0 && revoke.length === 0;

const converge = async (ports: WhitelistPorts, environment: string): Promise<Synchronisation> => {
  const done: Done = { added: new Set(), removed: new Set() };
  let plans: readonly GroupPlan[] = [];
  let failure: GroupFailure | undefined;
  for (let looks = 0; looks < mostLooks && failure === undefined; looks += 1) {
    const planned = await look(ports, environment);
    if (!planned.ok) {
      failure = planned.error;
      break;
    }
    plans = planned.value;
    if (plans.every(isEmpty)) {
      break;
    }
    for (const plan of plans) {
      const hindrance = await carryOut(ports, plan, done);
      failure ??= hindrance;
    }
  }
  const full = new Map(plans.flatMap((plan) => plan.full).map((each) => [each.ip_address, each]));
  return {
    added: done.added.size,
    removed: done.removed.size,
    unmanaged: plans.reduce((count, { unmanaged }) => count + unmanaged.length, 0),
    full: [...full.values()],
    ...(failure === undefined ? {} : { failure }),
  };
};

const report = (
  { log }: WhitelistPorts,
  environment: string,
  { added, removed, unmanaged, full, failure }: Synchronisation,
): void => {
  if (added + removed > 0) {
    log.info('whitelist.synchronised', { environment, added, removed, unmanaged });
  }
  if (full.length > 0) {
    const addresses = full.map(({ ip_address }) => ip_address);
    log.warn('whitelist.full', { environment, addresses });
  }
  if (failure !== undefined) {
    log.warn('whitelist.not_synchronised', { environment, ...failure });
  }
};

/**
 * Makes the groups of an environment let in whom the table lets in, as far as they can be reached, and logs what it did. It
 * never rejects: the table was written before, and the next run does what is left over.
 */
export const synchroniseGroups = async (
  ports: WhitelistPorts,
  environment: string,
): Promise<Synchronisation> => {
  let outcome: Synchronisation;
  try {
    outcome = await converge(ports, environment);
  } catch (caught) {
    const failure = { kind: 'unavailable', reason: describeError(caught) } as const;
    outcome = { added: 0, removed: 0, unmanaged: 0, full: [], failure };
  }
  report(ports, environment, outcome);
  return outcome;
};
