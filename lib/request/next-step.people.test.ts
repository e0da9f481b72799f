import { describe, expect, it } from '@jest/globals';
import type { Principal } from '../identity/principal.ts';
import {
  type Operation,
  type OperationContext,
  type Outcome,
  refuse,
} from '../operation/operation.ts';
import type { Policy } from '../policy/policy.ts';
import { replyOf } from '../reply/reply.ts';
import { approvedByBoth, running, stepOf } from './next-step.fixture.ts';
import { alice, amir, dana } from './people.fixture.ts';
import { createWorld, policy, type World } from './workflow.fixture.ts';

/** A world in which the operation is executed like this. */
const worldWith = (
  execute: Operation['execute'],
  plan?: Operation['plan'],
): { readonly world: World } => {
  const world = createWorld();
  const operation = { ...world.works.operation, execute, ...(plan === undefined ? {} : { plan }) };
  return { world: { ...world, works: { ...world.works, operation } } };
};

const done: Outcome = { kind: 'done', reply: replyOf(), facts: {} };

describe('the people of a request that begins', () => {
  it('are asked about at the policy only as far as they are still there', async () => {
    const world = createWorld();
    world.town.people.delete(alice.id);
    const asked: (string | undefined)[] = [];
    const asks: Policy = {
      ...policy,
      decide: (question) => {
        if (question.action === 'request:approve') {
          asked.push(question.principal?.id);
        }
        return policy.decide(question);
      },
    };

    expect(await stepOf(world, approvedByBoth, { asks })).toMatchObject({
      command: { do: 'start' },
    });
    expect(asked).toEqual([amir.id]);
  });

  it('are its requester, as a member without the groups and teams of the time, once it runs', async () => {
    const principals: Principal[] = [];
    const { world } = worldWith(async (_, { principal }) => {
      principals.push(principal);
      return done;
    });

    await stepOf(world, running);

    expect(principals).toEqual([
      {
        id: dana.id,
        username: 'dana',
        displayName: 'dana of the tests',
        email: 'dana@example.com',
        kind: 'member',
        groups: [],
        teams: [],
      },
    ]);
  });
});

describe('the next step of a request that runs', () => {
  it('is to look again for as long as it takes where nobody could see it', async () => {
    const { world } = worldWith(async () => ({ kind: 'unseen', why: 'lost' }));

    expect(await stepOf(world, running)).toEqual({ kind: 'again', why: 'lost', isPatient: true });
  });

  it('is to look again where it goes on, with what is shown of it and whether it can be cancelled', async () => {
    for (const canCancel of [true, false]) {
      const { world } = worldWith(async () => ({ kind: 'running', shown: [], canCancel }));

      expect(await stepOf(world, running)).toEqual({
        kind: 'underway',
        look: { shown: [], canCancel },
      });
    }
  });
});

/** What a started request is told that asks whether it may begin. */
const mayBegin = async (
  happens: (world: World) => void,
  plan?: Operation['plan'],
): Promise<unknown> => {
  const told: unknown[] = [];
  const { world } = worldWith(async (_, context: OperationContext) => {
    told.push(await context.mayBegin?.());
    return done;
  }, plan);
  happens(world);
  await stepOf(world, running);
  return told[0];
};

const refuseForGood: Operation['plan'] = async () => refuse('ALREADY_PROVISIONED', 'It is there.');

describe('what had not begun before a crash', () => {
  it('ends for a requester who is gone, and says so', async () => {
    expect(await mayBegin(({ town }) => town.people.clear())).toEqual({
      code: 'REQUESTER_UNKNOWN',
      message: 'the requester is not in the workspace any more',
    });
  });

  it('waits where it cannot be planned now, and says why', async () => {
    const refused = refuse('UPSTREAM_UNAVAILABLE', 'not now');
    const plan: Operation['plan'] = async () =>
      refused.kind === 'refused'
        ? { ...refused, refusal: { ...refused.refusal, passing: true } }
        : refused;

    expect(await mayBegin(() => undefined, plan)).toEqual({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'it could not be planned',
      passing: true,
    });
  });

  it('ends where its plan is refused for good, in the words of the refusal', async () => {
    expect(await mayBegin(() => undefined, refuseForGood)).toEqual({
      code: 'NOT_BEGUN',
      message: 'it had not begun, and will not: It is there.',
    });
  });
});
