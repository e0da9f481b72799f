import { describe, expect, it } from '@jest/globals';
import type { Person } from '../identity/directory.ts';
import type { Operation, Outcome } from '../operation/operation.ts';
import { plainText, writeText } from '../reply/plain-text.ts';
import { alice, dana, principalOf } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand } from './request-command.ts';
import { anyRequestOperations, requestOperations } from './request-operations.ts';
import { openShop } from './workflow.fixture.ts';

const plan = '0123456789ab';

/** The operations on one request, and what the workflow is told to do with it. */
const operationsOn = (request: ApprovalRequest | undefined) => {
  const taken: RequestCommand[] = [];
  const workflow = {
    ...openShop().workflow,
    load: async () => request,
    take: async (_: string, command: RequestCommand) => {
      taken.push(command);
      return request && ({ request, verdict: 'done' } as const);
    },
  };
  const operations = requestOperations({ root: 'thing', listAction: 'thing:list', workflow });
  const find = (verb: string): Operation => {
    const found = operations.find(({ name }) => name === `thing ${verb}`);
    if (found === undefined) {
      throw new Error(`there is no ${verb}`);
    }
    return found;
  };
  return { find, operations, taken, workflow };
};

const contextOf = (by: Person) =>
  ({ principal: principalOf(by), requestId: 'req-click1', operationId: 'op-click1' }) as const;

const say = (outcome: Outcome): string => {
  if (outcome.kind === 'done') {
    return plainText(outcome.reply);
  }
  return outcome.kind === 'failed'
    ? `${outcome.refusal.code}: ${writeText(outcome.refusal.message)}`
    : outcome.kind;
};

const id = 'req-lamp001';
const verbs = ['approve', 'deny', 'cancel', 'review'] as const;

describe('a decision on a request', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, RequestCommand]>([
    ['approve', { id, plan }, { do: 'approve', by: alice.id, cause: 'req-click1', plan }],
    ['approve', { id }, { do: 'approve', by: alice.id, cause: 'req-click1' }],
    [
      'deny',
      { id, reason: 'We have one' },
      { do: 'deny', by: alice.id, cause: 'req-click1', reason: 'We have one' },
    ],
    ['cancel', { id }, { do: 'cancel', by: alice.id, cause: 'req-click1' }],
    ['review', { id }, { do: 'review', by: alice.id, cause: 'req-click1' }],
  ])(
    'reaches the workflow as it was given, in the name of its person: %s %j',
    async (verb, values, command) => {
      const { find, taken } = operationsOn(requestOf());
      const planned = await find(verb).plan(values, contextOf(alice));

      expect(planned).toMatchObject({ kind: 'planned' });
      if (planned.kind === 'planned') {
        await find(verb).execute(planned.plan.effects, contextOf(alice));
      }
      expect(taken).toStrictEqual([command]);
    },
  );

  it('names the plan that was seen among its effects, where one is named', async () => {
    const approve = operationsOn(requestOf()).find('approve');

    expect(await approve.plan({ id, plan }, contextOf(alice))).toMatchObject({
      plan: { effects: [{ operation: 'request:approve', target: id, plan }] },
    });
    const unnamed = await approve.plan({ id }, contextOf(alice));
    expect(unnamed.kind === 'planned' && unnamed.plan.effects).toStrictEqual([
      { operation: 'request:approve', target: id },
    ]);
  });

  it('gives no reason where a ledger of another version holds none', async () => {
    const { find, taken } = operationsOn(requestOf());
    await find('deny').execute([{ operation: 'request:deny', target: id }], contextOf(alice));

    expect(taken).toMatchObject([{ do: 'deny', reason: '' }]);
  });

  it('is none where no effect says on what', async () => {
    const { find, taken } = operationsOn(requestOf());

    for (const verb of verbs) {
      expect(say(await find(verb).execute([], contextOf(alice)))).toContain(
        'NOT_FOUND: There is no request . ',
      );
    }
    expect(taken).toEqual([]);
  });

  it('says that the request is gone where it is', async () => {
    const { find } = operationsOn(undefined);
    const effects = [{ operation: 'request:approve', target: id }];

    expect(say(await find('approve').execute(effects, contextOf(alice)))).toBe(
      `NOT_FOUND: There is no request ${id}. /thing list shows yours.`,
    );
    expect(say(await find('status').execute(effects, contextOf(alice)))).toBe(
      `NOT_FOUND: There is no request ${id}. /thing list shows yours.`,
    );
    expect(say(await find('status').execute([], contextOf(alice)))).toContain(
      'There is no request . ',
    );
  });

  it('takes effect when it is given: there is no dry run of it, nor of looking', () => {
    const { operations, workflow } = operationsOn(requestOf());

    for (const { dryRun } of [...operations, ...anyRequestOperations(workflow)]) {
      expect(dryRun).toBe(false);
    }
  });
});

describe('whoever is asked for what a decision lacks', () => {
  it.each(verbs)('is asked first whether they may %s that request', async (verb) => {
    const { find } = operationsOn(requestOf());

    expect(await find(verb).outline?.({ id })).toMatchObject({
      kind: 'planned',
      plan: {
        effects: [{ operation: `request:${verb}`, target: id }],
        resource: { type: 'Request', id, attributes: { requester: { id: dana.id } } },
      },
    });
    expect(await find(verb).outline?.({})).toBeUndefined();
  });

  it('is asked whether they may list requests where they name none', () => {
    const { find, workflow } = operationsOn(requestOf());

    for (const verb of verbs) {
      expect(find(verb).formAction).toBe('thing:list');
    }
    for (const { name, formAction } of anyRequestOperations(workflow)) {
      expect(formAction).toBe(name === 'request status' ? undefined : 'image:list');
    }
  });
});
