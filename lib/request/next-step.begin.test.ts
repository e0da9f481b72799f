import { describe, expect, it } from '@jest/globals';
import { type Operation, type Outcome, type Refusal, refuse } from '../operation/operation.ts';
import { approvedByAlice, needing, stepPortsOf } from './next-step.fixture.ts';
import { nextStep } from './next-step.ts';
import { createWorld, type World } from './workflow.fixture.ts';

const running = { ...approvedByAlice, status: 'running' } as const;

/** Whether a request that was started may begin, as its execution is told. */
const askWhether = async (
  world: World,
  others: Partial<Parameters<typeof nextStep>[1]> = {},
  change: Partial<Operation> = {},
): Promise<Refusal | undefined> => {
  const told: (Refusal | undefined)[] = [];
  const operation: Operation = {
    ...world.works.operation,
    ...change,
    execute: async (_, { mayBegin }): Promise<Outcome> => {
      told.push(await mayBegin?.());
      return { kind: 'unseen', why: 'only asking' };
    },
  };
  await nextStep(running, { ...stepPortsOf(world, operation), ...others });
  expect(told).toHaveLength(1);
  return told[0];
};

describe('what was started before a crash and never began', () => {
  it('may begin where it is allowed and planned as it was', async () => {
    expect(await askWhether(createWorld())).toBeUndefined();
  });

  it('is not asked about again where this process checked it before the start', async () => {
    const world = createWorld();
    world.town.people.clear();

    expect(await askWhether(world, { checked: new Set([running.id]) })).toBeUndefined();
  });

  it('may not begin where more people must approve by now', async () => {
    expect(await askWhether(createWorld(), { policy: needing(2) })).toMatchObject({
      code: 'NOT_BEGUN',
      message: expect.stringContaining('it had not begun, and will not: the policy has changed'),
    });
  });

  it('may not begin where it would do something else', async () => {
    const refusal = await askWhether(
      createWorld(),
      {},
      {
        plan: async () => ({
          kind: 'planned',
          plan: {
            effects: [{ operation: 'thing:build', target: 'bomb' }],
            resource: {
              type: 'Image',
              id: 'bomb',
              attributes: {
                tier: 'APPLICATION',
                autoApproved: false,
                requester: { type: 'Principal', id: running.requester.id },
              },
            },
            facts: {},
          },
        }),
      },
    );

    expect(refusal).toMatchObject({ code: 'NOT_BEGUN' });
  });

  it('may not begin for somebody who has left', async () => {
    const world = createWorld();
    world.town.people.clear();

    expect(await askWhether(world)).toMatchObject({ code: 'REQUESTER_UNKNOWN' });
  });

  it('waits where it cannot be planned now', async () => {
    const refusal = await askWhether(
      createWorld(),
      {},
      {
        plan: async () => {
          const refused = refuse('UPSTREAM_UNAVAILABLE', 'not now');
          return refused.kind === 'refused'
            ? { ...refused, refusal: { ...refused.refusal, passing: true } }
            : refused;
        },
      },
    );

    expect(refusal).toMatchObject({ passing: true });
  });
});

describe('what was confirmed by typing', () => {
  it('ends where it would do something else by now: nobody approves that in the place of its requester', async () => {
    const world = createWorld();
    const operation: Operation = {
      ...world.works.operation,
      confirmation: {
        argument: 'confirm',
        isNeeded: () => true,
        ask: () => ({ intro: [], label: 'Type it' }),
      },
    };

    const step = await nextStep(
      { ...approvedByAlice, effectsHash: 'another' },
      stepPortsOf(world, operation),
    );

    expect(step).toMatchObject({
      kind: 'take',
      command: {
        do: 'fail',
        code: 'CHANGED',
        reason: expect.stringContaining('Please type the command again'),
      },
    });
  });
});
