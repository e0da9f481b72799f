import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy that tunnels by CONNECT, and nothing else. */
export interface ConnectProxy {
  readonly port: number;
  /** The authorities that tunnels were asked for, as `slack.test:443`, also those that were refused. */
  readonly asked: readonly string[];
  /** How many TCP connections its clients have open. */
  open(): number;
  /** Ends the clients' connections, without a word. */
  cut(): void;
  stop(): Promise<void>;
}

/** How the proxy treats its clients. */
export interface ConnectProxyOptions {
  /** The port of this machine to which an authority leads; undefined: refused with 502. */
  readonly portOf: (authority: string) => number | undefined;
  /** What clients must send as Basic authorization, as `user:password`. */
  readonly credentials?: string;
  /** It never closes a connection by itself, even when the other side of the tunnel does. */
  readonly neverCloses?: boolean;
}

/** A client that closed only its own half goes on to read; one that has gone answers with a reset, and `close` follows. */
const probe = (client: Duplex): void => {
  const timer = setInterval(() => client.write('?'), 20);
  client.once('close', () => clearInterval(timer));
};

const tunnel = (client: Duplex, upstream: Socket, neverCloses: boolean): void => {
  client.write('HTTP/1.1 200 Connection established\r\n\r\n');
  upstream.pipe(client, { end: !neverCloses });
  client.pipe(upstream);
  if (neverCloses) {
    client.once('end', () => probe(client));
  } else {
    upstream.once('close', () => client.destroy());
  }
  client.once('close', () => upstream.destroy());
};

/** Starts a proxy on 127.0.0.1. */
export const startConnectProxy = async ({
  portOf,
  credentials,
  neverCloses = false,
}: ConnectProxyOptions): Promise<ConnectProxy> => {
  const expected =
    credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const asked: string[] = [];
  const clients = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connection', (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
  });
  server.on('connect', ({ url = '', headers }, client) => {
    asked.push(url);
    client.on('error', () => client.destroy());
    if (headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const port = portOf(url);
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => tunnel(client, upstream, neverCloses));
    upstream.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cut = (): void => clients.forEach((client) => client.destroy());
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    asked,
    open: () => clients.size,
    cut,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
};
