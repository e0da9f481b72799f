import { describe, expect, it } from '@jest/globals';
import { alice, dana } from './people.fixture.ts';
import { run } from './request-operations.fixture.ts';
import { anyRequestOperations, requestOperations } from './request-operations.ts';
import { askFor, openShop, quiet } from './workflow.fixture.ts';

describe('the operations on whatever request', () => {
  it('are the decisions and the status, which no help shows and which ask the same of the policy', () => {
    const { workflow } = openShop();
    const own = requestOperations({ root: 'thing', listAction: 'image:list', workflow });

    expect(anyRequestOperations(workflow).map(({ name }) => name)).toEqual([
      'request status',
      'request approve',
      'request deny',
      'request cancel',
      'request review',
    ]);
    for (const { name, hidden, action, changes, form } of anyRequestOperations(workflow)) {
      const sibling = own.find((each) => each.name === name.replace('request', 'thing'));
      expect([hidden, sibling?.hidden]).toEqual([true, undefined]);
      expect({ action, changes, form }).toEqual({
        action: sibling?.action,
        changes: sibling?.changes,
        form: sibling?.form,
      });
    }
  });

  it('decide on the request of any command', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');

    expect(await run(shop, 'status', dana, { id }, 'request')).toContain('Pending approval');
    expect(await run(shop, 'approve', alice, { id }, 'request')).toBe(
      'You approved req-thing1 (lamp).',
    );
    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({ status: 'done' });
  });

  it.each(['approve', 'deny', 'cancel', 'review', 'status'])(
    'point to no list when there is no such request, as there is none of all requests: %s',
    async (verb) => {
      const shop = openShop();
      const values = { id: 'req-nothing', reason: 'x' };

      expect(await run(shop, verb, alice, values, 'request')).toBe(
        'NOT_FOUND: There is no request req-nothing.',
      );
    },
  );
});
