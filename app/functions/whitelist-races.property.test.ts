import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isLive } from '../../lib/whitelist/live.ts';
import { createTestWhitelist } from './whitelist.fixture.ts';

type Whitelist = ReturnType<typeof createTestWhitelist>;

const anyEnvironment = fc.constantFrom('dev', 'staging');

/** A change by somebody, of one of a few addresses: the action and its fields. */
const changeIn = (environment: fc.Arbitrary<string>, addresses: number) => {
  const subject = {
    ip_address: fc.nat(addresses - 1).map((last) => `1.2.3.${last}/32`),
    environment,
  };
  const withTtl = fc.record({ ...subject, ttl_minutes: fc.constantFrom(1, 60) });
  return fc.oneof(
    fc.tuple(fc.constantFrom('add', 'extend'), withTtl),
    fc.tuple(fc.constant('remove'), fc.record(subject)),
  );
};

const anyCall = fc.oneof(
  changeIn(anyEnvironment, 4),
  fc.tuple(fc.constant('refresh'), fc.record({ environment: anyEnvironment })),
  fc.tuple(fc.constant('expire'), fc.constant({})),
);

/** Calls that come at the same moment, how many rules EC2 lets them change, and the time that goes by after them. */
const anyMoment = fc.record({
  calls: fc.array(anyCall, { maxLength: 5 }),
  changes: fc.option(fc.nat(10), { nil: undefined }),
  minutes: fc.constantFrom(0, 1, 61),
});

/** What each group would let in to the one port if it followed the table. */
const wantedRules = async ({ store, clock }: Whitelist, environment: string) => {
  const entries = await store.list(environment);
  return entries
    .filter((each) => isLive(each, clock.now()))
    .map(({ ip_address }) => `${ip_address} 443`)
    .toSorted();
};

describe('any calls at the same moments, whatever goes wrong', () => {
  it('leave groups that the next minute makes what the table says, and no rule of others touched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyMoment, { maxLength: 6 }), async (moments) => {
        const town = createTestWhitelist({ ports: [443] });
        const { call, clock, groups, rulesOf } = town;
        groups.addUnmanaged('sg-1', { address: '1.2.3.0/32', port: 443, description: 'theirs' });
        const [theirs] = groups.rulesOf('sg-1');
        for (const { calls, changes, minutes } of moments) {
          groups.switches.changesLeft = changes;
          await Promise.all(calls.map(([action, fields]) => call(action, fields)));
          await clock.advance(minutes * 60_000);
        }
        groups.switches.changesLeft = undefined;
        await call('expire');
        const dev = await wantedRules(town, 'dev');

        expect(groups.rulesOf('sg-1')).toContainEqual(theirs);
        expect(rulesOf('sg-1')).toEqual([...new Set(['1.2.3.0/32 443', ...dev])].toSorted());
        expect(rulesOf('sg-2')).toEqual(dev);
        expect(rulesOf('sg-3')).toEqual(await wantedRules(town, 'staging'));
      }),
    );
  });
});

/** Lets a call to a port reach it at any moment, and its answer come back at any later one. */
const slowly =
  (scheduler: fc.Scheduler) =>
  <Args extends readonly unknown[], T>(call: (...args: Args) => Promise<T>) =>
  async (...args: Args): Promise<T> => {
    await scheduler.schedule(Promise.resolve());
    return scheduler.schedule(call(...args));
  };

const createSlowWhitelist = (scheduler: fc.Scheduler): Whitelist => {
  const slow = slowly(scheduler);
  const town = createTestWhitelist({
    ports: [443],
    wrapStore: (store) => ({
      list: slow(store.list.bind(store)),
      find: slow(store.find.bind(store)),
      put: slow(store.put.bind(store)),
    }),
  });
  const { groups } = town;
  groups.describe = slow(groups.describe.bind(groups));
  groups.authorize = slow(groups.authorize.bind(groups));
  groups.revoke = slow(groups.revoke.bind(groups));
  return town;
};

describe('changes at the same moment, in whatever order their steps are taken', () => {
  it('leave groups that are as the table says, without waiting for the schedule', async () => {
    const anyBatch = fc.array(changeIn(fc.constant('dev'), 2), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyBatch, anyBatch, async (scheduler, ...batches) => {
        const town = createSlowWhitelist(scheduler);
        for (const batch of batches) {
          const calls = batch.map(([action, fields]) => town.call(action, fields));
          await scheduler.waitFor(Promise.all(calls));
        }

        expect(town.rulesOf('sg-1')).toEqual(await wantedRules(town, 'dev'));
      }),
      { numRuns: 300 },
    );
  });
});
