import { type Clock, type EpochMillis, type Millis, pause } from '../../../lib/kernel/clock.ts';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import type { Connection } from './open-connection.ts';

/** The state of one of the sockets. */
export interface SocketState {
  readonly active: boolean;
  /** Since when it is as it is. */
  readonly since: EpochMillis;
  /** Why it is not active; absent iff it is connected. */
  readonly problem?: string;
}

/** One place for a connection, filled again whenever it becomes empty. */
export interface SocketSlot {
  state(): SocketState;
  /** Gives the present connection up, so that a new one is made. */
  renew(): void;
  /** Makes no more connections and closes the present one. */
  stop(): Promise<void>;
}

/** What a slot works with. */
export interface SlotPorts {
  readonly open: () => Promise<Connection>;
  readonly onConnected: () => void;
  readonly clock: Clock;
  readonly log: Log;
  /** Evenly distributed in [0, 1). */
  readonly random: () => number;
}

const firstPause: Millis = 500;
const longestPause: Millis = 30_000;

/** A connection that lived shorter than this was sent away: to come back at once would be hammering. */
const shortLife: Millis = 1_000;

/** Reasons that another connection at once cannot help: an operator must act, or other sockets must go first. */
const hopeless: ReadonlySet<string> = new Set(['link_disabled', 'too_many_websockets']);

/** Doubling up to half a minute; half of it is chance, so that many daemons do not come back together. */
const backOff = (failures: number, random: () => number): Millis => {
  const full = Math.min(longestPause, firstPause * 2 ** (failures - 1));
  return failures === 0 ? 0 : full / 2 + (random() * full) / 2;
};

const failuresAfter = (failures: number, reason: string, lived: Millis): number => {
  if (hopeless.has(reason)) {
    return Math.max(failures + 1, 6);
  }
  return lived < shortLife ? failures + 1 : 0;
};

/** What is in a slot at present, if anything, and why nothing is. */
interface Occupancy {
  readonly fill: (connection: Connection) => void;
  readonly empty: (problem: string) => void;
  readonly state: () => SocketState;
  /** Closes the connection that is there, which stays until it is retired; does nothing where none is. */
  readonly close: () => Promise<void>;
}

const createOccupancy = (clock: Clock): Occupancy => {
  let connection: Connection | undefined;
  let since = clock.now();
  let problem: string | undefined = 'not connected yet';

  const become = (next: Connection | undefined, why: string | undefined): void => {
    connection = next;
    problem = why;
    since = clock.now();
  };

  return {
    fill: (opened) => become(opened, undefined),
    empty: (why) => become(undefined, why),
    state: () => ({
      active: connection?.isActive() === true,
      since,
      ...(problem === undefined ? {} : { problem }),
    }),
    close: async () => connection?.close(),
  };
};

/** Keeps one connection open from now on. */
export const createSocketSlot = (ports: SlotPorts): SocketSlot => {
  const { open, onConnected, clock, log, random } = ports;
  const occupancy = createOccupancy(clock);
  const life = { stopping: false };

  /** One connection from its opening to its retirement; answers how many failures that makes. */
  const live = async (failures: number): Promise<number> => {
    try {
      const opened = await open();
      const begun = clock.now();
      occupancy.fill(opened);
      log.info('slack.connected');
      onConnected();
      const reason = life.stopping ? 'stopping' : await opened.retired;
      occupancy.empty(reason);
      log.info('slack.disconnected', { reason });
      // The old socket finishes its close handshake while the new one is opened already.
      void opened.close();
      return failuresAfter(failures, reason, clock.now() - begun);
    } catch (error) {
      occupancy.empty(describeError(error));
      log.warn('slack.connect_failed', { error: describeError(error), failures: failures + 1 });
      return failures + 1;
    }
  };

  const keep = async (): Promise<void> => {
    let failures = 0;
    while (!life.stopping) {
      failures = await live(failures);
      if (!life.stopping && failures > 0) {
        await pause(clock, backOff(failures, random));
      }
    }
  };
  void keep();

  return {
    state: occupancy.state,
    renew: () => void occupancy.close(),
    stop: async () => {
      life.stopping = true;
      await occupancy.close();
    },
  };
};
