import { describe, expect, it } from '@jest/globals';
import { answering, needing } from './next-step.fixture.ts';
import { alice, amir, aoki } from './people.fixture.ts';
import { approve, askFor, createWorld, eventsOf, openShop, quiet } from './workflow.fixture.ts';

describe('a request whose effects have changed when it is approved', () => {
  it('shows them on its card, is approved once more by as many as they need, and does exactly them', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    shop.works.tiers.set('lamp', 'BASE');

    expect(await approve(shop, id, alice, 'req-a1')).toBe('done');
    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'pending', approvals: [] });
    expect(shop.board.messages.get(`${id}/card`)?.split('\n').slice(-3)).toEqual([
      '⚠️ Earlier approvals no longer count: what would happen has changed: thing:build lamp APPLICATION → thing:build lamp BASE',
      'Approvals: 0 of 2',
      'Waiting for: @UALICE, @UAMIR, @UAOKI',
    ]);
    expect(shop.board.commands.get(`${id}/card`)).toHaveLength(2);
    expect(shop.works.calls).toEqual([]);

    expect(await approve(shop, id, alice, 'req-a2')).toBe('counted');
    await quiet(shop);
    expect(shop.works.calls).toEqual([]);
    expect(await approve(shop, id, amir, 'req-b1')).toBe('done');
    await quiet(shop);

    expect(eventsOf(shop).map((event) => event.split('.').at(-1))).toEqual(
      'created approved voided asked approval approved started built'.split(' '),
    );
    expect([...shop.works.built]).toEqual([
      ['op-thing1', [{ operation: 'thing:build', target: 'lamp', tier: 'BASE' }]],
    ]);
    expect(shop.board.messages.get(`${id}/card`)).toContain('✅ Approved by @UALICE, @UAMIR');
  });

  it('asks once more each time, and never does what has only been approved before', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');

    const rounds = [
      ['BASE', [alice]],
      ['TRUSTED', [alice, amir]],
      ['FIPS', [alice]],
    ] as const;
    for (const [tier, people] of rounds) {
      shop.works.tiers.set('lamp', tier);
      for (const by of people) {
        await approve(shop, id, by, `req-${by.username}${tier}`);
      }
      await quiet(shop);
      expect(await shop.workflow.load(id)).toMatchObject({
        status: 'pending',
        effects: [{ tier }],
      });
    }

    expect(shop.works.calls).toEqual([]);
  });

  it('is the same after a restart: what is approved then is what was found out before', async () => {
    const first = openShop();
    const { id } = await askFor(first, 'lamp');
    first.works.tiers.set('lamp', 'TRUSTED');
    await approve(first, id, alice, 'req-a1');
    await quiet(first);

    const next = openShop({ world: first, history: first.ledger.history });
    await next.workflow.resume();
    expect(await next.workflow.load(id)).toEqual(await first.workflow.load(id));
    await approve(next, id, alice, 'req-a2');
    await quiet(next);

    expect([...next.works.built.values()]).toEqual([
      [{ operation: 'thing:build', target: 'lamp', tier: 'TRUSTED' }],
    ]);
  });
});

describe('a request of which the policy wants more when it is approved', () => {
  it('asks again for as many as it wants, and is carried out after them', async () => {
    const shop = openShop({ policy: needing(2) });
    const { id } = await askFor(shop, 'lamp');

    await approve(shop, id, alice, 'req-a1');
    await quiet(shop);
    const card = shop.board.messages.get(`${id}/card`);
    expect(card).toContain('Earlier approvals no longer count: the policy has changed');
    expect(card).toContain('Approvals: 0 of 2');
    expect(await approve(shop, id, alice, 'req-a2')).toBe('counted');
    expect(await approve(shop, id, amir, 'req-b1')).toBe('done');
    await quiet(shop);

    expect(shop.works.calls).toEqual(['op-thing1']);
  });

  it('gets a card with buttons where nobody had to approve it', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'TRUSTED');
    const shop = openShop({ world, policy: needing(1) });

    const { id } = await askFor(shop, 'lamp');
    await quiet(shop);
    expect(shop.works.calls).toEqual([]);
    expect(shop.board.commands.get(`${id}/card`)).toHaveLength(2);
    await approve(shop, id, alice);
    await quiet(shop);

    expect(shop.works.calls).toEqual(['op-thing1']);
    const [card, again, ...rest] = shop.board.posts;
    expect([card, ...rest]).toEqual([`${id}/card`, `${id}/dm`]);
    expect(shop.board.messages.get(again ?? '')).toContain('needs approval again: the policy');
  });

  it('fails where the policy does not allow it any more', async () => {
    const shop = openShop({ policy: answering({ kind: 'deny', reasons: ['frozen'] }) });
    const { id } = await askFor(shop, 'lamp');

    await approve(shop, id, alice);
    await quiet(shop);

    expect(await shop.workflow.load(id)).toMatchObject({
      status: 'failed',
      ending: { code: 'DENIED', reason: 'the policy does not allow it any more: frozen' },
    });
    expect(shop.works.calls).toEqual([]);
  });
});

describe('a request that loses its approvals', () => {
  it('asks the rest again when an approver has lost the right by then', async () => {
    const world = createWorld();
    world.town.approvers.delete(alice.id);
    const shop = openShop({ world });
    const { id } = await askFor(shop, 'lamp');

    await approve(shop, id, alice);
    await quiet(shop);
    expect(shop.board.messages.get(`${id}/card`)).toContain(
      '⚠️ Earlier approvals no longer count: somebody who approved may not approve any more',
    );
    expect(shop.works.calls).toEqual([]);
    await approve(shop, id, amir);
    await quiet(shop);

    expect(shop.works.calls).toEqual(['op-thing1']);
    expect(shop.board.messages.get(`${id}/card`)).toContain('✅ Approved by @UAMIR');
  });

  it('says so aloud each time, in a line of its own, as nobody is told of the edits of a card', async () => {
    const world = createWorld();
    const shop = openShop({ world });
    const { id } = await askFor(shop, 'lamp');
    for (const by of [alice, amir]) {
      world.town.approvers.delete(by.id);
      await approve(shop, id, by);
      await quiet(shop);
      await shop.clock.advance(1);
    }

    const aloud = shop.board.posts.filter((post) => post.startsWith(`${id}/again-`));
    expect(aloud.map((post) => shop.board.messages.get(post))).toEqual(
      Array.from(
        { length: 2 },
        () =>
          '⚠️ lamp for @UDANA (req-thing1) needs approval again: somebody who approved may not approve any more. Its card shows it.',
      ),
    );
    await approve(shop, id, aoki);
    await quiet(shop);
    expect(shop.board.posts.filter((post) => post.includes('/again-'))).toEqual(aloud);
  });
});
