import { describe, expect, it } from '@jest/globals';
import { yieldToOthers } from '../kernel/yield-to-others.ts';
import { hour, open, textOf, waiting } from './ladder.fixture.ts';
import { alice } from './people.fixture.ts';
import { approve, askFor, eventsOf, openShop, quiet } from './workflow.fixture.ts';

describe('a request that waits while the daemon is restarted', () => {
  it('is given up also where somebody comes before the timer that is late', async () => {
    const first = await waiting();
    first.workflow.rest();
    const next = open(first, first.ledger.history);
    await next.clock.advance(73 * hour);

    expect(await approve(next, 'req-thing1', alice)).toBe('late');
    expect(await next.workflow.load('req-thing1')).toMatchObject({ status: 'expired' });
    await quiet(next);
    expect(next.works.calls).toEqual([]);
  });

  it('waits for others after a restart where the approvers are others by then', async () => {
    const first = await waiting();
    first.workflow.rest();
    first.town.approvers.delete(alice.id);
    const next = open(first, first.ledger.history);
    await next.workflow.resume();
    await quiet(next);

    expect(textOf(next, 'card')).toContain('Waiting for: @UAMIR, @UAOKI');
    const again = open(next, next.ledger.history);
    await again.workflow.resume();
    await quiet(again);
    expect(eventsOf(again)).toEqual(['thing.request.created', 'thing.request.asked']);
  });

  it('is one of many after a restart, whose approvers are found out one after the other', async () => {
    const first = open();
    for (const number of [1, 2, 3]) {
      await askFor(first, `lamp ${number}`, number);
    }
    await quiet(first);
    first.workflow.rest();
    const asking = { now: 0, most: 0 };
    const memberships = async () => {
      asking.now += 1;
      asking.most = Math.max(asking.most, asking.now);
      await yieldToOthers();
      asking.now -= 1;
      return first.town.memberships();
    };
    const next = open({ ...first, town: { ...first.town, memberships } }, first.ledger.history);
    await next.workflow.resume();
    await quiet(next);

    expect(asking).toEqual({ now: 0, most: 1 });
  });

  it.each([
    [4, 'thing.request.reminded'],
    [24, 'thing.request.escalated'],
    [72, 'thing.request.expired'],
    [1_000, 'thing.request.expired'],
  ])(
    'goes on climbing in the next process: after %d hours without one, %s',
    async (hours, last) => {
      const first = await waiting();
      first.workflow.rest();
      await first.clock.advance(hours * hour);
      const next = open(first, first.ledger.history);
      await next.workflow.resume();
      await quiet(next);

      expect(eventsOf(next).at(-1)).toBe(last);
    },
  );

  it('keeps its deadlines where another configuration has others', async () => {
    const first = await waiting();
    first.workflow.rest();
    const next = openShop({
      world: first,
      history: first.ledger.history,
      ladder: { expiry: hour },
    });
    await next.workflow.resume();
    await next.clock.advance(3 * hour);
    await quiet(next);

    expect(await next.workflow.load('req-thing1')).toMatchObject({ status: 'pending' });
  });
});
