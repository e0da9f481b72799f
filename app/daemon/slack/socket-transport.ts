import type { CancelTimer, Millis } from '../../../lib/kernel/clock.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import { type ConnectionOptions, openConnection } from './open-connection.ts';
import { createSocketSlot, type SocketSlot, type SocketState } from './socket-slot.ts';

/** All our sockets to Slack. Slack hands each envelope to any one of them. */
export interface SocketTransport {
  /** Begins to connect and goes on until it is stopped. Resolves at the first hello of any socket. */
  readonly start: () => Promise<void>;
  /** Takes no more envelopes and closes; acknowledgements of what was taken fail from here on. */
  readonly stop: () => Promise<void>;
  /** Gives up every connection and makes new ones, as after a fault inside the library; one after the other. */
  readonly restart: (reason: string) => void;
  /** One state for each socket that was begun. */
  readonly states: () => readonly SocketState[];
}

/** What a transport needs beside a connection's options. */
export interface TransportOptions extends ConnectionOptions {
  /** 1 to 10. */
  readonly connections: number;
  readonly log: Log;
  /** Evenly distributed in [0, 1). */
  readonly random: () => number;
}

/** Between the sockets' connections, so that Slack's refreshes, hours later, do not coincide. */
const stagger: Millis = 3_000;

/** Keeps several sockets open, so that while one is refreshed the others serve. */
export const createSocketTransport = (options: TransportOptions): SocketTransport => {
  const { clock, log, random } = options;
  const slots: SocketSlot[] = [];
  const timers: CancelTimer[] = [];
  let stopping = false;

  const begin = (onConnected: () => void): void => {
    if (!stopping) {
      slots.push(
        createSocketSlot({ open: () => openConnection(options), onConnected, clock, log, random }),
      );
    }
  };

  return {
    start: () =>
      new Promise((resolve) => {
        begin(resolve);
        for (let index = 1; index < options.connections; index += 1) {
          timers.push(clock.schedule(stagger * index, () => begin(resolve)));
        }
      }),
    stop: async () => {
      stopping = true;
      timers.forEach((cancel) => cancel());
      await Promise.all(slots.map((slot) => slot.stop()));
    },
    restart: (reason) => {
      log.warn('slack.restarting', { reason });
      slots.forEach((slot, index) => clock.schedule(stagger * index, () => slot.renew()));
    },
    states: () => slots.map((slot) => slot.state()),
  };
};
