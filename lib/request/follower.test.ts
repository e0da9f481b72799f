import { describe, expect, it } from '@jest/globals';
import { createDeferred, settle } from '../kernel/deferred.fixture.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { Refusal } from '../operation/operation.ts';
import { createFollower } from './follower.ts';
import { alice, amir, createTown } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import { approve, askFor, openShop, policy, quiet } from './workflow.fixture.ts';

const many = (count: number): Refusal[] =>
  Array.from({ length: count }, () => ({
    code: 'RATE_LIMITED',
    message: 'Too many at once.',
    passing: true,
  }));

/** The pauses between the tries of a step, in milliseconds: doubling to a minute, nineteen for twenty tries. */
const pauses = [1, 2, 4, 8, 16, 32, ...Array.from({ length: 13 }, () => 60)].map(
  (seconds) => seconds * 1_000,
);
const allPauses = pauses.reduce((sum, each) => sum + each, 0);

describe('a step that does not work now', () => {
  it('is tried again after a second, then after twice as long each time', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    await quiet(shop);
    shop.works.planRefusals.push(...many(5));
    await approve(shop, id, alice);
    await quiet(shop);

    const left: number[] = [shop.works.planRefusals.length];
    for (const wait of [999, 1, 1_999, 1, 3_999, 1, 7_999, 1]) {
      await shop.clock.advance(wait);
      left.push(shop.works.planRefusals.length);
    }

    expect(left).toEqual([4, 4, 3, 3, 2, 2, 1, 1, 0]);
    expect(shop.works.calls).toEqual([]);
    await shop.clock.advance(16_000);
    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
    expect(shop.log.of('request.step_postponed')).toHaveLength(5);
    expect(shop.log.of('request.step_postponed')[0]).toMatchObject({
      request_id: id,
      why: 'RATE_LIMITED',
    });
  });

  it('is tried again at least every minute, whatever it has been through', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    await quiet(shop);
    shop.works.planRefusals.push(...many(19));
    await approve(shop, id, alice);
    await quiet(shop);

    for (const [index, pause] of pauses.entries()) {
      expect(shop.clock.pending).toBe(1);
      await shop.clock.advance(pause - 1);
      expect(shop.works.planRefusals).toHaveLength(18 - index);
      await shop.clock.advance(1);
      expect(shop.works.planRefusals).toHaveLength(Math.max(0, 17 - index));
    }

    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
  });

  it('is given up after twenty tries, and the request fails with the reason', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.planRefusals.push(...many(20));
    await approve(shop, id, alice);

    await shop.clock.advance(allPauses - 1);
    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'approved' });
    await shop.clock.advance(1);
    await quiet(shop);

    expect(shop.works.planRefusals).toEqual([]);
    expect(await shop.workflow.load(id)).toMatchObject({
      status: 'failed',
      ending: { code: 'RATE_LIMITED', reason: 'Too many at once.' },
    });
    expect(shop.clock.pending).toBe(0);
  });

  it('counts its tries from one again when the step before it worked', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.planRefusals.push(...many(19));
    shop.works.buildErrors.push(...many(19).map(() => new Error('torn')));
    await approve(shop, id, alice);

    await shop.clock.advance(allPauses + allPauses);
    await quiet(shop);

    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
    expect(new Set(shop.works.calls)).toEqual(new Set(['op-thing1']));
  });

  it('is tried again while nobody knows who is who', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    await quiet(shop);
    shop.town.failures = 1;
    await approve(shop, id, alice);
    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'approved' });

    await shop.clock.advance(1_000);
    await quiet(shop);

    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
  });
});

describe('an execution that is refused for now', () => {
  it('is tried again under the same operation id, and succeeds without anybody having to ask again', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.buildRefusals.push(...many(2));
    await approve(shop, id, alice);
    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'running' });
    expect(shop.board.messages.get(`${id}/card`)).toContain('Building…');

    await shop.clock.advance(1_000 + 2_000);
    await quiet(shop);

    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
    expect(shop.works.calls).toEqual(['op-thing1', 'op-thing1', 'op-thing1']);
    expect(shop.works.built.size).toBe(1);
    expect(shop.board.messages.get(`${id}/dm`)).toContain('has been approved!');
  });

  it('fails the request in the words of the refusal when it never works', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.buildRefusals.push(...many(20));
    await approve(shop, id, alice);

    await shop.clock.advance(allPauses);
    await quiet(shop);

    expect(shop.works.calls).toHaveLength(20);
    expect(await shop.workflow.load(id)).toMatchObject({
      status: 'failed',
      ending: { code: 'RATE_LIMITED', reason: 'Too many at once.' },
    });
  });

  it('fails it at once when it is refused for good', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.buildRefusals.push({ code: 'ORG_LIMIT_REACHED', message: 'No room.' });

    await approve(shop, id, alice);
    await quiet(shop);

    expect(shop.clock.pending).toBe(0);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'failed' });
  });
});

describe('clicks on a request that waits for another try', () => {
  it('take its place instead of adding to it', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    await quiet(shop);
    shop.works.planRefusals.push(...many(9));
    await approve(shop, id, alice);
    await quiet(shop);

    for (const cause of ['req-b1', 'req-b2', 'req-b3'] as const) {
      expect(await approve(shop, id, amir, cause)).toBe('late');
      await quiet(shop);
      expect(shop.clock.pending).toBe(1);
    }

    expect(shop.works.planRefusals).toHaveLength(5);
    await shop.clock.advance(1_000);
    expect(shop.works.planRefusals).toHaveLength(4);
  });

  it('take its place also when they came while the step was being tried', async () => {
    const shop = openShop();
    const clock = createManualClock();
    const first = createDeferred<undefined>();
    let asked = 0;
    const follower = createFollower({
      steps: {
        find: () => shop.works.operation,
        policy,
        findFreeze: () => undefined,
        memberships: createTown().memberships,
        ladder: {},
        clock,
        found: new Set(),
        finding: createSequence(),
        checked: new Set(),
        identify: async (by) => {
          asked += 1;
          return asked === 1 ? first.promise : createTown().identify(by);
        },
      },
      load: async (id) => requestOf({ id, status: 'approved' }),
      take: async () => undefined,
      tell: () => undefined,
      clock,
      log: createRecordingLog(),
    });
    shop.works.planRefusals.push(...many(9));
    follower.follow('req-lamp001');
    await settle();
    follower.follow('req-lamp001');
    follower.follow('req-lamp001');
    first.reject(new Error('torn'));
    await follower.idle();

    expect(shop.works.planRefusals).toHaveLength(7);
    expect(clock.pending).toBe(1);
    await clock.advance(1_000);
    expect(shop.works.planRefusals).toHaveLength(6);
    expect(clock.pending).toBe(1);
  });
});
