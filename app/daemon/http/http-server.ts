import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { HealthReport } from '../health.ts';

/** The daemon's HTTP side. */
export interface HttpServer {
  /** The port it really listens on. */
  readonly port: number;
  /** Takes no new connections and ends idle ones; resolves when all are closed. */
  stop(): Promise<void>;
}

const routes = (report: () => Promise<HealthReport>): Hono => {
  const app = new Hono();
  app.get('/health', async (context) => {
    const health = await report();
    // Only what a restart can mend is an error: an orchestrator that restarts us because Slack is down helps nobody.
    return context.json(health, health.status === 'unhealthy' ? 503 : 200);
  });
  app.notFound((context) => context.json({ error: 'not found' }, 404));
  return app;
};

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Serves `/health`. Rejects when the port cannot be had. */
export const startHttpServer = async (
  { host, port }: { readonly host: string; readonly port: number },
  report: () => Promise<HealthReport>,
): Promise<HttpServer> => {
  const answer = getRequestListener(routes(report).fetch);
  const server = createServer((request, response) => void answer(request, response));
  return {
    port: await listen(server, host, port),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
};
