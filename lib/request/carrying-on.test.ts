import { describe, expect, it } from '@jest/globals';
import { createDeferred, settle } from '../kernel/deferred.fixture.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { CardState, Operation, Outcome } from '../operation/operation.ts';
import { line, replyOf } from '../reply/reply.ts';
import { createFollower } from './follower.ts';
import { alice, oscar } from './people.fixture.ts';
import { thingWording } from './thing.fixture.ts';
import {
  approve,
  askFor,
  createWorld,
  openShop,
  policy,
  quiet,
  type Shop,
} from './workflow.fixture.ts';

const minute = 60_000;
const id = 'req-thing1';
const done: Outcome = { kind: 'done', reply: replyOf(), facts: { place: '/srv' } };
const running = (shown: string): Outcome => ({
  kind: 'running',
  shown: [line(shown)],
  canCancel: true,
});

/** A shop whose executions come to these outcomes, one after the other, and then are done; with the state of each card of its own. */
const shopOf = (outcomes: readonly Outcome[], others: Partial<Operation> = {}) => {
  const world = createWorld();
  const waiting = [...outcomes];
  const states: CardState[] = [];
  const operation: Operation = {
    ...world.works.operation,
    request: {
      ...thingWording,
      ownCard: (state) => {
        states.push(state);
        return [line(state.standing), ...(state.progress?.shown ?? [])];
      },
    },
    execute: async () => waiting.shift() ?? done,
    ...others,
  };
  const shop = openShop({ world: { ...world, works: { ...world.works, operation } } });
  return { shop, states };
};

const begin = async (shop: Shop): Promise<void> => {
  await askFor(shop, 'lamp');
  await quiet(shop);
  await approve(shop, id, alice);
  await quiet(shop);
};

const pass = async (shop: Shop, minutes: number): Promise<void> => {
  for (let passed = 0; passed < minutes; passed += 1) {
    await shop.clock.advance(minute);
    await quiet(shop);
  }
};

describe('a request that goes on by itself', () => {
  it('shows on its own card how far it is, and for how long that has taken since it was asked for', async () => {
    const { shop, states } = shopOf([running('1 of 3'), running('2 of 3'), running('3 of 3')]);
    await askFor(shop, 'lamp');
    await shop.clock.advance(5 * minute);
    await approve(shop, id, alice);
    await quiet(shop);

    expect(states.slice(0, 1)).toMatchObject([{ standing: 'going' }]);
    expect(states[0]).not.toHaveProperty('progress');
    expect(shop.board.messages.get(`${id}/own`)).toBe('going\n1 of 3');
    expect(states.at(-1)?.progress).toEqual({
      shown: [line('1 of 3')],
      canCancel: true,
      elapsed: 5 * minute,
    });
    await shop.clock.advance(1_000);
    await quiet(shop);
    expect(shop.board.messages.get(`${id}/own`)).toBe('going\n2 of 3');
    expect(states.at(-1)?.progress?.elapsed).toBe(5 * minute + 1_000);
  });

  it('is looked at at once when somebody says that it has moved', async () => {
    const { shop } = shopOf([running('1 of 2')]);
    await begin(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'running' });

    shop.workflow.look(id);
    await quiet(shop);

    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
  });

  it('is looked at for as long as nobody can see it, and finished when somebody can', async () => {
    const unseen: Outcome = { kind: 'unseen', why: 'lost' };
    const { shop } = shopOf([running('1 of 2'), ...Array.from({ length: 60 }, () => unseen)]);
    await begin(shop);

    await pass(shop, 50);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'running' });
    expect(shop.log.of('request.stuck')).toHaveLength(1);
    await pass(shop, 20);

    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
  });

  it('is left alone before the end of the process, and so are messages that wait', async () => {
    const { shop } = shopOf([running('1 of 2')]);
    await begin(shop);
    expect(shop.clock.pending).toBe(1);

    shop.workflow.rest();
    await shop.clock.advance(60 * minute);

    expect(shop.clock.pending).toBe(0);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'running' });
  });

  it('is waited for by whoever waits until nothing is being executed', async () => {
    const execution = createDeferred<Outcome>();
    const { shop } = shopOf([], { execute: () => execution.promise });
    await askFor(shop, 'lamp');
    await approve(shop, id, alice);
    await settle();
    const statusThen = shop.workflow
      .idle()
      .then(async () => (await shop.workflow.load(id))?.status);
    await settle();
    execution.resolve(done);

    expect(await statusThen).toBe('done');
  });
});

describe('a message of a request that could not be shown', () => {
  it('is shown half a minute later', async () => {
    const shop = openShop();
    shop.board.failures.push('not shown');
    await askFor(shop, 'lamp');
    await quiet(shop);
    expect(shop.board.posts).toEqual([]);

    await shop.clock.advance(30_000);
    await quiet(shop);

    expect(shop.board.posts).toEqual([`${id}/card`]);
  });
});

describe('a follower', () => {
  it('has nothing to do with a request that is not there', async () => {
    const { works, town } = createWorld();
    const clock = createManualClock();
    const log = createRecordingLog();
    const told: unknown[] = [];
    const follower = createFollower({
      steps: {
        find: () => works.operation,
        identify: town.identify,
        memberships: town.memberships,
        findFreeze: () => undefined,
        policy,
        ladder: {},
        clock,
        found: new Set(),
        finding: createSequence(),
        checked: new Set(),
      },
      load: async () => undefined,
      take: async () => undefined,
      tell: (request) => told.push(request),
      clock,
      log,
    });

    follower.follow('req-gone001');
    await follower.idle();

    expect(told).toEqual([]);
    expect(clock.pending).toBe(0);
    expect(log.lines).toEqual([]);
  });

  it('tries again, from its first try on, what does not work when a long sleep ends', async () => {
    const hour = 60 * minute;
    const world = createWorld();
    let canAsk = true;
    const memberships = () =>
      canAsk ? world.town.memberships() : Promise.reject(new Error('not now'));
    const shop = openShop({
      world: { ...world, town: { ...world.town, memberships } },
      ladder: { escalation: 4 * hour },
    });
    await askFor(shop, 'lamp');
    await quiet(shop);
    canAsk = false;
    await shop.clock.advance(4 * hour);
    await quiet(shop);
    expect(shop.log.of('request.step_postponed')).toMatchObject([
      { request_id: id, why: 'APPROVERS_UNKNOWN', tries: 1 },
    ]);
    canAsk = true;

    await shop.clock.advance(1_000);
    await quiet(shop);

    expect(await shop.workflow.load(id)).toMatchObject({ escalatedTo: [oscar.id] });
  });
});
