import { describe, expect, it } from '@jest/globals';
import { parseLine } from '../command/parse.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import type { Planned } from '../operation/operation.ts';
import { alice, dana } from './people.fixture.ts';
import { contextOf, findOperation, run, say } from './request-operations.fixture.ts';
import { requestOperations } from './request-operations.ts';
import { askFor, openShop, quiet } from './workflow.fixture.ts';

const effectsOf = (planned: Planned) =>
  planned.kind === 'planned' ? planned.plan.effects : planned.refusal;

describe('the operations on requests', () => {
  it('ask the policy about the request and whose it is, each under its own action', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');

    for (const verb of ['approve', 'deny', 'cancel', 'review', 'status']) {
      const each = findOperation(shop, verb);
      const action = verb === 'status' ? 'request:read' : `request:${verb}`;
      expect(each.action).toBe(action);
      expect(await each.plan({ id, reason: 'x' }, contextOf(alice))).toMatchObject({
        kind: 'planned',
        plan: {
          effects: [{ operation: action, target: id }],
          resource: {
            type: 'Request',
            id,
            attributes: { requester: { type: 'Principal', id: dana.id } },
          },
          facts: { requestId: id },
        },
      });
    }
  });

  it('change things, but for status and list', () => {
    const shop = openShop();

    for (const verb of ['approve', 'deny', 'cancel', 'review', 'status', 'list']) {
      expect(findOperation(shop, verb).changes).toBe(!['status', 'list'].includes(verb));
    }
  });

  it('are explained to people, each with an example that it understands', () => {
    const { workflow } = openShop();
    const operations = requestOperations({ root: 'thing', listAction: 'image:list', workflow });
    const { grammar } = createCatalogue(operations);

    expect(operations.map(({ name, summary }) => [name, summary])).toEqual([
      ['thing status', 'Check request status'],
      ['thing list', 'List your requests, pending ones first'],
      ['thing approve', 'Approve a request (approvers)'],
      ['thing deny', 'Deny a request and say why (approvers)'],
      ['thing cancel', 'Cancel a request that waits for approval'],
      ['thing review', 'Sign off a break-glass after you have looked at it (approvers)'],
    ]);
    for (const { name, example } of operations) {
      expect(parseLine(grammar, example)).toMatchObject({ kind: 'command', spec: { name } });
    }
    expect(findOperation(openShop(), 'deny').form).toEqual({
      title: 'Deny request',
      submit: 'Deny',
    });
  });

  it('let an approver approve', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');

    expect(await run(shop, 'approve', alice, { id })).toBe('You approved req-thing1 (lamp).');
    await quiet(shop);
    expect(await shop.workflow.load(id)).toMatchObject({
      status: 'done',
      approvals: [{ by: alice.id, cause: 'req-click1' }],
    });
  });

  it('let an approver deny with a reason, which is part of the plan', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');
    const deny = findOperation(shop, 'deny');

    expect(effectsOf(await deny.plan({ id, reason: 'We have one' }, contextOf(alice)))).toEqual([
      { operation: 'request:deny', target: id, reason: 'We have one' },
    ]);
    expect(await run(shop, 'deny', alice, { id, reason: 'We have one' })).toBe(
      'You denied req-thing1 (lamp).',
    );
    expect(await shop.workflow.load(id)).toMatchObject({
      status: 'denied',
      ending: { by: alice.id, reason: 'We have one' },
    });
  });

  it('let a requester cancel, and tell an approver who comes later', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');

    expect(await run(shop, 'cancel', dana, { id })).toBe('You cancelled req-thing1 (lamp).');
    const late = await findOperation(shop, 'approve').execute(
      [{ operation: 'request:approve', target: id }],
      contextOf(alice, 'req-click2'),
    );
    expect(say(late)).toBe(
      'req-thing1 (lamp) is cancelled by @UDANA already; nothing was changed.',
    );
  });

  it('show a request', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');

    expect(await run(shop, 'status', dana, { id })).toContain('Status: Pending approval');
  });

  it("list one's own requests", async () => {
    const shop = openShop();
    await askFor(shop, 'lamp', 1);
    await askFor(shop, 'desk', 2, alice);
    const planned = await findOperation(shop, 'list').plan({}, contextOf(dana));

    expect(planned).toMatchObject({
      plan: {
        effects: [{ operation: 'image:list', target: 'thing' }],
        resource: { type: 'Operation', id: 'thing list', attributes: {} },
      },
    });
    expect(await run(shop, 'list', dana)).toBe(
      'Your requests\n- req-thing1: lamp – Pending approval',
    );
  });

  it.each(['approve', 'deny', 'cancel', 'review', 'status'])(
    'say where to look when there is no such request: %s',
    async (verb) => {
      const shop = openShop();

      expect(await run(shop, verb, alice, { id: 'req-nothing', reason: 'x' })).toBe(
        'NOT_FOUND: There is no request req-nothing. /thing list shows yours.',
      );
    },
  );

  it('of one command know nothing of the requests of another', async () => {
    const shop = openShop();
    const { id } = await askFor(shop, 'lamp');

    expect(
      effectsOf(await findOperation(shop, 'status', 'other').plan({ id }, contextOf(dana))),
    ).toMatchObject({ code: 'NOT_FOUND' });
    const list = findOperation(shop, 'list', 'other');
    expect(say(await list.execute([], contextOf(dana)))).toContain('You have no requests.');
  });

  it('refuse effects that name no request, as a ledger of another version might hold', async () => {
    const shop = openShop();

    for (const verb of ['approve', 'deny', 'cancel', 'review', 'status']) {
      expect(say(await findOperation(shop, verb).execute([], contextOf(alice)))).toMatch(
        /^NOT_FOUND: There is no request .*\/thing list shows yours\.$/,
      );
    }
    const odd = [{ operation: 'request:approve', target: '../lamp' }];
    expect(say(await findOperation(shop, 'approve').execute(odd, contextOf(alice)))).toBe(
      'NOT_FOUND: There is no request ../lamp. /thing list shows yours.',
    );
  });
});
