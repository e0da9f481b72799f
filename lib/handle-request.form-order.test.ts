import { describe, expect, it } from '@jest/globals';
import { createFakeSurface, from, furnishHouse, send } from './handle-request.fixture.ts';
import { createDeferred, settle } from './kernel/deferred.fixture.ts';
import { alice, dana } from './request/people.fixture.ts';

describe('a form', () => {
  it.each([
    ['of what changes nothing before it comes back', dana, '/thing --dry-run'],
    ['of a decision on a request', alice, '/thing deny req-asked1'],
  ] as const)('%s opens only when the acknowledgement is out', async (_, person, typed) => {
    const house = furnishHouse();
    await send(house, from(dana, '/thing lamp'));
    const sent = createDeferred<void>();
    const surface = createFakeSurface(house.journal);
    const handled = house.handler.handle(from(person, typed), {
      ...surface,
      acknowledge: async (inside) => {
        await sent.promise;
        await surface.acknowledge(inside);
      },
    });
    await settle();
    expect(surface.forms).toEqual([]);

    sent.resolve();
    await handled;

    expect(surface.forms).toHaveLength(1);
    expect(house.journal.filter((each) => !each.startsWith('wrote')).slice(-2)).toEqual([
      'acknowledged',
      'asked',
    ]);
  });
});
