import type { CommandFailure } from '../../../lib/environment/cloud.ts';
import { type Clock, type Millis, pause } from '../../../lib/kernel/clock.ts';

/** What can be made to go wrong in the cloud, from the next call on. */
export interface CloudSwitches {
  unavailable: boolean;
  /** How long each call takes. */
  delay: Millis;
  /** How many of the next commands are refused as if a permission were missing. */
  refuseNext: number;
  /** How many of the next commands are carried out while their answers are lost. */
  loseAnswers: number;
  /** How many of the next commands are lost on their way. */
  loseCommands: number;
  /** Whether stacks fail to be deleted and created. */
  failStacks: boolean;
}

/** The switches of a cloud in which all is well. */
export const createCloudSwitches = (): CloudSwitches => ({
  unavailable: false,
  delay: 0,
  refuseNext: 0,
  loseAnswers: 0,
  loseCommands: 0,
  failStacks: false,
});

const lost: CommandFailure = { kind: 'unavailable', reason: 'the answer was lost' };

/** Uses one up of a switch that counts down. */
const takeOne = (
  switches: CloudSwitches,
  name: 'refuseNext' | 'loseAnswers' | 'loseCommands',
): boolean => {
  const isOn = switches[name] > 0;
  switches[name] -= isOn ? 1 : 0;
  return isOn;
};

/** Waits as long as a call takes; resolves with why the cloud does not answer it, or with undefined where it does. */
export const reach = async (
  switches: Readonly<CloudSwitches>,
  clock: Clock,
): Promise<{ readonly kind: 'unavailable'; readonly reason: string } | undefined> => {
  if (switches.delay > 0) {
    await pause(clock, switches.delay);
  }
  return switches.unavailable
    ? { kind: 'unavailable', reason: 'switched off in the sandbox' }
    : undefined;
};

/** Why the next command must not be carried out, or undefined where it may; uses that switch up. */
export const mishapOnTheWay = (switches: CloudSwitches): CommandFailure | undefined => {
  if (takeOne(switches, 'loseCommands')) {
    return lost;
  }
  return takeOne(switches, 'refuseNext')
    ? { kind: 'refused', reason: 'access denied (switched in the sandbox)' }
    : undefined;
};

/** What the sender hears instead of what became of a command, or undefined where nothing comes between; uses that switch up. */
export const mishapOnTheWayBack = (switches: CloudSwitches): CommandFailure | undefined =>
  takeOne(switches, 'loseAnswers') ? lost : undefined;
