import type { WebSocket } from 'ws';
import type { CancelTimer, Clock, Millis } from '../../../../lib/kernel/clock.ts';
import type { JsonObject } from '../json.ts';

/** Slack's own reasons for a `disconnect` message. */
export type DisconnectReason =
  | 'warning'
  | 'refresh_requested'
  | 'link_disabled'
  | 'too_many_websockets';

/** One socket of the app, from the side of the server. */
export interface Connection {
  readonly number: number;
  /** Whether it may get envelopes: it is open and was not told to go. */
  readonly isReady: boolean;
  send(frame: JsonObject): void;
  /** Sends a `disconnect` message; but for a warning, no envelopes follow it. */
  tellToGo(reason: DisconnectReason): void;
  /** Closes with a handshake, after a while if told so. */
  close(after?: Millis): void;
  /** Cuts the TCP connection. */
  cut(): void;
  /** Lets nothing through from now on. */
  freeze(): void;
}

/** Who hears of a connection. */
export interface ConnectionPorts {
  readonly clock: Clock;
  /** Between pings. */
  readonly pingEvery: Millis;
  readonly onFrame: (frame: string, socket: number) => void;
  readonly onClose: (connection: Connection) => void;
}

const every = (clock: Clock, interval: Millis, task: () => void): CancelTimer => {
  let cancel: CancelTimer;
  const again = (): void => {
    cancel = clock.schedule(interval, again);
    task();
  };
  cancel = clock.schedule(interval, again);
  return () => cancel();
};

const closeAfter = (socket: WebSocket, clock: Clock, after: Millis | undefined): void => {
  const close = (): void => socket.close(1000);
  if (after === undefined) {
    close();
  } else {
    clock.schedule(after, close);
  }
};

/** A connection over a socket that is already open: pings, answers pings, and hands on what comes in. */
export const createConnection = (
  socket: WebSocket,
  number: number,
  { clock, pingEvery, onFrame, onClose }: ConnectionPorts,
): Connection => {
  let isFrozen = false;
  let isLeaving = false;
  const unlessFrozen = (task: () => void): void => {
    if (!isFrozen) {
      task();
    }
  };
  const send = (frame: JsonObject): void => unlessFrozen(() => socket.send(JSON.stringify(frame)));

  const connection: Connection = {
    number,
    get isReady() {
      return !isLeaving && socket.readyState === socket.OPEN;
    },
    send,
    tellToGo: (reason) => {
      isLeaving ||= reason !== 'warning';
      send({ type: 'disconnect', reason, debug_info: { host: 'applink-sandbox' } });
    },
    close: (after) => closeAfter(socket, clock, after),
    cut: () => socket.terminate(),
    freeze: () => {
      isFrozen = true;
    },
  };
  const stopPinging = every(clock, pingEvery, () =>
    unlessFrozen(() => socket.ping('Ping from applink-sandbox')),
  );
  socket.on('ping', (data: Buffer) => unlessFrozen(() => socket.pong(data)));
  socket.on('message', (data, isBinary) => {
    if (!isBinary && Buffer.isBuffer(data)) {
      unlessFrozen(() => onFrame(data.toString('utf8'), number));
    }
  });
  // A client that vanishes is no fault of the workspace's: `close` follows.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    stopPinging();
    onClose(connection);
  });
  return connection;
};
