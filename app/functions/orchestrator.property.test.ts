import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { DatabaseState, EnvironmentState, ServiceState } from '../../lib/environment/cloud.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { type Crash, createCrashingStore } from './crashing-store.fixture.ts';
import type { Mishap } from './faulty-cloud.fixture.ts';
import { createTestOrchestrator } from './orchestrator.fixture.ts';

const anyService = (name: string): fc.Arbitrary<ServiceState> =>
  fc
    .record({
      desired: fc.nat(4),
      scaling: fc.option(
        fc.record({
          min: fc.nat(4),
          more: fc.nat(3),
          suspended: fc.record({
            dynamicIn: fc.boolean(),
            dynamicOut: fc.boolean(),
            scheduled: fc.boolean(),
          }),
        }),
        { nil: undefined },
      ),
      exempt: fc.option(fc.constant('its tag NightlyTeardown says skip'), {
        nil: undefined,
        freq: 6,
      }),
    })
    .map(({ desired, scaling, exempt }) => ({
      name,
      status: 'RUNNING',
      desired,
      running: desired,
      ...(scaling === undefined
        ? {}
        : {
            scaling: {
              min: Math.min(scaling.min, desired),
              max: Math.max(1, desired + scaling.more),
              suspended: scaling.suspended,
            },
          }),
      ...(exempt === undefined ? {} : { exempt }),
    }));

const anyDatabase = (id: string): fc.Arbitrary<DatabaseState> =>
  fc.record(
    {
      id: fc.constant(id),
      kind: fc.constantFrom('instance', 'cluster'),
      status: fc.constantFrom('available', 'stopped', 'backing-up', 'starting', 'stopping'),
      exempt: fc.constant('it is a read replica'),
    },
    { requiredKeys: ['id', 'kind', 'status'] },
  );

const anyEnvironment: fc.Arbitrary<EnvironmentState> = fc.record({
  services: fc.tuple(anyService('api'), anyService('worker'), anyService('web')),
  databases: fc.tuple(anyDatabase('acme-dev-db'), anyDatabase('acme-dev-reports')),
  stacks: fc.constant([]),
  snapshots: fc.constant([]),
});

const anyMishap = fc.constantFrom<Mishap>(
  'none',
  'answer-lost',
  'command-lost',
  'crash',
  { kind: 'wait', reason: 'a deployment is under way' },
  { kind: 'refused', reason: 'access denied' },
);

/** Something that happens, what goes wrong with the commands then, and at which call of the table the function ends. */
const anyMoment = fc.record({
  what: fc.constantFrom(
    'stop',
    'start',
    'teardown',
    'cancel',
    'tick',
    'twice',
    'schedule',
    'move-on',
  ),
  mishaps: fc.array(anyMishap, { maxLength: 4 }),
  crash: fc.option(fc.record({ at: fc.nat(7), after: fc.boolean() }), { nil: undefined }),
  minutes: fc.constantFrom(0, 0, 1, 40),
});

type Moment = typeof anyMoment extends fc.Arbitrary<infer M> ? M : never;

const idOf = (number: number): string => `op-${String(number).padStart(6, '0')}`;

const createWorld = (initially: EnvironmentState) => {
  const pending: { crash: Crash | undefined } = { crash: undefined };
  const town = createTestOrchestrator(initially, (store) => createCrashingStore(store, pending));
  let last = 0;
  const begin = (action: string) => {
    last += 1;
    const level = action === 'teardown' ? { level: 'services' } : {};
    return town.call(action, idOf(last), { environment: 'dev', ...level });
  };
  const actions: Readonly<Record<Moment['what'], () => Promise<unknown>>> = {
    stop: () => begin('stop'),
    start: () => begin('start'),
    teardown: () => begin('teardown'),
    cancel: () => town.call('cancel', idOf(last)),
    tick: () => town.call('operation', idOf(last)),
    twice: () =>
      Promise.allSettled([
        town.call('operation', idOf(last)),
        town.call('operation', idOf(last)),
        town.schedule(),
      ]),
    schedule: () => town.schedule(),
    'move-on': async () => town.cloud.moveOn(),
  };
  return {
    ...town,
    happen: async ({ what, mishaps, crash, minutes }: Moment): Promise<void> => {
      town.cloud.mishaps.splice(0, Infinity, ...mishaps);
      pending.crash = crash;
      await actions[what]().catch((caught: unknown) => {
        if (!(caught instanceof Fault)) {
          throw caught;
        }
      });
      await town.clock.advance(minutes * 60_000);
      town.cloud.mishaps.splice(0);
      pending.crash = undefined;
    },
    /** Nothing goes wrong any more: what is under way comes to its end. */
    settle: async (): Promise<void> => {
      for (const { id } of await town.store.running()) {
        await town.finish(id);
      }
      town.cloud.moveOn();
    },
    begin: async (action: string) => {
      await begin(action);
      return town.finish(idOf(last));
    },
  };
};

const isFree = ({ exempt }: { readonly exempt?: string }): boolean => exempt === undefined;

/** What a service is after a start: as it was at first; where it had no tasks then, it has some. */
const runningAgain = (was: ServiceState): unknown =>
  expect.objectContaining(
    was.desired > 0 || !isFree(was)
      ? { ...was }
      : { name: was.name, desired: Math.max(was.scaling?.min ?? 0, 1) },
  );

describe('whatever is asked for in whatever order, and whatever is lost on the way', () => {
  it('a stop ends with everything stopped and a start with everything as it was at first', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyEnvironment,
        fc.array(anyMoment, { maxLength: 12 }),
        async (initially, moments) => {
          const world = createWorld(initially);
          for (const moment of moments) {
            await world.happen(moment);
          }
          await world.settle();

          const stopped = await world.begin('stop');

          expect(stopped.state).toBe('succeeded');
          const { services, databases } = world.cloud.state;
          expect(
            services.filter(isFree).filter(({ desired, running }) => desired + running > 0),
          ).toEqual([]);
          expect(databases.filter(isFree).filter(({ status }) => status !== 'stopped')).toEqual([]);

          const started = await world.begin('start');

          expect(started.state).toBe('succeeded');
          expect(world.cloud.state.services).toEqual(initially.services.map(runningAgain));
          await expect(world.store.remembered('dev')).resolves.toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it('what is exempt never gets a command, and a tag never says 0', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyEnvironment,
        fc.array(anyMoment, { maxLength: 12 }),
        async (initially, moments) => {
          const world = createWorld(initially);
          for (const moment of moments) {
            await world.happen(moment);
          }
          const exempt = new Set([
            ...initially.services.filter((each) => !isFree(each)).map(({ name }) => name),
            ...initially.databases.filter((each) => !isFree(each)).map(({ id }) => id),
          ]);
          const touched = world.cloud.carriedOut.map((command) =>
            'service' in command ? command.service : 'database' in command ? command.database : '',
          );
          expect(touched.filter((name) => exempt.has(name))).toEqual([]);
          expect(world.cloud.carriedOut).not.toContainEqual(
            expect.objectContaining({ do: 'tag-desired', desired: 0 }),
          );
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);
});
