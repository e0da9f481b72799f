import { describe, expect, it, jest } from '@jest/globals';
import { toIsoTime } from '../kernel/clock.ts';
import { showMoment } from '../kernel/show-time.ts';
import { hour, ladder, open, textOf, waiting } from './ladder.fixture.ts';
import { alice, amir, aoki, dana, oscar } from './people.fixture.ts';
import {
  approve,
  askFor,
  createWorld,
  eventsOf,
  openShop,
  quiet,
  type Shop,
} from './workflow.fixture.ts';

const subject = 'lamp for @UDANA (req-thing1)';
const since = showMoment(toIsoTime(createWorld().clock.now()));

const pass = async (shop: Shop, hours: number): Promise<void> => {
  await shop.clock.advance(hours * hour);
  await quiet(shop);
};

describe('a request that waits', () => {
  it('shows whom it waits for and until when', async () => {
    const shop = await waiting();
    const { deadlines } = (await shop.workflow.load('req-thing1')) ?? {};

    expect(textOf(shop, 'card')?.split('\n').slice(-2)).toEqual([
      'Waiting for: @UALICE, @UAMIR, @UAOKI',
      `Expires: ${deadlines?.expiresAt?.slice(0, 16).replace('T', ' ')} UTC`,
    ]);
  });

  it('is reminded of once, to its approvers and its requester', async () => {
    const shop = await waiting();
    await pass(shop, 4);

    expect(textOf(shop, 'reminder')).toBe(
      `⏰ ${subject} has waited since ${since}. Waiting for: @UALICE, @UAMIR, @UAOKI`,
    );
    expect(textOf(shop, 'dm-reminded')).toBe(
      `⏰ Your thing request for lamp (req-thing1) has waited since ${since}; its approvers were reminded.`,
    );
    await pass(shop, 10);
    expect(eventsOf(shop).filter((event) => event.endsWith('.reminded'))).toHaveLength(1);
  });

  it('is escalated to others, who get the card and may decide on it', async () => {
    const shop = await waiting();
    await pass(shop, 24);

    expect(textOf(shop, 'escalation')).toBe(
      `⏫ ${subject} has waited since ${since} and is escalated to @UOSCAR`,
    );
    expect(textOf(shop, 'dm-escalated')).toContain('is escalated to @UOSCAR');
    expect(textOf(shop, 'escalated-')).toContain('Thing: lamp');
    const key = [...shop.board.commands.keys()].find((each) => each.includes('/escalated-')) ?? '';
    expect(shop.board.commands.get(key)?.[0]).toContain('/thing approve req-thing1 --plan ');
    expect(await approve(shop, 'req-thing1', oscar)).toBe('done');
    await quiet(shop);
    expect(textOf(shop, 'card')).toContain('✅ Approved by @UOSCAR • Built successfully');
    expect(textOf(shop, 'escalated-')).toContain('✅ Approved by @UOSCAR • Built successfully');
    expect(shop.board.commands.get(key)).toEqual([]);
  });

  it('says so where there is nobody to escalate it to', async () => {
    const shop = await waiting();
    shop.town.others.clear();
    await pass(shop, 24);

    expect(textOf(shop, 'escalation')).toContain(
      'is escalated to nobody else: that group has no other members',
    );
  });

  it('expires when nobody has decided: its card, a line and its requester tell it', async () => {
    const shop = await waiting();
    await pass(shop, 72);

    expect(await shop.workflow.load('req-thing1')).toMatchObject({ status: 'expired' });
    expect(textOf(shop, 'card')).toContain('⌛ Expired • nobody decided within 3 days');
    expect(shop.board.commands.get('req-thing1/card')).toEqual([]);
    expect(textOf(shop, 'line')).toBe(`⌛ ${subject} has expired: nobody decided within 3 days`);
    expect(shop.board.messages.get('req-thing1/dm')?.split('\n')[0]).toBe(
      'Your thing request has expired: nobody decided within 3 days. Please ask again if you still need it.',
    );
    expect(await approve(shop, 'req-thing1', alice)).toBe('late');
    expect(shop.works.calls).toEqual([]);
  });

  it('counts an approval that comes when a reminder is due and nobody has noticed', async () => {
    const shop = await waiting();
    shop.workflow.rest();
    await shop.clock.advance(5 * hour);

    expect(await approve(shop, 'req-thing1', alice)).toBe('done');
    await quiet(shop);
    expect(eventsOf(shop).at(-1)).toBe('thing.request.built');
  });

  it('is reminded of to the second, and is not looked at before', async () => {
    const minute = 60_000;
    const shop = await waiting(openShop({ ladder: { reminder: 5 * minute } }));
    const show = jest.spyOn(shop.board, 'show');
    await shop.clock.advance(5 * minute - 1);
    await quiet(shop);
    expect(show).not.toHaveBeenCalled();
    expect(textOf(shop, 'reminder')).toBeUndefined();

    await shop.clock.advance(1);
    await quiet(shop);
    expect(textOf(shop, 'reminder')).toContain('has waited since');
  });

  it('climbs no further once it is decided', async () => {
    const shop = await waiting();
    await approve(shop, 'req-thing1', alice);
    await quiet(shop);
    await pass(shop, 100);

    expect(eventsOf(shop).at(-1)).toBe('thing.request.built');
    expect(textOf(shop, 'reminder')).toBeUndefined();
  });

  it('is escalated only to those who may decide on it and were not asked already', async () => {
    const shop = await waiting();
    shop.town.others.add(alice.id);
    shop.town.others.add(dana.id);
    await pass(shop, 24);

    expect(await shop.workflow.load('req-thing1')).toMatchObject({ escalatedTo: [oscar.id] });
  });

  it('is escalated once, whose members go on with it when it must be approved again', async () => {
    const shop = await waiting();
    await pass(shop, 25);
    shop.works.tiers.set('lamp', 'BASE');
    await approve(shop, 'req-thing1', alice);
    await quiet(shop);
    await pass(shop, 25);

    expect(eventsOf(shop).filter((event) => event.endsWith('.escalated'))).toHaveLength(1);
    expect(textOf(shop, 'escalated-')).toContain('Approvals: 0 of 2');
    expect(shop.board.posts.filter((key) => key.includes('/escalated-'))).toHaveLength(1);
  });

  it('waits anew when it must be approved again, with reminders of its own', async () => {
    const shop = await waiting();
    await pass(shop, 5);
    shop.works.tiers.set('lamp', 'BASE');
    await approve(shop, 'req-thing1', alice);
    await quiet(shop);
    expect(await shop.workflow.load('req-thing1')).toMatchObject({
      status: 'pending',
      isReminded: false,
      asked: [alice.id, amir.id, aoki.id],
    });
    await pass(shop, 4);

    expect(eventsOf(shop).filter((event) => event.endsWith('.reminded'))).toHaveLength(2);
    const reminders = [...shop.board.posts].filter((key) => key.includes('/reminder'));
    expect(new Set(reminders).size).toBe(2);
  });

  it('finds out later whom it waits for, where nobody could tell at first', async () => {
    const world = createWorld();
    const shop = openShop({
      world: {
        ...world,
        town: { ...world.town, memberships: failingOnce(world.town.memberships) },
      },
      ladder,
    });
    await askFor(shop, 'lamp');
    await quiet(shop);
    expect(textOf(shop, 'card')).toContain('Waiting for: @UALICE, @UAMIR, @UAOKI');
    expect(eventsOf(shop)).toEqual(['thing.request.created', 'thing.request.asked']);
  });

  it('tells that fewer people may approve it than must, where that is so', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'BASE');
    world.town.approvers.clear();
    world.town.approvers.add(alice.id);
    const shop = await waiting(open(world));

    expect(textOf(shop, 'card')).toContain(
      '⚠️ It needs 2 more approvals, and fewer people may give them. Please tell an operator.',
    );
  });

  it('tells that nobody may approve it, where that is so', async () => {
    const world = createWorld();
    world.town.approvers.clear();
    world.town.approvers.add(dana.id);
    const shop = await waiting(open(world));

    expect(textOf(shop, 'card')).toContain('⚠️ Nobody else may approve this now.');
  });
});

const failingOnce = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let failed = false;
  return async () => {
    if (!failed) {
      failed = true;
      throw new Error('not now');
    }
    return ask();
  };
};
