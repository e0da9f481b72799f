import { describe, expect, it } from '@jest/globals';
import { settle } from '../kernel/deferred.fixture.ts';
import type { Refusal } from '../operation/operation.ts';
import { alice, amir, dana } from './people.fixture.ts';
import { approve, askFor, createWorld, eventsOf, openShop, quiet } from './workflow.fixture.ts';

const passing: Refusal = { code: 'RATE_LIMITED', message: 'Too many at once.', passing: true };

describe('a request', () => {
  it('knows its requester as they were known when they asked', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.town.people.delete(dana.id);

    const { username, displayName, email } = dana;
    expect(await shop.workflow.load(id)).toMatchObject({
      requester: { id: dana.id, username, displayName, email },
    });
  });

  it('waits with a card until somebody approves it, and is then carried out and told', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    await quiet(shop);
    expect(shop.board.messages.get(`${id}/card`)).not.toContain('Approved');
    expect(shop.works.calls).toEqual([]);

    expect(await approve(shop, id, alice)).toBe('done');
    await quiet(shop);

    expect(eventsOf(shop)).toEqual([
      'thing.request.created',
      'thing.request.approved',
      'thing.request.started',
      'thing.request.built',
    ]);
    expect(shop.works.calls).toEqual(['op-thing1']);
    expect(shop.board.messages.get(`${id}/card`)).toContain(
      '✅ Approved by @UALICE • Built successfully',
    );
    expect(shop.board.messages.get(`${id}/dm`)).toContain('Your thing request has been approved!');
    expect(shop.board.posts).toEqual([`${id}/card`, `${id}/dm`]);
  });

  it('is carried out at once where the policy needs nobody', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'TRUSTED');
    const shop = openShop({ world });

    const { id, needed } = await askFor(shop, 'lamp');
    await quiet(shop);

    expect(needed).toBe(0);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
  });

  it('is durable before anybody hears of it', async () => {
    const shop = openShop();
    shop.ledger.failNext();

    await expect(askFor(shop, 'lamp')).rejects.toMatchObject({ code: 'LEDGER_UNWRITABLE' });
    await quiet(shop);

    expect(shop.board.posts).toEqual([]);
    expect(await shop.workflow.list(() => true)).toEqual([]);
  });

  it('opened again under the same id is the same request', async () => {
    const shop = openShop();
    await askFor(shop, 'lamp');

    const again = await askFor(shop, 'lamp');
    await quiet(shop);

    expect(again).toEqual(await shop.workflow.load('req-thing1'));
    expect(eventsOf(shop)).toEqual(['thing.request.created']);
    expect(shop.board.posts).toEqual(['req-thing1/card']);
  });

  it('that is not there takes no command', async () => {
    const { workflow } = openShop();

    expect(await workflow.take('req-nothing', { do: 'start' })).toBeUndefined();
    expect(await workflow.load('req-nothing')).toBeUndefined();
  });

  it('is listed where it is asked for, with the words of its operation', async () => {
    const shop = openShop();
    const first = await askFor(shop, 'lamp', 1);
    await askFor(shop, 'desk', 2, amir);

    expect(await shop.workflow.list(({ requester }) => requester.id === dana.id)).toEqual([first]);
    expect(shop.workflow.wordingOf(first).subject(first.facts)).toBe('lamp');
  });
});

describe('a workflow', () => {
  it('does nothing more with a request whose progress cannot be written down', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    await quiet(shop);
    shop.works.planRefusals.push(passing);
    await approve(shop, id, alice);
    await quiet(shop);
    shop.ledger.failNext();

    await shop.clock.advance(1_000);
    await quiet(shop);

    expect(shop.log.of('request.stopped')).toMatchObject([
      { level: 'error', request_id: id, error: expect.stringContaining('medium failed') },
    ]);
    expect(shop.works.calls).toEqual([]);
    const next = openShop({ world: shop, history: shop.ledger.history });
    await next.workflow.resume();
    await quiet(next);
    expect(shop.works.calls).toEqual(['op-thing1']);
  });

  it('is not stopped by a message that could not be shown', async () => {
    const shop = openShop();
    shop.board.failures.push(new Error('channel_not_found'));

    const { id } = await askFor(shop, 'lamp');
    await approve(shop, id, alice);
    await quiet(shop);

    expect(shop.works.calls).toEqual(['op-thing1']);
    expect(shop.log.of('notice.failed')).toEqual([
      { level: 'error', event: 'notice.failed', request_id: id, error: 'channel_not_found' },
    ]);
  });

  it('says at a start what there is, and brings the messages of ended requests up to date too', async () => {
    const shop = openShop();
    shop.board.failures.push(...Array.from({ length: 20 }, () => 'not shown' as const));
    const { id } = await askFor(shop, 'lamp', 1);
    await approve(shop, id, alice);
    await askFor(shop, 'desk', 2);
    await quiet(shop);
    shop.board.failures.length = 0;

    const next = openShop({ world: shop, history: shop.ledger.history });
    await next.workflow.resume();
    await quiet(next);

    expect(next.log.of('requests.resumed')).toMatchObject([{ open: 1, known: 2 }]);
    expect(next.board.posts.toSorted()).toEqual([
      'req-thing1/card',
      'req-thing1/dm',
      'req-thing2/card',
    ]);
    expect(next.works.calls).toEqual(['op-thing1']);
  });

  it('fails a request whose operation is gone after a start, and still finds words for it', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    await shop.workflow.idle();
    shop.works.planRefusals.push(passing);
    await approve(shop, id, alice);
    await settle();

    const next = openShop({ world: shop, history: shop.ledger.history, hasOperation: false });
    await next.workflow.resume();
    await quiet(next);

    expect(next.board.messages.get(`${id}/dm`)).toContain(
      "Reason: there is no operation 'thing' any more",
    );
  });
});
