import { describe, expect, it } from '@jest/globals';
import { createFakeSurface, from, furnishHouse, send } from './handle-request.fixture.ts';
import { alice, amir, dana } from './request/people.fixture.ts';
import { quiet } from './request/workflow.fixture.ts';

/** The house after a crash that let only the first lines become durable. */
const afterCrash = (house: ReturnType<typeof furnishHouse>, lines: number) =>
  furnishHouse({ world: house, history: house.ledger.history.filter(({ seq }) => seq <= lines) });

const carryOn = async (house: ReturnType<typeof furnishHouse>) => {
  const surface = createFakeSurface(house.journal);
  for (const attempt of house.attempts.unfinished()) {
    await house.handler.carryOn(attempt, surface);
  }
  return surface;
};

describe('what a crash interrupted', () => {
  it.each([1, 2])('after %i lines is carried on under its ids and answered once', async (lines) => {
    const first = furnishHouse();
    await send(first, from(dana, '/switch'));

    const second = afterCrash(first, lines);
    const surface = await carryOn(second);

    expect(surface.replies).toEqual(['Switched']);
    expect(surface.insides).toEqual([]);
    expect(second.ledger.history.at(-1)).toMatchObject({ id: 'req-asked1', end: 'answered' });
    expect(second.attempts.unfinished()).toEqual([]);
    expect((await carryOn(afterCrash(second, 99))).replies).toEqual([]);
  });

  it('between opening a request and answering opens no second one, whatever the plan would say', async () => {
    const first = furnishHouse();
    await send(first, from(dana, '/thing lamp'));
    await quiet(first);

    const second = afterCrash(first, 3);
    second.works.planRefusals.push({ code: 'ALREADY_PROVISIONED', message: 'It is there.' });
    const surface = await carryOn(second);

    expect(surface.replies[0]).toContain('Request submitted!');
    expect(await second.workflow.list(() => true)).toHaveLength(1);
  });

  it('in an approval counts it once, with the answer that it deserves', async () => {
    const first = furnishHouse();
    first.works.tiers.set('lamp', 'BASE');
    await send(first, from(dana, '/thing lamp'));
    await send(first, from(alice, '/thing approve req-asked1'));
    const lines = first.ledger.history.findIndex(({ event }) => event === 'request.approval') + 1;

    const second = afterCrash(first, lines);
    const surface = await carryOn(second);

    expect(surface.replies).toEqual(['Your approval of req-asked1 (lamp) counts: 1 of 2.']);
    expect(await second.workflow.load('req-asked1')).toMatchObject({
      approvals: [{ by: alice.id }],
    });
  });

  it('in an approval of what has become something else by then counts for nothing', async () => {
    const first = furnishHouse();
    await send(first, from(dana, '/thing lamp'));
    first.works.tiers.set('lamp', 'BASE');
    await send(first, from(amir, '/thing approve req-asked1'));
    await quiet(first);
    await send(first, from(alice, '/thing approve req-asked1'));
    const lines =
      first.ledger.history.findLastIndex(({ event }) => event === 'attempt.received') + 1;

    const second = afterCrash(first, lines);
    const surface = await carryOn(second);

    expect(surface.replies[0]).toContain('has changed since you saw it');
    expect(await second.workflow.load('req-asked1')).toMatchObject({
      status: 'pending',
      approvals: [],
    });
  });

  it('and that is not understood any more is told aloud, as its acknowledgement is gone', async () => {
    const first = furnishHouse();
    await send(first, from(dana, '/thing lamp'));

    const second = furnishHouse({ history: first.ledger.history.slice(0, 1), hasThings: false });
    const surface = await carryOn(second);

    expect(surface.replies).toEqual([expect.stringMatching(/^Error: .*\n\(req-asked1\)$/s)]);
    expect(second.attempts.unfinished()).toEqual([]);
  });
});
