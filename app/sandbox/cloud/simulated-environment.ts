import type {
  CloudCommand,
  CommandFailure,
  DatabaseState,
  EnvironmentState,
} from '../../../lib/environment/cloud.ts';
import type { EpochMillis, Millis } from '../../../lib/kernel/clock.ts';
import type { EnvironmentSeed } from './environments.ts';
import {
  createSimulatedDatabases,
  type DatabaseTimings,
  type SimulatedDatabases,
} from './simulated-databases.ts';
import {
  createSimulatedServices,
  type ServiceChange,
  type SimulatedServices,
} from './simulated-services.ts';
import { createSimulatedStacks, type StackContents } from './simulated-stacks.ts';

/** How long things take in the simulated cloud, in milliseconds. */
export interface CloudTimings extends DatabaseTimings {
  /** For tasks to start and to end. */
  readonly tasks: Millis;
  /** For a stack to be deleted and to be created. */
  readonly stack: Millis;
}

/** One environment, which changes as it is told and as time goes by. */
export interface SimulatedEnvironment {
  describe(now: EpochMillis): EnvironmentState;
  /** Answers why the command was not taken. `fails`: a stack that it sets in motion comes to a bad end. */
  take(command: CloudCommand, now: EpochMillis, fails: boolean): CommandFailure | undefined;
  /** See {@link SimulatedServices}. */
  changeService(name: string, state: ServiceChange, now: EpochMillis): void;
  /** See {@link SimulatedDatabases}. */
  putDatabase(state: DatabaseState): void;
  /** See {@link SimulatedDatabases}. */
  restartDatabase(id: string, now: EpochMillis): void;
}

const by =
  <T>(nameOf: (item: T) => string) =>
  (one: T, other: T): number =>
    nameOf(one) < nameOf(other) ? -1 : 1;

const takesDown = (command: CloudCommand): boolean =>
  command.do === 'suspend-scaling' ||
  command.do === 'stop-database' ||
  command.do === 'delete-stack' ||
  (command.do === 'set-desired' && command.desired === 0);

/** What goes and comes with the stacks of an environment: it comes back as it was when the sandbox started. */
const contentsOf = (
  seed: EnvironmentSeed,
  services: SimulatedServices,
  databases: SimulatedDatabases,
): StackContents => ({
  leaving: (stack) => stack.databases.forEach((id) => databases.markDeleting(id)),
  gone: (stack) => {
    stack.services.forEach((name) => services.remove(name));
    stack.databases.forEach((id) => databases.remove(id));
  },
  back: (stack) => {
    seed.services
      .filter(({ name }) => stack.services.includes(name))
      .forEach((each) => services.add(each));
    seed.databases
      .filter(({ id }) => stack.databases.includes(id))
      .forEach((each) => databases.add(each));
  },
});

/** Makes an environment with everything running. */
export const createSimulatedEnvironment = (
  seed: EnvironmentSeed,
  timings: CloudTimings,
): SimulatedEnvironment => {
  const services = createSimulatedServices(timings.tasks);
  const databases = createSimulatedDatabases(timings);
  seed.services.forEach((each) => services.add(each));
  seed.databases.forEach((each) => databases.add(each));
  const contents = contentsOf(seed, services, databases);
  const stacks = createSimulatedStacks(seed.stacks, contents, timings.stack);
  const settle = (now: EpochMillis): void => {
    services.settle(now);
    databases.settle(now);
    stacks.settle(now);
  };
  return {
    describe: (now) => {
      settle(now);
      return {
        services: services.list().toSorted(by(({ name }) => name)),
        databases: databases.list().toSorted(by(({ id }) => id)),
        stacks: stacks.list(),
        snapshots: databases.snapshots(),
      };
    },
    changeService: (name, state, now) => {
      settle(now);
      services.change(name, state, now);
    },
    putDatabase: (state) => databases.put(state),
    restartDatabase: (id, now) => {
      settle(now);
      databases.restart(id, now);
    },
    take: (command, now, fails) => {
      settle(now);
      if (seed.protected && takesDown(command)) {
        return { kind: 'refused', reason: 'the environment is protected' };
      }
      if ('service' in command) {
        return services.take(command, now);
      }
      return 'database' in command
        ? databases.take(command, now)
        : stacks.take(command, now, fails);
    },
  };
};
