import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createDeferred } from '../../../lib/kernel/deferred.fixture.ts';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import type { HealthReport } from '../health.ts';
import { createRecordedLog } from '../recorded-log.fixture.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';

const host = '127.0.0.1';
const clock = createManualClock();
const recorded = createRecordedLog();

const reportOf = (status: HealthReport['status']): HealthReport => ({
  status,
  checks: { slack: 'ok', ledger: 'ok' },
  sockets: [],
  metrics: { pendingRequests: 1, requestsToday: 2, avgApprovalTimeMin: 3 },
});

const servers: HttpServer[] = [];
const start = async (report: () => Promise<HealthReport>): Promise<HttpServer> => {
  const server = await startHttpServer({ host, port: 0 }, { report, clock, log: recorded.log });
  servers.push(server);
  return server;
};
afterEach(async () => {
  const stopped = servers.splice(0).map((server) => server.stop());
  await clock.advance(10_000);
  await Promise.all(stopped);
});

const get = ({ port }: HttpServer, path: string): Promise<Response> =>
  fetch(`http://${host}:${port}${path}`);

const open = async ({ port }: HttpServer): Promise<Socket> => {
  const socket = connect(port, host);
  await once(socket, 'connect');
  return socket;
};

describe('/health', () => {
  it.each([
    ['healthy', 200],
    ['degraded', 200],
    ['unhealthy', 503],
  ] as const)('answers %s with %i and the report', async (status, code) => {
    const server = await start(async () => reportOf(status));
    const answer = await get(server, '/health');
    expect(answer.status).toBe(code);
    expect(answer.headers.get('content-type')).toMatch('application/json');
    expect(await answer.json()).toEqual(reportOf(status));
  });

  it('answers 500 when the report cannot be made, and tells the log alone why', async () => {
    const server = await start(() => Promise.reject(new Error('a path and a token')));
    const answer = await get(server, '/health');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'internal error' });
    expect(recorded.said('http.failed')).toEqual([
      {
        level: 'error',
        event: 'http.failed',
        fields: { path: '/health', error: 'a path and a token' },
      },
    ]);
  });
});

describe('the HTTP server', () => {
  it.each(['/', '/metrics', '/health/../etc', '/health/x'])('has nothing at %s', async (path) => {
    const server = await start(async () => reportOf('healthy'));
    const answer = await get(server, path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: 'not found' });
  });

  it('rejects when the port cannot be had', async () => {
    const { port } = await start(async () => reportOf('healthy'));
    await expect(
      startHttpServer(
        { host, port },
        { report: async () => reportOf('healthy'), clock, log: recorded.log },
      ),
    ).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' });
  });

  it('finishes what it is answering when it is stopped, and takes nothing more', async () => {
    const asked = createDeferred<void>();
    const report = createDeferred<HealthReport>();
    const server = await start(() => {
      asked.resolve();
      return report.promise;
    });
    const answer = get(server, '/health');
    await asked.promise;
    const stopped = server.stop();
    await expect(get(server, '/health')).rejects.toThrow('fetch failed');
    report.resolve(reportOf('healthy'));
    expect((await answer).status).toBe(200);
    await clock.advance(10_000);
    await stopped;
  });

  it('is not kept from stopping by somebody who connects and says nothing', async () => {
    const server = await start(async () => reportOf('healthy'));
    const silent = await open(server);
    const closed = once(silent, 'close');
    const stopped = server.stop();
    await clock.advance(10_000);
    await stopped;
    await expect(closed).resolves.toEqual([false]);
  });
});
