import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../kernel/manual-clock.ts';
import { ask, openClaiming } from './claiming.fixture.ts';
import { alice, dana, eve } from './people.fixture.ts';
import { approve, createWorld, quiet } from './workflow.fixture.ts';

/** A shop where Dana's lamp was denied just now. */
const afterDenial = async () => {
  const shop = openClaiming();
  await ask(shop, dana, 'lamp', 'req-first');
  const command = { do: 'deny', by: alice.id, cause: 'req-no1', reason: 'No' } as const;
  await shop.workflow.take('req-first', command);
  return { shop, before: { receivedAt: shop.clock.now() - 1 } };
};

/** A shop where Dana's lamp was built just now. */
const afterBuilding = async () => {
  const shop = openClaiming();
  await ask(shop, dana, 'lamp', 'req-first');
  await approve(shop, 'req-first', alice);
  await quiet(shop);
  return { shop, before: { receivedAt: shop.clock.now() - 1 } };
};

describe('a wish that came in while the same was under way, and is looked at after its end', () => {
  it('is that request where the same person had made it, whatever its end', async () => {
    const { shop, before } = await afterDenial();

    expect(await ask(shop, dana, 'lamp', 'req-second', before)).toMatchObject({
      kind: 'ended',
      request: { id: 'req-first', status: 'denied' },
    });
  });

  it('is that request for anybody where it is done', async () => {
    const { shop, before } = await afterBuilding();

    for (const person of [dana, eve]) {
      expect(await ask(shop, person, 'lamp', 'req-second', before)).toMatchObject({
        kind: 'ended',
        request: { id: 'req-first', status: 'done' },
      });
    }
    expect(shop.works.built.size).toBe(1);
  });

  it('is that request also for whoever had joined it', async () => {
    const shop = openClaiming();
    await ask(shop, dana, 'lamp', 'req-first');
    await ask(shop, eve, 'lamp', 'req-joined');
    await shop.workflow.take('req-first', { do: 'cancel', by: dana.id, cause: 'req-no1' });
    const before = { receivedAt: shop.clock.now() - 1 };

    expect(await ask(shop, eve, 'lamp', 'req-second', before)).toMatchObject({
      kind: 'ended',
      request: { id: 'req-first', status: 'cancelled' },
    });
  });

  it('is a request of its own where it needs fewer approvals, as with a broken glass', async () => {
    const { shop, before } = await afterDenial();

    expect(await ask(shop, dana, 'lamp', 'req-second', { ...before, approvals: 0 })).toMatchObject({
      kind: 'opened',
      request: { needed: 0 },
    });
  });

  it('joins what somebody else has asked for since, rather than being told of the end', async () => {
    const { shop, before } = await afterDenial();
    await ask(shop, eve, 'lamp', 'req-eves');

    expect(await ask(shop, dana, 'lamp', 'req-second', before)).toMatchObject({
      kind: 'joined',
      request: { id: 'req-eves' },
    });
  });

  it('is a request of its own where that end lies ahead, as after the clock was set back', async () => {
    const { shop } = await afterDenial();
    const ledger = shop.ledger.history;
    const world = createWorld(createManualClock(shop.clock.now() - 3_600_000));
    const later = openClaiming(world, ledger);

    expect(await ask(later, dana, 'lamp', 'req-second')).toMatchObject({ kind: 'opened' });
  });

  it('is a request of its own where somebody else had asked and did not get it', async () => {
    const { shop, before } = await afterDenial();

    expect(await ask(shop, eve, 'lamp', 'req-second', before)).toMatchObject({ kind: 'opened' });
  });

  it.each(['lodge', 'sofa'])(
    'is a request of its own where it is for another thing: %s',
    async (other) => {
      const { shop, before } = await afterDenial();

      expect(await ask(shop, dana, other, 'req-second', before)).toMatchObject({ kind: 'opened' });
    },
  );
});

describe('a wish that came in when the same had ended', () => {
  it('is a request of its own', async () => {
    const denied = await afterDenial();
    const built = await afterBuilding();

    for (const { shop } of [denied, built]) {
      expect(await ask(shop, dana, 'lamp', 'req-second')).toMatchObject({ kind: 'opened' });
    }
  });
});
