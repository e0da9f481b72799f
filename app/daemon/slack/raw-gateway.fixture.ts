import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** The far side of the sockets, with nothing that Slack is careful about: it sends whatever frame it is told to. */
export interface RawGateway {
  readonly apiUrl: string;
  /** All connections so far, also closed ones. */
  readonly sockets: readonly WebSocket[];
  /** How many connections are open. */
  open(): number;
  /** What came in over any of them, parsed. */
  readonly received: readonly unknown[];
  /** Sends a frame over the last connection. */
  send(frame: unknown): void;
  /** What happens to new connections from now on; until then they are greeted with hello. */
  greetWith(greet: (socket: WebSocket) => void): void;
  /** From now on apps.connections.open is answered only when this resolves. */
  holdUntil(gate: Promise<void>): void;
  stop(): Promise<void>;
}

const hello = (socket: WebSocket): void => socket.send(JSON.stringify({ type: 'hello' }));

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks);
};

/** Sends a call on to another Web API and its answer back. */
const forward = async (
  to: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const answer = await fetch(new URL((request.url ?? '/').slice(1), to), {
    method: 'POST',
    headers: {
      authorization: request.headers.authorization ?? '',
      'content-type': request.headers['content-type'] ?? '',
    },
    body: await bodyOf(request),
  });
  response.setHeader('content-type', 'application/json');
  response.end(Buffer.from(await answer.arrayBuffer()));
};

/** Starts a gateway whose Web API knows apps.connections.open and forwards everything else to `webApi`. */
export const startRawGateway = async (webApi = 'http://127.0.0.1:1/'): Promise<RawGateway> => {
  let greet = hello;
  let gate = Promise.resolve();
  const sockets: WebSocket[] = [];
  const received: unknown[] = [];
  let port = 0;
  const server = createServer((request, response) => {
    if (request.url === '/apps.connections.open') {
      response.setHeader('content-type', 'application/json');
      const answer = JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` });
      void gate.then(() => response.end(answer));
      return;
    }
    void forward(webApi, request, response).catch(() => response.writeHead(502).end());
  });
  const socketServer = new WebSocketServer({ server });
  socketServer.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data: Buffer) => received.push(JSON.parse(data.toString('utf8'))));
    socket.on('error', () => undefined);
    greet(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return {
    apiUrl: `http://127.0.0.1:${port}/`,
    sockets,
    received,
    open: () => socketServer.clients.size,
    send: (frame) =>
      sockets.at(-1)?.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    greetWith: (next) => {
      greet = next;
    },
    holdUntil: (next) => {
      gate = next;
    },
    stop: () =>
      new Promise((resolve) => {
        sockets.forEach((socket) => socket.terminate());
        socketServer.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
