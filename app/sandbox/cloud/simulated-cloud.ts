import type {
  Cloud,
  CloudCommand,
  CommandFailure,
  DatabaseState,
} from '../../../lib/environment/cloud.ts';
import type { Clock } from '../../../lib/kernel/clock.ts';
import { fail, succeed } from '../../../lib/kernel/result.ts';
import {
  type CloudSwitches,
  createCloudSwitches,
  mishapOnTheWay,
  mishapOnTheWayBack,
  reach,
} from './cloud-switches.ts';
import { type EnvironmentSeed, environments } from './environments.ts';
import {
  type CloudTimings,
  createSimulatedEnvironment,
  type SimulatedEnvironment,
} from './simulated-environment.ts';
import type { ServiceChange } from './simulated-services.ts';

/** A command that reached the cloud, whatever became of it. */
export interface SentCommand {
  readonly environment: string;
  readonly command: CloudCommand;
}

/** What others than the orchestrator do in the account. Each throws for an environment that there is not. */
export interface CloudWorld {
  /** Changes a service as somebody in the console would; what is left out stays. Adds one where there is none. */
  setService(environment: string, name: string, state: ServiceChange): void;
  /** Puts a database into any state, in which it stays until it is told otherwise. Adds one where there is none. */
  putDatabase(environment: string, state: DatabaseState): void;
  /** Starts a stopped database, as RDS does after seven days. */
  restartDatabase(environment: string, id: string): void;
}

/** A cloud in memory: dev, staging and prod. */
export interface SimulatedCloud extends Cloud {
  readonly switches: CloudSwitches;
  readonly world: CloudWorld;
  /** Every command that was sent, oldest first. */
  readonly sent: readonly SentCommand[];
}

/** How a cloud differs from the sandbox's. */
export interface CloudOptions {
  readonly timings?: Partial<CloudTimings>;
  readonly environments?: Readonly<Record<string, EnvironmentSeed>>;
}

/** Minutes in a real account, seconds here; seven days are seven days. */
const sandboxTimings: CloudTimings = {
  tasks: 3_000,
  database: 6_000,
  snapshot: 5_000,
  stack: 8_000,
  longestStop: 7 * 24 * 60 * 60 * 1000,
};

const createWorld = (
  states: ReadonlyMap<string, SimulatedEnvironment>,
  clock: Clock,
): CloudWorld => {
  const find = (name: string): SimulatedEnvironment => {
    const state = states.get(name);
    if (state === undefined) {
      throw new Error(`there is no environment ${name}`);
    }
    return state;
  };
  return {
    setService: (environment, name, state) =>
      find(environment).changeService(name, state, clock.now()),
    putDatabase: (environment, state) => find(environment).putDatabase(state),
    restartDatabase: (environment, id) => find(environment).restartDatabase(id, clock.now()),
  };
};

/** Makes a cloud of its own; two of them share nothing. */
export const createSimulatedCloud = (clock: Clock, options: CloudOptions = {}): SimulatedCloud => {
  const switches = createCloudSwitches();
  const seeds = new Map(Object.entries(options.environments ?? environments));
  const timings = { ...sandboxTimings, ...options.timings };
  const states = new Map(
    [...seeds].map(([name, seed]) => [name, createSimulatedEnvironment(seed, timings)] as const),
  );
  const sent: SentCommand[] = [];

  const take = (environment: string, command: CloudCommand): CommandFailure | undefined => {
    const mishap = mishapOnTheWay(switches);
    if (mishap !== undefined) {
      return mishap;
    }
    const state = states.get(environment);
    if (state === undefined) {
      return { kind: 'refused', reason: `there is no environment ${environment}` };
    }
    const failure = state.take(command, clock.now(), switches.failStacks);
    return mishapOnTheWayBack(switches) ?? failure;
  };

  return {
    switches,
    world: createWorld(states, clock),
    sent,
    environments: seeds,
    describe: async (environment) => {
      const outage = await reach(switches, clock);
      if (outage !== undefined) {
        return fail(outage);
      }
      const state = states.get(environment);
      return state === undefined
        ? fail({ kind: 'unknown-environment', known: [...states.keys()] })
        : succeed(state.describe(clock.now()));
    },
    send: async (environment, command) => {
      const outage = await reach(switches, clock);
      if (outage !== undefined) {
        return fail(outage);
      }
      sent.push({ environment, command });
      const failure = take(environment, command);
      return failure === undefined ? succeed(undefined) : fail(failure);
    },
  };
};
