import { describe, expect, it } from '@jest/globals';
import { ask, openClaiming } from './claiming.fixture.ts';
import { alice, dana, eve } from './people.fixture.ts';
import { approve, quiet } from './workflow.fixture.ts';

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
