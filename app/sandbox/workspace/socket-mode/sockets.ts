import type { WebSocket } from 'ws';
import type { JsonObject } from '../json.ts';
import type { WorkspaceState } from '../model/state.ts';
import { type Connection, createConnection } from './connection.ts';

/** Does to the app's sockets what Slack and networks do. Sockets are counted from 0, the oldest first. */
export interface SocketControl {
  /** How many are open. */
  readonly count: number;
  /** Asks the client to come anew: the message, and the close after a grace unless the client closes first. */
  refresh(index: number): void;
  /** Announces a disconnect, which follows after the same grace. */
  warn(index: number): void;
  /** Switches Socket Mode off: every socket is told `link_disabled` and closed. */
  disable(): void;
  /** Cuts the TCP connection without a word. */
  drop(index: number): void;
  /** Makes it half open: nothing comes through any more, neither envelopes nor pongs nor acknowledgements. */
  freeze(index: number): void;
}

/** The app's sockets, with the side of the server. */
export interface Sockets {
  readonly control: SocketControl;
  /** Greets a socket that has just connected, or turns it away as one too many. */
  readonly admit: (socket: WebSocket) => void;
  /** Sends a frame over the next socket in turn; its number, or undefined if none is open. */
  send(frame: JsonObject): number | undefined;
  /** Cuts everything. */
  stop(): void;
}

/** Slack's cap for one app. */
const mostSockets = 10;

const createControl = (open: () => readonly Connection[], grace: number): SocketControl => {
  const at = (index: number): Connection => {
    const connection = open()[index];
    if (connection === undefined) {
      throw new Error(`there is no socket ${index}; ${open().length} are open`);
    }
    return connection;
  };
  return {
    get count() {
      return open().length;
    },
    refresh: (index) => {
      at(index).tellToGo('refresh_requested');
      at(index).close(grace);
    },
    warn: (index) => {
      at(index).tellToGo('warning');
      at(index).close(grace);
    },
    disable: () => {
      for (const connection of open()) {
        connection.tellToGo('link_disabled');
        connection.close();
      }
    },
    drop: (index) => at(index).cut(),
    freeze: (index) => at(index).freeze(),
  };
};

const helloOf = (appId: string, count: number): JsonObject => ({
  type: 'hello',
  connection_info: { app_id: appId },
  num_connections: count,
  debug_info: { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18_060 },
});

/** No socket is open. `onFrame` hears each text that a client sends, with the number of its socket. */
export const createSockets = (
  { app, clock, serial, timings, changes }: WorkspaceState,
  onFrame: (frame: string, socket: number) => void,
): Sockets => {
  let open: readonly Connection[] = [];
  let turn = 0;
  const setOpen = (connections: readonly Connection[]): void => {
    open = connections;
    changes.emit({ kind: 'sockets', open: open.length });
  };
  const ports = {
    clock,
    pingEvery: timings.ping,
    onFrame,
    onClose: (gone: Connection) => {
      if (open.includes(gone)) {
        setOpen(open.filter((connection) => connection !== gone));
      }
    },
  };

  return {
    control: createControl(() => open, timings.closeGrace),
    admit: (socket) => {
      const connection = createConnection(socket, serial.count(), ports);
      if (open.length >= mostSockets) {
        connection.tellToGo('too_many_websockets');
        connection.close();
      } else {
        connection.send(helloOf(app.id, open.length + 1));
        setOpen([...open, connection]);
      }
    },
    send: (frame) => {
      const ready = open.filter(({ isReady }) => isReady);
      const connection = ready[turn % Math.max(1, ready.length)];
      turn += 1;
      connection?.send(frame);
      return connection?.number;
    },
    stop: () => {
      for (const connection of open) {
        connection.cut();
      }
    },
  };
};
