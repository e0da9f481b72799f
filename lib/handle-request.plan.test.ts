import { describe, expect, it } from '@jest/globals';
import { from, furnishHouse, send } from './handle-request.fixture.ts';
import { alice, amir, dana } from './request/people.fixture.ts';
import { quiet } from './request/workflow.fixture.ts';

const card = 'req-asked1/card';

/** A house in which Dana asked for a lamp, which has become another one when Alice approved it; and Alice's button. */
const changeWhatWasSeen = async () => {
  const house = furnishHouse();
  await send(house, from(dana, '/thing lamp'));
  await quiet(house);
  const [seen = ''] = house.board.commands.get(card) ?? [];
  house.works.tiers.set('lamp', 'BASE');
  await send(house, from(alice, seen));
  await quiet(house);
  return { house, seen };
};

describe('the button of a card', () => {
  it('approves the plan that the card shows, by the first 12 digits of its hash', async () => {
    const house = furnishHouse();
    await send(house, from(dana, '/thing lamp'));
    await quiet(house);
    const [approve = ''] = house.board.commands.get(card) ?? [];
    const { effectsHash = '' } = (await house.workflow.load('req-asked1')) ?? {};

    expect(approve).toBe(`/thing approve req-asked1 --plan ${effectsHash.slice(0, 12)}`);
    const { replies } = await send(house, from(alice, approve));
    expect(replies).toEqual(['You approved req-asked1 (lamp).']);
    expect(house.ledger.history).toContainEqual(
      expect.objectContaining({
        event: 'attempt.decided',
        plan: [
          {
            operation: 'request:approve',
            target: 'req-asked1',
            plan: effectsHash.slice(0, 12),
          },
        ],
      }),
    );
  });

  it('approves nothing when the plan has changed since the card was seen', async () => {
    const { house, seen } = await changeWhatWasSeen();

    const { replies } = await send(house, from(amir, seen));
    await quiet(house);

    expect(replies).toEqual([
      'req-asked1 (lamp) has changed since you saw it. Please look at its card again before you approve.',
    ]);
    expect(await house.workflow.load('req-asked1')).toMatchObject({
      status: 'pending',
      approvals: [],
    });
    expect(house.works.calls).toEqual([]);
  });

  it('is another one on the card that shows the present plan, and counts', async () => {
    const { house, seen } = await changeWhatWasSeen();
    const [approve = ''] = house.board.commands.get(card) ?? [];

    expect(approve).not.toBe(seen);
    for (const by of [alice, amir]) {
      await send(house, from(by, approve));
    }
    await quiet(house);

    expect([...house.works.built.values()]).toEqual([
      [{ operation: 'thing:build', target: 'lamp', tier: 'BASE' }],
    ]);
  });
});

describe('an approval that is typed', () => {
  it('means the present plan where it names none', async () => {
    const { house } = await changeWhatWasSeen();

    const { replies } = await send(house, from(amir, '/thing approve req-asked1'));

    expect(replies).toEqual(['Your approval of req-asked1 (lamp) counts: 1 of 2.']);
  });

  it.each(['0123', '0123456789AB', '0123456789abc'])(
    'is not understood with the plan %s',
    async (plan) => {
      const { house } = await changeWhatWasSeen();

      const { insides, replies } = await send(
        house,
        from(amir, `/thing approve req-asked1 --plan ${plan}`),
      );

      expect(insides).toMatchObject([{ kind: 'reply' }]);
      expect(replies).toEqual([]);
      expect(await house.workflow.load('req-asked1')).toMatchObject({ approvals: [] });
    },
  );
});
