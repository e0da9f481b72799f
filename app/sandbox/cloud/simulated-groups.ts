import { fail, type Result, succeed } from '../../../lib/kernel/result.ts';
import type {
  GroupFailure,
  IngressRule,
  SecurityGroup,
  SecurityGroups,
  WantedRule,
} from '../../../lib/whitelist/security-groups.ts';

/** What can be made to go wrong with the groups, from the next call on. */
export interface GroupSwitches {
  /** The answer of every call, or undefined where all is well. */
  failure: GroupFailure | undefined;
  /** How many rules are still made or revoked before EC2 takes no more calls; undefined: all. */
  changesLeft: number | undefined;
  /** Inbound rules that each group holds for each IP family. */
  ruleLimit: number;
}

/** Security groups in memory that keep EC2's limits and refuse duplicates as it does. */
export interface SimulatedGroups extends SecurityGroups {
  readonly switches: GroupSwitches;
  /** The rules of a group as they are, without a call. */
  rulesOf(group: string): readonly IngressRule[];
  /** Makes a rule as somebody else would in the console: it is not marked as ours. */
  addUnmanaged(group: string, rule: WantedRule): void;
  /** Puts a group into any state. */
  setRules(group: string, rules: readonly IngressRule[]): void;
}

const noMore: GroupFailure = { kind: 'unavailable', reason: 'RequestLimitExceeded' };

const unknown = (group: string): GroupFailure => ({
  kind: 'refused',
  reason: `InvalidGroup.NotFound: there is no ${group}`,
});

const isV6 = ({ address }: Pick<IngressRule, 'address'>): boolean => address.includes(':');

interface Account {
  readonly switches: GroupSwitches;
  readonly rules: Map<string, readonly IngressRule[]>;
  readonly newRule: (wanted: WantedRule, managed: boolean) => IngressRule;
}

const createAccount = (groups: readonly string[]): Account => {
  let made = 0;
  return {
    switches: { failure: undefined, changesLeft: undefined, ruleLimit: 60 },
    rules: new Map(groups.map((group) => [group, []])),
    newRule: ({ address, port, description }, managed) => {
      made += 1;
      const id = `sgr-${made.toString(16).padStart(17, '0')}`;
      return { id, address, port, description, managed };
    },
  };
};

/** Why the next single change cannot be made; counts it if it can. */
const hindrance = ({ switches }: Account): GroupFailure | undefined => {
  if (switches.changesLeft !== undefined) {
    if (switches.changesLeft === 0) {
      return noMore;
    }
    switches.changesLeft -= 1;
  }
  return undefined;
};

const authorizeOne = (
  account: Account,
  group: string,
  wanted: WantedRule,
): GroupFailure | undefined => {
  const rules = account.rules.get(group) ?? [];
  if (rules.some(({ address, port }) => address === wanted.address && port === wanted.port)) {
    return undefined;
  }
  const family = rules.filter((rule) => isV6(rule) === isV6(wanted));
  if (family.length >= account.switches.ruleLimit) {
    return { kind: 'full', reason: 'RulesPerSecurityGroupLimitExceeded' };
  }
  const hindered = hindrance(account);
  if (hindered === undefined) {
    account.rules.set(group, [...rules, account.newRule(wanted, true)]);
  }
  return hindered;
};

const revokeOne = (account: Account, group: string, id: string): GroupFailure | undefined => {
  const rules = account.rules.get(group) ?? [];
  const left = rules.filter((rule) => rule.id !== id);
  const hindered = left.length === rules.length ? undefined : hindrance(account);
  if (hindered === undefined) {
    account.rules.set(group, left);
  }
  return hindered;
};

/** Makes the changes one after the other, as far as they go. */
const applyEach = async <T>(
  account: Account,
  group: string,
  changes: readonly T[],
  apply: (account: Account, group: string, change: T) => GroupFailure | undefined,
): Promise<Result<undefined, GroupFailure>> => {
  const refusal =
    account.switches.failure ?? (account.rules.has(group) ? undefined : unknown(group));
  if (refusal !== undefined) {
    return fail(refusal);
  }
  for (const change of changes) {
    const failure = apply(account, group, change);
    if (failure !== undefined) {
      return fail(failure);
    }
  }
  return succeed(undefined);
};

/** Makes groups of their own, without rules: their ids by environment. */
export const createSimulatedGroups = (
  groupsByEnvironment: Readonly<Record<string, readonly string[]>>,
): SimulatedGroups => {
  const account = createAccount(Object.values(groupsByEnvironment).flat());
  const { switches, rules } = account;
  const describeGroup = (id: string): SecurityGroup => ({
    id,
    rules: rules.get(id) ?? [],
    ruleLimit: switches.ruleLimit,
    otherRules: { v4: 0, v6: 0 },
  });
  return {
    switches,
    environments: Object.keys(groupsByEnvironment),
    rulesOf: (group) => rules.get(group) ?? [],
    addUnmanaged: (group, wanted) => {
      rules.set(group, [...(rules.get(group) ?? []), account.newRule(wanted, false)]);
    },
    setRules: (group, state) => {
      rules.set(group, state);
    },
    describe: async (environment) => {
      const ids = groupsByEnvironment[environment];
      return switches.failure !== undefined || ids === undefined
        ? fail(switches.failure ?? unknown(`environment ${environment}`))
        : succeed(ids.map(describeGroup));
    },
    authorize: (group, wanted) => applyEach(account, group, wanted, authorizeOne),
    revoke: (group, ids) => applyEach(account, group, ids, revokeOne),
  };
};
