import { describe, expect, it } from '@jest/globals';
import { ask, openClaiming } from './claiming.fixture.ts';
import { alice, amir, dana, eve } from './people.fixture.ts';
import { run } from './request-operations.fixture.ts';
import { approve, eventsOf, quiet, type Shop } from './workflow.fixture.ts';

const messageOf = (shop: Shop, kind: string): string | undefined =>
  [...shop.board.messages].find(([key]) => key.startsWith(`req-first/${kind}`))?.[1];

describe('whoever asks for what somebody else has asked for', () => {
  it('joins that request, and both are told', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');
    const opened = await ask(shop, eve, 'lamp', 'req-second');
    await quiet(shop);

    expect(opened).toMatchObject({ kind: 'joined', request: { id: 'req-first' } });
    expect(await shop.workflow.load('req-second')).toBeUndefined();
    expect(messageOf(shop, 'card')).toContain('Also asked for by: @UEVE');
    expect(messageOf(shop, 'dm-joined-')).toBe(
      '@UEVE asks for lamp too and has joined your thing request (req-first).',
    );
    await approve(shop, 'req-first', alice);
    await quiet(shop);
    expect(messageOf(shop, 'dm-end-')?.split('\n')).toEqual([
      'The thing request that you joined has been approved!',
      'Stands at: /srv/op-first',
      'Thing: lamp',
      'Request ID: req-first',
    ]);
    expect(shop.board.messages.get('req-first/dm')?.split('\n')).toContain(
      'Stands at: /srv/op-first',
    );
    expect(shop.works.calls).toEqual(['op-first']);
  });

  it('finds it in the list of their requests, and nobody else does', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');
    await ask(shop, eve, 'lamp', 'req-second');

    expect(await run(shop, 'list', eve)).toContain('req-first');
    expect(await run(shop, 'list', dana)).toContain('req-first');
    expect(await run(shop, 'list', amir)).not.toContain('req-first');
  });

  it('is told why it came to nothing, too', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');
    await ask(shop, eve, 'lamp', 'req-second');
    await shop.workflow.take('req-first', {
      do: 'deny',
      by: alice.id,
      cause: 'req-no1',
      reason: 'We have one',
    });
    await quiet(shop);

    expect(messageOf(shop, 'dm-end-')?.split('\n').slice(0, 3)).toEqual([
      'The thing request that you joined was denied.',
      'Denied by: @UALICE',
      'Reason: We have one',
    ]);
  });

  it('joins once, however often they ask', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');
    for (const id of ['req-second', 'req-third', 'req-second'] as const) {
      expect(await ask(shop, eve, 'lamp', id)).toMatchObject({ kind: 'joined' });
    }

    expect(eventsOf(shop).filter((event) => event === 'thing.request.joined')).toHaveLength(1);
  });

  it('is told that it is their own where it is', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');

    expect(await ask(shop, dana, 'lamp', 'req-second')).toMatchObject({
      kind: 'own',
      request: { id: 'req-first' },
    });
    expect(eventsOf(shop)).toEqual(['thing.request.created']);
  });

  it('is told that the name is taken where it is for something else', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');

    expect(await ask(shop, eve, 'ladder', 'req-second')).toMatchObject({
      kind: 'taken',
      request: { id: 'req-first' },
    });
    expect(await ask(shop, eve, 'chair', 'req-third')).toMatchObject({ kind: 'opened' });
  });

  it('asks for themselves once the other one has ended', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');
    await shop.workflow.take('req-first', { do: 'cancel', by: dana.id, cause: 'req-no1' });

    expect(await ask(shop, eve, 'lamp', 'req-second')).toMatchObject({ kind: 'opened' });
  });

  it('waits for nobody where no approval is needed for it', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');

    expect(await ask(shop, eve, 'lamp', 'req-second', { approvals: 0 })).toMatchObject({
      kind: 'opened',
    });
  });

  it('asks once also where no approval is needed, however often they ask', async () => {
    const shop = openClaiming();
    shop.works.buildErrors.push(new Error('not yet'));
    await ask(shop, dana, 'lamp', 'req-first', { approvals: 0 });

    expect(await ask(shop, dana, 'lamp', 'req-second', { approvals: 0 })).toMatchObject({
      kind: 'own',
    });
    expect(await ask(shop, eve, 'lamp', 'req-third', { approvals: 0 })).toMatchObject({
      kind: 'joined',
    });
  });

  it('joins also at the same moment: one request is opened', async () => {
    const shop = openClaiming();
    const kinds = await Promise.all([
      ask(shop, dana, 'lamp', 'req-first'),
      ask(shop, eve, 'lamp', 'req-second'),
      ask(shop, amir, 'lamp', 'req-third'),
    ]);

    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['joined', 'joined', 'opened']);
    expect(new Set(kinds.map(({ request }) => request.id)).size).toBe(1);
  });

  it('is still in it after a restart, and is told the end by the next process', async () => {
    const first = openClaiming();
    await ask(first, dana, 'lamp', 'req-first');
    await ask(first, eve, 'lamp', 'req-second');
    await quiet(first);
    first.workflow.rest();
    const next = openClaiming(first, first.ledger.history);
    await next.workflow.resume();
    expect(await ask(next, eve, 'lamp', 'req-second')).toMatchObject({ kind: 'joined' });
    await approve(next, 'req-first', alice);
    await quiet(next);

    expect(messageOf(next, 'dm-end-')).toContain('that you joined has been approved!');
    expect(new Set(next.board.posts).size).toBe(next.board.posts.length);
  });

  it('is not waited for any more if they are an approver', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');
    await quiet(shop);
    expect(messageOf(shop, 'card')).toContain('Waiting for: @UALICE, @UAMIR, @UAOKI');
    await ask(shop, amir, 'lamp', 'req-second');
    await quiet(shop);

    expect(messageOf(shop, 'card')).toContain('Waiting for: @UALICE, @UAOKI');
  });

  it('is told that they have approved it, where that is so, and takes nothing back', async () => {
    const shop = openClaiming();
    shop.works.tiers.set('lamp', 'BASE');
    await ask(shop, dana, 'lamp', 'req-first');
    await approve(shop, 'req-first', alice);

    expect(await ask(shop, alice, 'lamp', 'req-second')).toMatchObject({ kind: 'approved' });
    expect(await shop.workflow.load('req-first')).toMatchObject({
      approvals: [{ by: alice.id }],
      joiners: [],
    });
  });

  it('may approve it no more than its requester may', async () => {
    const shop = openClaiming();
    shop.works.tiers.set('lamp', 'BASE');
    await ask(shop, dana, 'lamp', 'req-first');
    await ask(shop, amir, 'lamp', 'req-second');
    // The click of one who joined is the policy's to refuse; here it has slipped through.
    await approve(shop, 'req-first', alice);
    await approve(shop, 'req-first', amir);
    await quiet(shop);

    expect(await shop.workflow.load('req-first')).toMatchObject({
      status: 'pending',
      voided: 'somebody who approved may not approve any more',
    });
    expect(shop.works.calls).toEqual([]);
  });
});
