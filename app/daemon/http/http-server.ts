import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Clock, Millis } from '../../../lib/kernel/clock.ts';
import { describeError, Fault } from '../../../lib/kernel/errors.ts';
import type { Log } from '../../../lib/kernel/log.ts';
import type { HealthReport } from '../health.ts';

/** The daemon's HTTP side. */
export interface HttpServer {
  /** The port it really listens on. */
  readonly port: number;
  /** Takes no new connections, finishes what it is answering and cuts what is still open after two seconds. */
  stop(): Promise<void>;
}

/** How long a stop waits for those who are connected: somebody may be and say nothing. */
const stopLimit: Millis = 2_000;

/** What the server works with. */
export interface HttpServerPorts {
  readonly report: () => Promise<HealthReport>;
  readonly clock: Clock;
  readonly log: Log;
}

const routes = ({ report, log }: HttpServerPorts): Hono => {
  const app = new Hono();
  app.get('/health', async (context) => {
    const health = await report();
    // Only what a restart can mend is an error: an orchestrator that restarts us because Slack is down helps nobody.
    return context.json(health, health.status === 'unhealthy' ? 503 : 200);
  });
  app.onError((error, context) => {
    log.error('http.failed', { path: context.req.path, error: describeError(error) });
    return context.json({ error: 'internal error' }, 500);
  });
  app.notFound((context) => context.json({ error: 'not found' }, 404));
  return app;
};

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Fault('PORT_UNAVAILABLE', `PORT: cannot listen on ${host}:${port} (${cause.message})`, {
          cause,
        }),
      ),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Serves `/health`. Rejects with PORT_UNAVAILABLE when the port cannot be had. */
export const startHttpServer = async (
  { host, port }: { readonly host: string; readonly port: number },
  ports: HttpServerPorts,
): Promise<HttpServer> => {
  const { clock } = ports;
  const answer = getRequestListener(routes(ports).fetch);
  const server = createServer((request, response) => void answer(request, response));
  return {
    port: await listen(server, host, port),
    stop: () =>
      new Promise((resolve) => {
        const cancel = clock.schedule(stopLimit, () => server.closeAllConnections());
        server.close(() => {
          cancel();
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
