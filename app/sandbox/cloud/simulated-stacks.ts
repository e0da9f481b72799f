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

  const remove = (stack: Stack, now: EpochMillis, fails: boolean): CommandFailure | undefined => {
    const { seed, status } = stack;
    if (status.current === 'ABSENT') {
      return { kind: 'gone', reason: `there is no stack ${seed.name}` };
    }
    if (status.current === 'DELETE_IN_PROGRESS') {
      return undefined;
    }
    if (seed.terminationProtected === true) {
      return { kind: 'refused', reason: `${seed.name} is protected against termination` };
    }
    if (status.current.endsWith('_IN_PROGRESS')) {
      return { kind: 'wait', reason: `${seed.name} is ${status.current}` };
    }
    become(status, now, 'DELETE_IN_PROGRESS', [delay, fails ? 'DELETE_FAILED' : 'ABSENT']);
    if (!fails) {
      contents.leaving(seed);
    }
    return undefined;
  };

  const create = (
    { seed, status }: Stack,
    snapshots: readonly string[],
    now: EpochMillis,
    fails: boolean,
  ): CommandFailure | undefined => {
    const foreign = snapshots.filter((database) => !seed.databases.includes(database));
    if (foreign.length > 0) {
      return { kind: 'refused', reason: `${seed.name} does not hold ${foreign.join(', ')}` };
    }
    if (status.current === 'ABSENT') {
      const after = fails ? 'ROLLBACK_COMPLETE' : 'CREATE_COMPLETE';
      become(status, now, 'CREATE_IN_PROGRESS', [delay, after]);
    }
    return undefined;
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
      return command.do === 'delete-stack'
        ? remove(stack, now, fails)
        : create(stack, Object.keys(command.snapshots), now, fails);
    },
  };
};
