import { describe, expect, it } from '@jest/globals';
import type { Operation, OperationContext, Refusal } from '../operation/operation.ts';
import type { Policy } from '../policy/policy.ts';
import {
  answering,
  approvedByAlice,
  approvedByBoth,
  fails,
  running,
  stepOf,
  stepPortsOf,
} from './next-step.fixture.ts';
import { nextStep } from './next-step.ts';
import { alice, dana } from './people.fixture.ts';
import { everyStatus, requestOf } from './proposal.fixture.ts';
import { createWorld, policy } from './workflow.fixture.ts';

describe('the next step of a request that waits or has ended', () => {
  it.each(everyStatus.filter((status) => status !== 'approved' && status !== 'running'))(
    'is to wait when it is %s, without asking the directory',
    async (status) => {
      const world = createWorld();
      world.town.failures = 1;
      const request = requestOf({ status, asked: [] });
      const found = new Set([request.id]);

      expect(await nextStep(request, { ...stepPortsOf(world), found })).toEqual({ kind: 'wait' });
      expect(world.town.failures).toBe(1);
    },
  );
});

describe('the next step of an approved request', () => {
  it('is to start where what was approved is what would happen, and builds nothing yet', async () => {
    const world = createWorld();

    expect(await stepOf(world)).toEqual({ kind: 'take', command: { do: 'start' } });
    expect(world.works.calls).toEqual([]);
  });

  it('is to start where one of two approvers went and one is enough', async () => {
    const world = createWorld();
    world.town.approvers.delete(alice.id);

    expect(await stepOf(world, approvedByBoth)).toMatchObject({
      command: { do: 'start' },
    });
  });

  it('is to end when the policy says no by now, with its reasons', async () => {
    const asks = answering({ kind: 'deny', reasons: ['frozen', 'never on Mondays'] });

    expect(await stepOf(createWorld(), approvedByAlice, { asks })).toEqual(
      fails('DENIED', 'the policy does not allow it any more: frozen, never on Mondays'),
    );
  });

  it('asks the policy about the requester, the present resource and the approvals that still count', async () => {
    const asked: unknown[] = [];
    const asks: Policy = {
      ...policy,
      permits: (question, approvals) => {
        asked.push([question.principal.id, question.action, question.resource, approvals]);
        return policy.permits(question, approvals);
      },
    };

    await stepOf(createWorld(), approvedByAlice, { asks });

    const attributes = {
      tier: 'APPLICATION',
      autoApproved: false,
      requester: { type: 'Principal', id: dana.id },
    };
    expect(asked).toEqual([
      [dana.id, 'image:provision', { type: 'Image', id: 'lamp', attributes }, 1],
    ]);
  });

  it('is to end when the plan is refused for good, in the words of the refusal', async () => {
    const world = createWorld();
    world.works.planRefusals.push({
      code: 'ALREADY_PROVISIONED',
      message: ['It is there, says ', { person: alice.id }, '.'],
    });

    expect(await stepOf(world)).toEqual(fails('ALREADY_PROVISIONED', 'It is there, says @UALICE.'));
  });

  it('is to try again when the plan is refused for now', async () => {
    const world = createWorld();
    const refusal: Refusal = { code: 'RATE_LIMITED', message: 'Too many.', passing: true };
    world.works.planRefusals.push(refusal);

    expect(await stepOf(world)).toEqual({
      ...fails('RATE_LIMITED', 'Too many.'),
      kind: 'again',
      why: 'RATE_LIMITED',
    });
  });
});

describe('the next step of a running request', () => {
  it('is to finish with the facts of what was done, under its operation id', async () => {
    const world = createWorld();

    expect(await stepOf(world, running)).toEqual({
      kind: 'take',
      command: { do: 'finish', result: { place: '/srv/op-lamp001' } },
    });
    expect([...world.works.built]).toEqual([['op-lamp001', running.effects]]);
  });

  it('executes what was approved, and plans nothing again', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'BASE');
    world.town.approvers.clear();

    expect(await stepOf(world, running)).toMatchObject({ command: { do: 'finish' } });
    expect(world.works.built.get('op-lamp001')).toEqual(running.effects);
  });

  it('is to end when the execution is refused', async () => {
    const world = createWorld();
    world.works.buildRefusals.push({ code: 'ORG_LIMIT_REACHED', message: 'No room.' });

    expect(await stepOf(world, running)).toEqual(fails('ORG_LIMIT_REACHED', 'No room.'));
  });

  it('is to try again when the execution is refused for now, and what it comes to if it never works', async () => {
    const world = createWorld();
    world.works.buildRefusals.push({ code: 'UNREACHABLE', message: 'Not now.', passing: true });

    expect(await stepOf(world, running)).toEqual({
      ...fails('UNREACHABLE', 'Not now.'),
      kind: 'again',
      why: 'UNREACHABLE',
    });
    expect(world.works.built.size).toBe(0);
  });
});

describe('a request that nobody can carry out', () => {
  it('ends when its operation is gone before it started', async () => {
    expect(await stepOf(createWorld(), approvedByAlice, { has: false })).toEqual(
      fails('OPERATION_UNKNOWN', "there is no operation 'thing' any more"),
    );
  });

  it('ends when its requester is gone before it started', async () => {
    const world = createWorld();
    world.town.people.delete(dana.id);

    expect(await stepOf(world, approvedByAlice)).toEqual(
      fails('REQUESTER_UNKNOWN', 'the requester is not in the workspace any more'),
    );
    expect(world.works.calls).toEqual([]);
  });

  it('never ends by the loss of its operation once it runs: it may have done its work', async () => {
    expect(await stepOf(createWorld(), running, { has: false })).toEqual({
      kind: 'again',
      why: 'OPERATION_UNKNOWN',
    });
  });

  it('is finished for its requester as they were known, whether or not they are there and anybody can be asked', async () => {
    const world = createWorld();
    world.town.people.delete(dana.id);
    world.town.failures = 1;
    const contexts: OperationContext[] = [];
    const operation: Operation = {
      ...world.works.operation,
      execute: (effects, context) => {
        contexts.push(context);
        return world.works.operation.execute(effects, context);
      },
    };
    expect(await nextStep(running, stepPortsOf(world, operation))).toMatchObject({
      command: { do: 'finish' },
    });
    expect(contexts).toMatchObject([
      { principal: running.requester, requestId: 'req-lamp001', operationId: 'op-lamp001' },
    ]);
    expect(world.town.failures).toBe(1);
  });

  it('is not decided on while the directory cannot be asked', async () => {
    const world = createWorld();
    world.town.failures = 1;

    await expect(stepOf(world)).rejects.toMatchObject({ code: 'DIRECTORY_UNAVAILABLE' });
  });
});
