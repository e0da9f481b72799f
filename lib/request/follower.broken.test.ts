import { describe, expect, it } from '@jest/globals';
import { alice, amir } from './people.fixture.ts';
import { approve, askFor, openShop, quiet, type Shop } from './workflow.fixture.ts';

/** Longer than all pauses between the tries of a step. */
const longEnough = 20 * 60_000;

/** A request that Alice approved and that runs, in a house where every execution throws. */
const runBroken = async (): Promise<Shop> => {
  const shop = openShop();
  const { id } = await askFor(shop, 'lamp');
  const errors = Array.from({ length: 20 }, () => new Error('xoxb-fake at /srv/app.js:1'));
  shop.works.buildErrors.push(...errors);
  await approve(shop, id, alice);
  return shop;
};
const id = 'req-thing1';

describe('a step that breaks', () => {
  it('ends what has not begun, without telling people what was thrown, which the log tells', async () => {
    const shop = openShop();
    await askFor(shop, 'lamp');
    shop.town.failures = 20;
    await approve(shop, id, alice);

    await shop.clock.advance(longEnough);
    await quiet(shop);

    expect(shop.board.messages.get(`${id}/card`)).toContain(
      'Building failed: something went wrong inside Quartermaster; an operator finds it in the log',
    );
    expect(shop.log.of('request.step_failed')[0]).toMatchObject({
      request_id: id,
      error: expect.stringContaining('xoxb-fake'),
    });
    expect(JSON.stringify(shop.ledger.history)).not.toContain('xoxb');
    expect(await shop.workflow.load(id)).toMatchObject({ ending: { code: 'INTERNAL' } });
    expect(shop.log.of('request.step_postponed')[0]).toMatchObject({ why: 'INTERNAL', tries: 1 });
  });

  it('leaves what runs as it is, as it may have done its work, and calls an operator', async () => {
    const shop = await runBroken();

    await shop.clock.advance(longEnough);
    await quiet(shop);

    expect(shop.works.calls).toHaveLength(20);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'running' });
    expect(shop.board.messages.get(`${id}/card`)).toContain('Building…');
    expect(shop.log.of('request.stuck')).toEqual([
      { level: 'error', event: 'request.stuck', request_id: id, status: 'running' },
    ]);
    expect(shop.clock.pending).toBe(0);
    expect(JSON.stringify(shop.ledger.history)).not.toContain('app.js');
  });

  it('lets what runs be finished by the next process, or when somebody clicks', async () => {
    for (const mend of ['restart', 'click'] as const) {
      const shop = await runBroken();
      await shop.clock.advance(longEnough);
      await quiet(shop);

      const next =
        mend === 'restart' ? openShop({ world: shop, history: shop.ledger.history }) : shop;
      await (mend === 'restart' ? next.workflow.resume() : approve(next, id, amir));
      await quiet(next);

      expect(await next.workflow.load(id)).toMatchObject({ status: 'done' });
      expect(new Set(next.works.calls)).toEqual(new Set(['op-thing1']));
    }
  });

  it('leaves what runs as it is while its operation is gone, and calls an operator', async () => {
    const first = await runBroken();
    await quiet(first);
    const next = openShop({ world: first, history: first.ledger.history, hasOperation: false });

    await next.workflow.resume();
    await next.clock.advance(longEnough);
    await quiet(next);

    expect(next.log.of('request.stuck')).toHaveLength(1);
    expect(next.log.of('request.step_postponed')).toHaveLength(19);
    expect(await next.workflow.load(id)).toMatchObject({ status: 'running' });
  });
});
