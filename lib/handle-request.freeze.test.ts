import { describe, expect, it } from '@jest/globals';
import { from, furnishHouse, send } from './handle-request.fixture.ts';
import type { Freeze } from './operation/freeze.ts';
import { alice, dana } from './request/people.fixture.ts';
import { quiet } from './request/workflow.fixture.ts';

const christmas: Freeze = {
  name: 'christmas',
  from: 0,
  to: Number.POSITIVE_INFINITY,
  until: '2027-01-02 00:00 Europe/Berlin',
  environments: undefined,
  operations: undefined,
  reason: 'nobody is here',
};

describe('a freeze', () => {
  it('denies what it covers, and the denial names its reason and its end', async () => {
    const house = furnishHouse({ findFreeze: () => christmas });

    const surface = await send(house, from(dana, '/switch'));

    expect(surface.replies[0]).toContain(
      'Error: Not allowed: frozen until 2027-01-02 00:00 Europe/Berlin (christmas: nobody is here)',
    );
    expect(house.journal).not.toContain('executed switch');
    expect(house.ledger.history).toContainEqual(
      expect.objectContaining({
        event: 'attempt.decided',
        decision: 'deny',
        policies: ['frozen until 2027-01-02 00:00 Europe/Berlin (christmas: nobody is here)'],
      }),
    );
  });

  it('leaves alone what it does not cover', async () => {
    const house = furnishHouse({
      findFreeze: ({ name }) => (name === 'thing' ? christmas : undefined),
    });

    const surface = await send(house, from(dana, '/switch'));

    expect(surface.replies).toEqual(['Switched']);
  });

  it('that begins between request and approval stops what was approved, and says why', async () => {
    const frozen: { now?: Freeze } = {};
    const house = furnishHouse({
      findFreeze: ({ name }) => (name === 'thing' ? frozen.now : undefined),
    });
    await send(house, from(dana, '/thing lamp'));
    frozen.now = christmas;

    await send(house, from(alice, '/thing approve req-asked1'));
    await quiet(house);

    expect(house.works.calls).toEqual([]);
    expect(await house.workflow.load('req-asked1')).toMatchObject({
      status: 'failed',
      ending: { reason: expect.stringContaining('frozen until 2027-01-02 00:00 Europe/Berlin') },
    });
  });
});
