import { describe, expect, it } from '@jest/globals';
import { createFakeSurface, from, furnishHouse, send } from './handle-request.fixture.ts';
import { createDeferred } from './kernel/deferred.fixture.ts';
import { claiming } from './request/claiming.fixture.ts';
import { alice, dana } from './request/people.fixture.ts';
import { createWorld } from './request/workflow.fixture.ts';

/** A house where the plan of the second command takes until it is let go. */
const furnishSlow = () => {
  const world = createWorld();
  const { operation } = world.works;
  const held = createDeferred<void>();
  const slow = claiming({
    ...operation,
    plan: async (values, context) => {
      if (context.requestId === 'req-asked2') {
        await held.promise;
      }
      return operation.plan(values, context);
    },
  });
  const house = furnishHouse({ world: { ...world, works: { ...world.works, operation: slow } } });
  return { house, letGo: () => held.resolve(undefined) };
};

describe('a command that is repeated because it seemed lost', () => {
  it('is one request, also if that has ended when the repetition is looked at', async () => {
    const { house, letGo } = furnishSlow();
    await send(house, from(dana, '/thing lamp'));
    const repetition = send(house, from(dana, '/thing lamp'));
    await house.clock.advance(1_000);
    await send(house, from(alice, '/thing deny req-asked1 --reason "No lamps"'));
    letGo();

    expect((await repetition).replies[0]?.split('\n')).toEqual([
      'lamp was asked for already, and that has ended while your command was on its way; nothing was added.',
      'Request ID: req-asked1',
      'Status: Denied',
      'If you still want it, please ask again.',
    ]);
    expect(await house.workflow.list(() => true)).toHaveLength(1);
    expect((await send(house, from(dana, '/thing lamp'))).replies[0]).toContain(
      'Request submitted!',
    );
  });

  it('is that one request also where a crash came between the repetition and its answer', async () => {
    const { house, letGo } = furnishSlow();
    await send(house, from(dana, '/thing lamp'));
    const lost = send(house, from(dana, '/thing lamp'));
    await house.clock.advance(1_000);
    await send(house, from(alice, '/thing deny req-asked1 --reason "No lamps"'));

    const second = furnishHouse({ world: house, history: [...house.ledger.history] });
    letGo();
    await lost;
    const surface = createFakeSurface(second.journal);
    for (const attempt of second.attempts.unfinished()) {
      await second.handler.carryOn(attempt, surface);
    }

    expect(surface.replies).toHaveLength(1);
    expect(surface.replies[0]).toContain('that has ended while your command was on its way');
    expect(await second.workflow.list(() => true)).toHaveLength(1);
  });
});
