import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { anyAddress, anyTable, now } from './any-entry.fixture.ts';
import type { StoredEntry } from './entry-store.ts';
import { familyOf } from './ip-range.ts';
import { isLive } from './live.ts';
import { type GroupPlan, managedPorts, reconcile } from './reconcile.ts';
import type { IngressRule, SecurityGroup } from './security-groups.ts';

const anyRules: fc.Arbitrary<readonly IngressRule[]> = fc
  .array(
    fc.record({
      address: anyAddress,
      port: fc.constantFrom(22, ...managedPorts),
      managed: fc.boolean(),
      description: fc.constant(''),
    }),
    { maxLength: 30 },
  )
  .map((rules) => rules.map((rule, index) => ({ ...rule, id: `sgr-${index}` })));

const anyGroup = (id: string): fc.Arbitrary<SecurityGroup> =>
  fc.record({
    id: fc.constant(id),
    rules: anyRules,
    ruleLimit: fc.constantFrom(5, 20, 60),
    otherRules: fc.record({ v4: fc.nat(6), v6: fc.nat(6) }),
  });

const anyGroups = fc.tuple(anyGroup('sg-1'), anyGroup('sg-2'));

const keysOf = (rules: readonly { readonly address: string; readonly port: number }[]) =>
  rules.map(({ address, port }) => `${address} ${port}`);

const carryOut = (group: SecurityGroup, plan: Pick<GroupPlan, 'revoke' | 'authorize'>) => ({
  ...group,
  rules: [
    ...group.rules.filter(({ id }) => !plan.revoke.includes(id)),
    ...plan.authorize.map((rule, index) => ({ ...rule, managed: true, id: `sgr-new-${index}` })),
  ],
});

/** The plans of both groups, each with its group. */
const plansFor = (entries: readonly StoredEntry[], groups: readonly SecurityGroup[]) =>
  reconcile({ entries, groups, ports: managedPorts, now }).flatMap((plan) =>
    groups.filter(({ id }) => id === plan.group).map((group) => ({ plan, group })),
  );

const ruleCount = ({ rules, otherRules }: SecurityGroup, family: 'v4' | 'v6'): number =>
  otherRules[family] + rules.filter(({ address }) => familyOf(address) === family).length;

describe('reconcile, whatever the table and the groups', () => {
  it('has nothing left to do after one pass', () => {
    fc.assert(
      fc.property(anyTable, anyGroups, (entries, groups) => {
        const first = plansFor(entries, groups);
        const after = first.map(({ plan, group }) => carryOut(group, plan));

        expect(reconcile({ entries, groups: after, ports: managedPorts, now })).toEqual(
          first.map(({ plan }) => ({ ...plan, authorize: [], revoke: [] })),
        );
      }),
    );
  });

  it('lets in by our rules those who are live and had room, to every port, and nobody else', () => {
    fc.assert(
      fc.property(anyTable, anyGroups, (entries, groups) => {
        const live = entries.filter((entry) => isLive(entry, now));
        const addresses = new Set(live.map(({ ip_address }) => ip_address));
        for (const { plan, group } of plansFor(entries, groups)) {
          const { rules } = carryOut(group, plan);
          const ours = rules.filter(({ managed }) => managed);
          const open = new Set(keysOf(rules));
          const due = live.filter((each) => !plan.full.includes(each));

          expect(ours.filter(({ address }) => !addresses.has(address))).toEqual([]);
          expect(new Set(keysOf(ours)).size).toBe(ours.length);
          expect(
            due
              .flatMap(({ ip_address }) => managedPorts.map((port) => `${ip_address} ${port}`))
              .filter((key) => !open.has(key)),
          ).toEqual([]);
        }
      }),
    );
  });

  it('never touches a rule that is not ours, and makes none that is there', () => {
    fc.assert(
      fc.property(anyTable, anyGroups, (entries, groups) => {
        for (const { plan, group } of plansFor(entries, groups)) {
          const staying = group.rules.filter(({ id }) => !plan.revoke.includes(id));
          const theirs = group.rules.filter(({ managed }) => !managed);

          expect(staying).toEqual(expect.arrayContaining(theirs));
          expect(keysOf(plan.authorize).filter((key) => keysOf(staying).includes(key))).toEqual([]);
          expect(plan.unmanaged).toEqual(theirs.filter(({ port }) => managedPorts.includes(port)));
        }
      }),
    );
  });

  it('makes no rule beyond the limit of a family', () => {
    fc.assert(
      fc.property(anyTable, anyGroups, fc.constantFrom('v4', 'v6'), (entries, groups, family) => {
        const growing = plansFor(entries, groups).filter(({ plan }) =>
          plan.authorize.some(({ address }) => familyOf(address) === family),
        );
        for (const { plan, group } of growing) {
          expect(ruleCount(carryOut(group, plan), family)).toBeLessThanOrEqual(group.ruleLimit);
        }
      }),
    );
  });

  it('comes to rest after a pass of which only a part was carried out', () => {
    fc.assert(
      fc.property(anyTable, anyGroups, fc.nat(20), fc.nat(20), (entries, groups, some, more) => {
        const half = plansFor(entries, groups).map(({ plan, group }) =>
          carryOut(group, {
            revoke: plan.revoke.slice(0, some),
            authorize: some < plan.revoke.length ? [] : plan.authorize.slice(0, more),
          }),
        );
        const whole = plansFor(entries, half).map(({ plan, group }) => carryOut(group, plan));
        for (const { plan } of plansFor(entries, whole)) {
          expect(plan).toMatchObject({ authorize: [], revoke: [] });
        }
      }),
    );
  });
});
