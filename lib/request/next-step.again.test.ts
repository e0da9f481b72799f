import { describe, expect, it } from '@jest/globals';
import { hashOf } from '../kernel/canonical-json.ts';
import type { Policy } from '../policy/policy.ts';
import {
  answering,
  approvedByAlice,
  approvedByBoth,
  fails,
  lampOf,
  needing,
  stepOf,
} from './next-step.fixture.ts';
import { alice, dana } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { createWorld, policy, type World } from './workflow.fixture.ts';

describe('the next step of a request that was approved before something changed', () => {
  it('is to ask again with the difference when something else would happen, for that and as many as it needs', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'BASE');

    expect(await stepOf(world)).toEqual({
      kind: 'take',
      command: {
        do: 'void',
        reason:
          'what would happen has changed: thing:build lamp APPLICATION → thing:build lamp BASE',
        wanted: {
          ...lampOf('BASE'),
          needed: 2,
          policies: ['an image needs one approval', 'base images need two approvals'],
          deadlines: {},
        },
      },
    });
  });

  it('is to ask at least one when something else would happen for which the policy needs nobody', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'TRUSTED');

    expect(await stepOf(world)).toMatchObject({
      command: {
        do: 'void',
        wanted: {
          ...lampOf('TRUSTED'),
          needed: 1,
          policies: ['images for trusted teams need no approval'],
          deadlines: {},
        },
      },
    });
  });

  it('is to end when something else would happen that the policy does not allow', async () => {
    const world = createWorld();
    world.works.tiers.set('lamp', 'BASE');
    const asks = answering({ kind: 'deny', reasons: ['frozen'] });

    expect(await stepOf(world, approvedByAlice, { asks })).toEqual(
      fails('DENIED', 'the policy does not allow it any more: frozen'),
    );
  });

  it('is to ask again when the policy wants more approvals by now, for the same', async () => {
    expect(await stepOf(createWorld(), approvedByAlice, { asks: needing(3) })).toEqual({
      kind: 'take',
      command: {
        do: 'void',
        reason: 'the policy has changed',
        wanted: {
          ...lampOf('APPLICATION'),
          needed: 3,
          policies: ['things need 3 by now'],
          deadlines: {},
        },
      },
    });
  });

  it('is to start when the policy wants as many approvals by now as there are', async () => {
    const asks = needing(2);

    expect(await stepOf(createWorld(), approvedByBoth, { asks })).toEqual({
      kind: 'take',
      command: { do: 'start' },
    });
  });

  it('is to ask people when nobody had to approve it and the policy wants somebody by now', async () => {
    const byPolicy = requestOf({ needed: 0, status: 'approved' });

    expect(await stepOf(createWorld(), byPolicy)).toMatchObject({
      command: {
        do: 'void',
        reason: 'the policy has changed',
        wanted: { ...lampOf('APPLICATION'), needed: 1 },
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

  it.each([
    ['BASE', 2],
    ['TRUSTED', 1],
  ])(
    'is to ask people when something else would happen and nobody had to approve it: tier %s',
    async (tier, needed) => {
      const world = createWorld();
      world.works.tiers.set('lamp', tier);

      expect(await stepOf(world, requestOf({ needed: 0, status: 'approved' }))).toMatchObject({
        kind: 'take',
        command: {
          do: 'void',
          reason: `what would happen has changed: thing:build lamp APPLICATION → thing:build lamp ${tier}`,
          wanted: { ...lampOf(tier), needed },
        },
      });
    },
  );

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
      command: {
        do: 'void',
        reason: 'somebody who approved may not approve any more',
        wanted: {
          ...lampOf('APPLICATION'),
          needed: 1,
          policies: ['an image needs one approval'],
          deadlines: {},
        },
      },
    });
  });

  it('does not count the approval of the requester, whatever was let through at the click', async () => {
    const world = createWorld();
    world.town.approvers.add(dana.id);

    expect(
      await stepOf(world, { ...approvedByAlice, approvals: [{ by: dana.id, cause: 'req-d1' }] }),
    ).toMatchObject({
      command: { do: 'void', reason: 'somebody who approved may not approve any more' },
    });
  });
});

/** Whether the policy hears of a broken glass when this request is about to start. */
const hearsOfGlass = async (others: Partial<ApprovalRequest>): Promise<unknown> => {
  const request = {
    ...approvedByAlice,
    args: { thing: 'lamp', 'break-glass': 'INC-1' },
    ...others,
  };
  const asked: unknown[] = [];
  const asks: Policy = {
    decide: (question) => policy.decide(question),
    permits: (question, approvals) => {
      asked.push(question.context?.breakGlass);
      return policy.permits(question, approvals);
    },
  };
  await stepOf(createWorld(), request, { asks });
  expect(asked).toHaveLength(1);
  return asked[0];
};

describe('a broken glass', () => {
  const brokenGlass = { incident: 'INC-1' };

  it('counts when what it was broken for is about to start', async () => {
    expect(await hearsOfGlass({ brokenGlass, needed: 0, approvals: [] })).toBe(true);
  });

  it('opens nothing later where it made no difference when it was asked for', async () => {
    expect(await hearsOfGlass({})).toBe(false);
    expect(await hearsOfGlass({ needed: 0, approvals: [] })).toBe(false);
  });

  it('counts no more once people had to be asked after all', async () => {
    expect(await hearsOfGlass({ brokenGlass, needed: 1 })).toBe(false);
  });
});
