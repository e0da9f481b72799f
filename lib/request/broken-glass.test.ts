import { describe, expect, it } from '@jest/globals';
import { planOf } from '../operation/planned.fixture.ts';
import { plainText } from '../reply/plain-text.ts';
import { alice, amir, dana, principalOf } from './people.fixture.ts';
import { statusReply } from './request-replies.ts';
import { submittedReply } from './submitted-reply.ts';
import { thingWording } from './thing.fixture.ts';
import {
  createWorld,
  eventsOf,
  openShop,
  quiet,
  type Shop,
  type World,
} from './workflow.fixture.ts';

const incident = 'INC-4711: the\nshop is down';

/** Dana breaks the glass for a lamp; the policy has let her. */
const breakGlass = async (
  world: World = createWorld(),
  history: Shop['ledger']['history'] = [],
) => {
  const shop = openShop({ world, history });
  const { operation } = shop.works;
  const context = {
    principal: principalOf(dana, 'break-glass'),
    requestId: 'req-lamp001',
    operationId: 'op-lamp001',
  } as const;
  const args = { thing: 'lamp', 'break-glass': incident };
  const plan = await planOf(operation, args, context);
  const decision = { kind: 'permit', approvals: 0, reasons: ['an emergency'] } as const;
  const opened = await shop.workflow.open({
    operation,
    args,
    plan,
    context,
    receivedAt: shop.clock.now(),
    decision,
    incident,
  });
  await quiet(shop);
  return { ...shop, opened };
};

const textOf = ({ board }: Pick<Shop, 'board'>, kind: string): readonly string[] =>
  [...board.messages]
    .filter(([key]) => key.startsWith(`req-lamp001/${kind}`))
    .map(([, text]) => text);

const review = (shop: Shop, by = alice.id, cause: `req-${string}` = 'req-seen01') =>
  shop.workflow.take('req-lamp001', { do: 'review', by, cause });

describe('a request for which the glass was broken', () => {
  it('runs at once, and is told to everybody who was passed over', async () => {
    const shop = await breakGlass();

    expect(shop.works.calls).toEqual(['op-lamp001']);
    expect(textOf(shop, 'card')[0]?.split('\n')).toEqual([
      '📦 lamp for @UDANA (req-lamp001)',
      '🚨 Approved by nobody • Built successfully',
      '🚨 Break-glass by @UDANA: INC-4711: the shop is down',
      'To be reviewed by an approver.',
    ]);
    expect(shop.board.commands.get('req-lamp001/card')).toEqual(['/thing review req-lamp001']);
    const passedOver = textOf(shop, 'passed-over-');
    expect(passedOver).toHaveLength(3);
    expect(passedOver[0]?.split('\n')).toEqual([
      '🚨 The glass was broken, so nobody waited for your approval.',
      '📦 lamp for @UDANA (req-lamp001)',
      'Incident: INC-4711: the shop is down',
      'Please look at it, and sign it off if it was right.',
    ]);
    expect(textOf(shop, 'dm')[0]?.split('\n')[0]).toBe(
      'Your thing request went through without approval. An approver will review it.',
    );
  });

  it('tells its requester at once what that means', async () => {
    const { opened } = await breakGlass();

    const said = plainText(
      submittedReply({ kind: 'opened', request: opened.request }, thingWording),
    );

    expect(said.split('\n').slice(-2)).toEqual([
      'Status: Begun without approval; every approver is told, and one of them must sign it off',
      "You'll receive a DM when it is done.",
    ]);
  });

  it('is recorded with the incident and with whoever was passed over', async () => {
    const { ledger } = await breakGlass();

    expect(ledger.history[0]).toMatchObject({
      event: 'thing.request.created',
      actor: dana.id,
      needed: 0,
      brokenGlass: { incident },
      asked: [alice.id, amir.id, 'slack:UAOKI'],
    });
  });

  it('waits for a review, which ends it once', async () => {
    const shop = await breakGlass();
    expect((await review(shop))?.verdict).toBe('done');
    await quiet(shop);

    expect(textOf(shop, 'card')[0]).toContain('Reviewed by @UALICE');
    expect(shop.board.commands.get('req-lamp001/card')).toEqual([]);
    expect(textOf(shop, 'dm-reviewed')[0]).toBe(
      '@UALICE has signed off your break-glass: lamp (req-lamp001).',
    );
    expect((await review(shop, amir.id, 'req-seen02'))?.verdict).toBe('late');
    expect((await review(shop))?.verdict).toBe('done');
    expect(eventsOf(shop).filter((event) => event === 'thing.request.reviewed')).toHaveLength(1);
  });

  it('shows in its status for what it was, and whether it was reviewed', async () => {
    const shop = await breakGlass();
    const shown = async () => {
      const request = await shop.workflow.load('req-lamp001');
      return request && plainText(statusReply(request, thingWording)).split('\n');
    };

    expect(await shown()).toEqual(
      expect.arrayContaining([
        'Approved by: nobody (break-glass)',
        'Break-glass: INC-4711: the shop is down',
        'Reviewed by: nobody yet',
      ]),
    );
    await review(shop);
    expect(await shown()).toContain('Reviewed by: @UALICE');
  });

  it('is told later to whoever was passed over, where nobody could say at first who that is', async () => {
    const world = createWorld();
    let asked = 0;
    const memberships = async () => {
      asked += 1;
      return asked <= 2 ? Promise.reject(new Error('not now')) : world.town.memberships();
    };
    const shop = await breakGlass({ ...world, town: { ...world.town, memberships } });
    expect(shop.works.calls).toEqual(['op-lamp001']);
    expect(textOf(shop, 'passed-over-')).toEqual([]);
    await shop.clock.advance(1_000);
    await quiet(shop);

    expect(textOf(shop, 'passed-over-')).toHaveLength(3);
  });

  it('goes on after a restart, and nobody is told twice', async () => {
    const first = await breakGlass();
    first.workflow.rest();
    const next = openShop({ world: first, history: first.ledger.history });
    await next.workflow.resume();
    await review(next);
    await quiet(next);

    expect(new Set(next.board.posts).size).toBe(next.board.posts.length);
    expect(textOf(next, 'card')[0]).toContain('Reviewed by @UALICE');
    expect(next.works.calls).toEqual(['op-lamp001']);
  });
});

/** It is opened in a process that dies before it starts, and then the thing becomes a base thing. */
const changeBeforeStart = async () => {
  const world = createWorld();
  const first = openShop({ world });
  first.workflow.rest();
  first.town.failures = 1_000;
  const { history } = (await breakGlass(world)).ledger;
  const opened = history.filter(({ change }) => change === 'created' || change === 'approved');
  const again = createWorld();
  again.works.tiers.set('lamp', 'BASE');
  const shop = openShop({ world: again, history: opened });
  await shop.workflow.resume();
  await quiet(shop);
  return shop;
};

describe('a broken glass whose plan changes before it runs', () => {
  it('is asked about as if none had been broken, and its requester is told', async () => {
    const shop = await changeBeforeStart();

    expect(await shop.workflow.load('req-lamp001')).toMatchObject({ status: 'pending', needed: 2 });
    expect(shop.works.calls).toEqual([]);
    expect(textOf(shop, 'dm-asked')[0]).toContain(
      'must be approved after all: what would happen has changed',
    );
    expect(textOf(shop, 'passed-over-')).toEqual([]);
  });

  it('is reviewed when it has ended, and not before', async () => {
    const shop = await changeBeforeStart();

    expect((await review(shop))?.verdict).toBe('late');
    expect(shop.board.commands.get('req-lamp001/card')?.join()).not.toContain('review');
  });
});

describe('a review', () => {
  it('of a request that went its usual way comes to nothing', async () => {
    const shop = openShop();
    const { operation } = shop.works;
    const context = {
      principal: principalOf(dana),
      requestId: 'req-lamp001',
      operationId: 'op-lamp001',
    } as const;
    const args = { thing: 'lamp' };
    const plan = await planOf(operation, args, context);
    const decision = { kind: 'permit', approvals: 1, reasons: ['one'] } as const;
    const receivedAt = shop.clock.now();
    await shop.workflow.open({ operation, args, plan, context, receivedAt, decision });

    expect((await review(shop))?.verdict).toBe('late');
  });
});
