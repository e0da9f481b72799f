import type { Cloud, EnvironmentState } from '../../../lib/environment/cloud.ts';
import { type Clock, type Millis, pause } from '../../../lib/kernel/clock.ts';
import { fail, succeed } from '../../../lib/kernel/result.ts';
import { environments } from './environments.ts';

/** What can be made to go wrong in the cloud, from the next call on. */
export interface CloudSwitches {
  unavailable: boolean;
  /** How long each call takes. */
  delay: Millis;
}

/** A cloud in memory: dev, staging and prod. */
export interface SimulatedCloud extends Cloud {
  readonly switches: CloudSwitches;
}

/** Makes a cloud of its own; two of them share nothing. */
export const createSimulatedCloud = (clock: Clock): SimulatedCloud => {
  const switches: CloudSwitches = { unavailable: false, delay: 0 };
  const states = new Map<string, EnvironmentState>(Object.entries(environments));
  return {
    switches,
    describe: async (environment) => {
      if (switches.delay > 0) {
        await pause(clock, switches.delay);
      }
      if (switches.unavailable) {
        return fail({ kind: 'unavailable', reason: 'switched off in the sandbox' });
      }
      const state = states.get(environment);
      return state === undefined
        ? fail({ kind: 'unknown-environment', known: [...states.keys()] })
        : succeed(state);
    },
  };
};
