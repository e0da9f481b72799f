import { describe, expect, it } from '@jest/globals';
import { hashOf } from '../kernel/canonical-json.ts';
import type { Refusal } from '../operation/operation.ts';
import type { Decision, Policy } from '../policy/policy.ts';
import { nextStep, type Step } from './next-step.ts';
import { alice, amir, dana } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { createWorld, policy, type World } from './workflow.fixture.ts';

const approvedByAlice = requestOf({
  status: 'approved',
  approvals: [{ by: alice.id, cause: 'req-a1' }],
});
const running = { ...approvedByAlice, status: 'running' } as const;

const stepOf = (
  world: World,
  request: ApprovalRequest = approvedByAlice,
  { asks = policy, has = true }: { asks?: Policy; has?: boolean } = {},
): Promise<Step> =>
  nextStep(request, {
    find: (name) => (has && name === 'thing' ? world.works.operation : undefined),
    identify: world.town.identify,
    policy: asks,
  });

/** The policies that ship, with another answer to whether a thing may be built now. */
const answering = (decision: Decision): Policy => ({ ...policy, permits: () => decision });

const fails = (code: string, reason: string) => ({
  kind: 'take',
  command: { do: 'fail', code, reason },
});

describe('the next step of a request that waits or has ended', () => {
  it.each(['pending', 'done', 'failed', 'denied', 'cancelled'] as const)(
    'is to wait when it is %s, without asking anybody',
    async (status) => {
      const world = createWorld();
      world.town.failures = 1;

      expect(await stepOf(world, requestOf({ status }))).toEqual({ kind: 'wait' });
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

  it('is to ask again with the difference when something else would happen', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'BASE');

    expect(await stepOf(world)).toEqual({
      kind: 'take',
      command: {
        do: 'void',
        reason:
          'what would happen has changed: thing:build lamp APPLICATION → thing:build lamp BASE',
      },
    });
  });

  it('names every effect in the difference', async () => {
    const effects = [
      { operation: 'thing:build', target: 'lamp', tier: 'APPLICATION' },
      { operation: 'thing:paint', target: 'lamp' },
    ];

    expect(
      await stepOf(createWorld(), { ...approvedByAlice, effects, effectsHash: hashOf(effects) }),
    ).toMatchObject({
      command: {
        reason:
          'what would happen has changed: thing:build lamp APPLICATION; thing:paint lamp → thing:build lamp APPLICATION',
      },
    });
  });

  it('is to end when something else would happen and nobody approved it who could be asked again', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'BASE');

    expect(await stepOf(world, requestOf({ needed: 0, status: 'approved' }))).toEqual(
      fails(
        'EFFECTS_CHANGED',
        'what would happen has changed (thing:build lamp APPLICATION → thing:build lamp BASE); please request it again',
      ),
    );
  });

  it.each([
    ['lost the right to approve', ({ town }: World) => town.approvers.delete(alice.id)],
    ['left the workspace', ({ town }: World) => town.people.delete(alice.id)],
    [
      'was deactivated',
      ({ town }: World) => town.people.set(alice.id, { ...alice, kind: 'deactivated' }),
    ],
  ])('is to ask again when the only approver %s', async (_, happens) => {
    const world = createWorld();
    happens(world);

    expect(await stepOf(world)).toEqual({
      kind: 'take',
      command: { do: 'void', reason: 'somebody who approved may not approve any more' },
    });
  });

  it('is to start where one of two approvers went and one is enough', async () => {
    const world = createWorld();
    world.town.approvers.delete(alice.id);
    const both = [...approvedByAlice.approvals, { by: amir.id, cause: 'req-b1' } as const];

    expect(await stepOf(world, { ...approvedByAlice, approvals: both })).toMatchObject({
      command: { do: 'start' },
    });
  });

  it('does not count the approval of the requester, whatever was let through at the click', async () => {
    const world = createWorld();
    world.town.approvers.add(dana.id);

    expect(
      await stepOf(world, { ...approvedByAlice, approvals: [{ by: dana.id, cause: 'req-d1' }] }),
    ).toMatchObject({ command: { do: 'void' } });
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
});

describe('a request that nobody can carry out', () => {
  it.each([approvedByAlice, running])(
    'ends when its operation is gone: $status',
    async (request) => {
      expect(await stepOf(createWorld(), request, { has: false })).toEqual(
        fails('OPERATION_UNKNOWN', "there is no operation 'thing' any more"),
      );
    },
  );

  it.each([approvedByAlice, running])(
    'ends when its requester is gone: $status',
    async (request) => {
      const world = createWorld();
      world.town.people.delete(dana.id);

      expect(await stepOf(world, request)).toEqual(
        fails('REQUESTER_UNKNOWN', 'the requester is not in the workspace any more'),
      );
      expect(world.works.calls).toEqual([]);
    },
  );

  it('is not decided on while the directory cannot be asked', async () => {
    const world = createWorld();
    world.town.failures = 1;

    await expect(stepOf(world)).rejects.toMatchObject({ code: 'DIRECTORY_UNAVAILABLE' });
  });
});
