import type { CloudCommand, CommandFailure, StackState } from '../../../lib/environment/cloud.ts';
import type { EpochMillis, Millis } from '../../../lib/kernel/clock.ts';
import { become, type Changing, settle, steady } from './changing.ts';
import type { StackSeed } from './environments.ts';

interface Stack {
  readonly seed: StackSeed;
  readonly status: Changing<string>;
}

type StackCommand = Extract<CloudCommand, { readonly stack: string }>;

/** What happens to what a stack holds. */
export interface StackContents {
  leaving(seed: StackSeed): void;
  gone(seed: StackSeed): void;
  /** It stands again. */
  back(seed: StackSeed): void;
}

/** The stacks of one environment. */
export interface SimulatedStacks {
  settle(now: EpochMillis): void;
  list(): readonly StackState[];
  take(command: StackCommand, now: EpochMillis, fails: boolean): CommandFailure | undefined;
}

const failureReason = 'the sandbox was told to let it fail';

const describe = ({ seed, status: { current: status } }: Stack): StackState => ({
  name: seed.name,
  status,
  ...(status.endsWith('_FAILED') || status === 'ROLLBACK_COMPLETE'
    ? { statusReason: failureReason }
    : {}),
  resourceTypes: status === 'ABSENT' ? [] : seed.resourceTypes,
  terminationProtected: seed.terminationProtected ?? false,
  databases: seed.databases,
});

/** CloudFormation's words for a stack while a command is being carried out, and at its good and its bad end. */
const courses = {
  'delete-stack': { meanwhile: 'DELETE_IN_PROGRESS', done: 'ABSENT', failed: 'DELETE_FAILED' },
  'create-stack': {
    meanwhile: 'CREATE_IN_PROGRESS',
    done: 'CREATE_COMPLETE',
    failed: 'ROLLBACK_COMPLETE',
  },
} as const;

const hindranceToDelete = ({ seed, status: { current } }: Stack): CommandFailure | undefined => {
  if (current === 'ABSENT') {
    return { kind: 'gone', reason: `there is no stack ${seed.name}` };
  }
  if (current === 'DELETE_IN_PROGRESS') {
    return undefined;
  }
  if (seed.terminationProtected === true) {
    return { kind: 'refused', reason: `${seed.name} is protected against termination` };
  }
  return current.endsWith('_IN_PROGRESS')
    ? { kind: 'wait', reason: `${seed.name} is ${current}` }
    : undefined;
};

const hindranceToCreate = (
  { seed }: Stack,
  snapshots: Readonly<Record<string, string>>,
): CommandFailure | undefined => {
  const foreign = Object.keys(snapshots).filter((database) => !seed.databases.includes(database));
  return foreign.length > 0
    ? { kind: 'refused', reason: `${seed.name} does not hold ${foreign.join(', ')}` }
    : undefined;
};

/** Why a command cannot be carried out now, or undefined where it can be or has been. */
const hindranceOf = (stack: Stack, command: StackCommand): CommandFailure | undefined =>
  command.do === 'delete-stack'
    ? hindranceToDelete(stack)
    : hindranceToCreate(stack, command.snapshots);

/** Whether a command that nothing hinders begins anything: one stack is not deleted twice, and none created that is there. */
const beginsAnything = ({ status }: Stack, command: StackCommand): boolean =>
  command.do === 'delete-stack'
    ? status.current !== 'DELETE_IN_PROGRESS'
    : status.current === 'ABSENT';

/** Makes the stacks, all of them standing; `delay` is how long one takes to be deleted or created. */
export const createSimulatedStacks = (
  seeds: readonly StackSeed[],
  contents: StackContents,
  delay: Millis,
): SimulatedStacks => {
  const stacks: readonly Stack[] = seeds.map((seed) => ({
    seed,
    status: steady('CREATE_COMPLETE'),
  }));

  const begin = (
    { seed, status }: Stack,
    command: StackCommand['do'],
    now: EpochMillis,
    fails: boolean,
  ): void => {
    const { meanwhile, done, failed } = courses[command];
    become(status, now, meanwhile, [delay, fails ? failed : done]);
    if (command === 'delete-stack' && !fails) {
      contents.leaving(seed);
    }
  };

  return {
    settle: (now) => {
      for (const { seed, status } of stacks) {
        settle(status, now, (to) => {
          if (to === 'ABSENT') {
            contents.gone(seed);
          } else if (to === 'CREATE_COMPLETE') {
            contents.back(seed);
          }
        });
      }
    },
    list: () => stacks.map(describe),
    take: (command, now, fails) => {
      const stack = stacks.find(({ seed }) => seed.name === command.stack);
      if (stack === undefined) {
        return { kind: 'refused', reason: `no stack ${command.stack} is configured` };
      }
      const hindrance = hindranceOf(stack, command);
      if (hindrance === undefined && beginsAnything(stack, command)) {
        begin(stack, command.do, now, fails);
      }
      return hindrance;
    },
  };
};
