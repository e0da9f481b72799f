import { describe, expect, it } from '@jest/globals';
import { toIsoTime } from '../kernel/clock.ts';
import { entryOf, now } from './any-entry.fixture.ts';
import type { StoredEntry } from './entry-store.ts';
import { managedPorts, reconcile } from './reconcile.ts';
import type { IngressRule, SecurityGroup } from './security-groups.ts';

const ruleOf = (id: string, changed: Partial<IngressRule> = {}): IngressRule => ({
  id,
  address: '1.2.3.4/32',
  port: 443,
  managed: true,
  description: 'chatops:dev/1.2.3.4/32 by=U0DANA',
  ...changed,
});

const groupOf = (changed: Partial<SecurityGroup> = {}): SecurityGroup => ({
  id: 'sg-1',
  rules: [],
  ruleLimit: 60,
  otherRules: { v4: 0, v6: 0 },
  ...changed,
});

const planOf = (entries: readonly StoredEntry[], group: SecurityGroup, ports = [443]) => {
  const plans = reconcile({ entries, groups: [group], ports, now });
  expect(plans).toHaveLength(1);
  return plans[0];
};

const empty = { group: 'sg-1', authorize: [], revoke: [], unmanaged: [], full: [] };
const ended = (how: 'removed' | 'expired') => ({ at: toIsoTime(now), how });

describe('reconcile', () => {
  it('lets a live entry in to every port, with a description of where it comes from', () => {
    const description = 'chatops:dev/1.2.3.4/32 by=U0DANA';

    expect(planOf([entryOf()], groupOf(), [...managedPorts])).toEqual({
      ...empty,
      authorize: [80, 443, 7233].map((port) => ({ address: '1.2.3.4/32', port, description })),
    });
  });

  it('makes only the rules that are missing', () => {
    const group = groupOf({ rules: [ruleOf('sgr-1')] });

    expect(planOf([entryOf()], group, [80, 443])?.authorize).toMatchObject([{ port: 80 }]);
  });

  it('plans for each group by itself', () => {
    const groups = [groupOf(), groupOf({ id: 'sg-2', rules: [ruleOf('sgr-1')] })];

    expect(reconcile({ entries: [entryOf()], groups, ports: [443], now })).toMatchObject([
      { group: 'sg-1', authorize: [{ port: 443 }] },
      { group: 'sg-2', authorize: [] },
    ]);
  });

  it.each([
    ['a live entry', entryOf(), []],
    ['one that was extended', entryOf({ expires_at: '2027-01-01T00:00:00.000Z', version: 2 }), []],
    ['one that somebody else added anew', entryOf({ added_by: 'U0GWEN' }), []],
    ['one whose time is over this very moment', entryOf({ expires_at: toIsoTime(now) }), ['sgr-1']],
    ['a removed entry', entryOf({ ended: ended('removed') }), ['sgr-1']],
    ['an expired entry', entryOf({ ended: ended('expired') }), ['sgr-1']],
    ['the entry of another address', entryOf({ ip_address: '1.2.3.5/32' }), ['sgr-1']],
  ])('for %s revokes what it should of our rules', (_, entry, revoke) => {
    expect(planOf([entry], groupOf({ rules: [ruleOf('sgr-1')] }))?.revoke).toEqual(revoke);
  });

  it('revokes our rules on ports that are not ours any more', () => {
    const rules = [ruleOf('sgr-1'), ruleOf('sgr-2', { port: 8_080 })];

    expect(planOf([entryOf()], groupOf({ rules }))).toEqual({ ...empty, revoke: ['sgr-2'] });
  });

  it('revokes the second of two rules of ours that do the same', () => {
    const rules = [ruleOf('sgr-1'), ruleOf('sgr-2')];

    expect(planOf([entryOf()], groupOf({ rules }))).toEqual({ ...empty, revoke: ['sgr-2'] });
  });

  it('leaves rules that are not ours, and tells of those on our ports', () => {
    const theirs = ruleOf('sgr-1', { managed: false, address: '9.9.9.9/32' });
    const elsewhere = ruleOf('sgr-2', { managed: false, port: 22 });

    expect(planOf([], groupOf({ rules: [theirs, elsewhere] }))).toEqual({
      ...empty,
      unmanaged: [theirs],
    });
  });

  it('makes no second rule where another’s does the same', () => {
    const theirs = ruleOf('sgr-1', { managed: false });

    expect(planOf([entryOf()], groupOf({ rules: [theirs] }), [80, 443])).toMatchObject({
      authorize: [{ port: 80 }],
      revoke: [],
      unmanaged: [theirs],
    });
  });
});

describe('the room in a group', () => {
  const older = entryOf({ ip_address: '1.2.3.9/32', added_at: toIsoTime(now - 2_000) });
  const younger = entryOf({ ip_address: '1.2.3.1/32', added_at: toIsoTime(now - 1_000) });
  const v6 = entryOf({ ip_address: '2600:1f18::1/128' });

  it('goes to the oldest entries, whatever the order of the table', () => {
    const plan = planOf([younger, older], groupOf({ ruleLimit: 1 }));

    expect(plan?.authorize).toMatchObject([{ address: older.ip_address }]);
    expect(plan?.full).toEqual([younger]);
  });

  it('of two of the same age, goes to the lower address', () => {
    const same = { added_at: older.added_at };
    const plan = planOf([entryOf({ ...older, ...same }), entryOf({ ...younger, ...same })], {
      ...groupOf({ ruleLimit: 1 }),
    });

    expect(plan?.full.map(({ ip_address }) => ip_address)).toEqual(['1.2.3.9/32']);
  });

  it('goes to an entry for all of its ports or not at all, and then to the next that fits', () => {
    const rules = [ruleOf('sgr-1', { address: younger.ip_address, port: 80 })];
    const plan = planOf([older, younger], groupOf({ ruleLimit: 2, rules }), [80, 443]);

    expect(plan?.full).toEqual([older]);
    expect(plan?.authorize).toMatchObject([{ address: younger.ip_address, port: 443 }]);
  });

  it('counts what stays, what others need and not what is revoked', () => {
    const rules = [
      ruleOf('sgr-1', { address: '1.1.1.1/32' }),
      ruleOf('sgr-2', { address: '2.2.2.2/32', managed: false, port: 22 }),
    ];
    const tight = { rules, ruleLimit: 3 };

    expect(planOf([older], groupOf({ ...tight, otherRules: { v4: 1, v6: 0 } }))).toMatchObject({
      revoke: ['sgr-1'],
      full: [],
    });
    expect(planOf([older], groupOf({ ...tight, otherRules: { v4: 2, v6: 0 } }))).toMatchObject({
      authorize: [],
      full: [older],
    });
  });

  it('is of each family for itself', () => {
    const plan = planOf([older, v6], groupOf({ ruleLimit: 1, otherRules: { v4: 1, v6: 0 } }));

    expect(plan?.authorize).toMatchObject([{ address: v6.ip_address }]);
    expect(plan?.full).toEqual([older]);
  });

  it('is never made by putting out who is in', () => {
    const rules = [ruleOf('sgr-1', { address: younger.ip_address })];

    expect(planOf([older, younger], groupOf({ rules, ruleLimit: 1 }))).toEqual({
      ...empty,
      full: [older],
    });
  });

  it('is twenty addresses for three ports in a group of the usual size', () => {
    const table = Array.from({ length: 21 }, (_, index) =>
      entryOf({ ip_address: `1.2.3.${index}/32`, added_at: toIsoTime(now + index) }),
    );

    expect(planOf(table, groupOf(), [...managedPorts])?.full).toEqual(table.slice(20));
  });
});
