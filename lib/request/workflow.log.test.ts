import { describe, expect, it } from '@jest/globals';
import { alice } from './people.fixture.ts';
import { approve, askFor, openShop, quiet } from './workflow.fixture.ts';

const id = 'req-thing1';

describe('the log of a workflow', () => {
  it('has a line for every change: of which request, by which command, and what became of it', async () => {
    const shop = openShop();
    await askFor(shop, 'lamp');
    await approve(shop, id, alice);
    await quiet(shop);

    expect(shop.log.of('request.changed')).toEqual(
      [
        ['open', 'pending'],
        ['approve', 'approved'],
        ['start', 'running'],
        ['finish', 'done'],
      ].map(([command, status]) => ({
        level: 'info',
        event: 'request.changed',
        request_id: id,
        command,
        verdict: 'done',
        status,
      })),
    );
  });

  it('says after a start how many requests have not ended', async () => {
    const shop = openShop();
    await askFor(shop, 'lamp', 1);
    await askFor(shop, 'desk', 2);
    await askFor(shop, 'chair', 3);
    await approve(shop, id, alice);
    await quiet(shop);

    const next = openShop({ world: shop, history: shop.ledger.history });
    await next.workflow.resume();
    await quiet(next);

    expect(next.log.of('requests.resumed')).toMatchObject([{ open: 2, known: 3 }]);
  });
});
