import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '../operation/operation.ts';
import { alice } from './people.fixture.ts';
import { approve, askFor, openShop, quiet } from './workflow.fixture.ts';

const many = (count: number): Refusal[] =>
  Array.from({ length: count }, () => ({
    code: 'RATE_LIMITED',
    message: 'Too many at once.',
    passing: true,
  }));

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

  it('is given up after six tries, and the request fails with the reason', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.planRefusals.push(...many(6));
    await approve(shop, id, alice);

    await shop.clock.advance(31_000);
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
    shop.works.planRefusals.push(...many(5));
    shop.works.buildErrors.push(...many(5).map(() => new Error('torn')));
    await approve(shop, id, alice);

    await shop.clock.advance(31_000 + 31_000);
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

  it('fails in the end without telling people what was thrown, which the log tells', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.buildErrors.push(...many(6).map(() => new Error('xoxb-fake at /srv/app.js:1')));
    await approve(shop, id, alice);

    await shop.clock.advance(31_000);
    await quiet(shop);

    expect(shop.board.messages.get(`${id}/card`)).toContain(
      'Building failed: something went wrong inside Quartermaster; an operator finds it in the log',
    );
    expect(shop.log.of('request.step_failed')[0]).toMatchObject({
      request_id: id,
      error: 'xoxb-fake at /srv/app.js:1',
    });
    expect(JSON.stringify(shop.ledger.history)).not.toContain('app.js');
    expect(await shop.workflow.load(id)).toMatchObject({ ending: { code: 'INTERNAL' } });
    expect(shop.log.of('request.step_postponed')[0]).toMatchObject({ why: 'INTERNAL', tries: 1 });
  });
});
