import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { type WebSocket, WebSocketServer } from 'ws';

/** A server on loopback for HTTP and WebSockets. */
export interface LoopbackServer {
  readonly port: number;
  /** Closes it with every connection, at once. */
  close(): Promise<void>;
}

/** What the server serves. */
export interface Served {
  readonly fetch: Parameters<typeof createAdaptorServer>[0]['fetch'];
  /** Whether the request target of an upgrade may become a WebSocket. */
  readonly admits: (target: string) => boolean;
  readonly onSocket: (socket: WebSocket) => void;
}

const isHttpServer = (server: object): server is Server => 'closeAllConnections' in server;

/** Listens on 127.0.0.1 at `port`, or at a free one for 0. Rejects if the port is taken. */
export const listen = async (port: number, served: Served): Promise<LoopbackServer> => {
  const server = createAdaptorServer({ fetch: served.fetch, overrideGlobalObjects: false });
  if (!isHttpServer(server)) {
    throw new TypeError('not a server of HTTP/1.1');
  }
  // Pongs are the sockets' own affair: a half-open one gives none.
  const webSockets = new WebSocketServer({ noServer: true, autoPong: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (served.admits(request.url ?? '/')) {
      webSockets.handleUpgrade(request, socket, head, served.onSocket);
    } else {
      socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        webSockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
