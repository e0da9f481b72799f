import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { WebSocket } from 'ws';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ clock }, false);
});

afterEach(() => app.stop());

const ticketUrl = async (): Promise<string> => {
  const client = new WebClient(app.workspace.appToken, { slackApiUrl: app.workspace.apiUrl });
  const { url = '' } = await client.apps.connections.open({});
  return url;
};
const firstFrame = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString('utf8'))));
  });
const refusalOf = (url: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
  });
/** The client's next hello. */
const nextHello = (): Promise<void> =>
  new Promise((resolve) => {
    app.socket.once('connected', () => resolve());
  });
const connect = async (): Promise<{ readonly socket: WebSocket; readonly frame: unknown }> => {
  const socket = new WebSocket(await ticketUrl());
  return { socket, frame: await firstFrame(socket) };
};

describe('a socket', () => {
  it('is greeted with hello, which counts the sockets of the app', async () => {
    const { socket, frame } = await connect();
    expect(frame).toEqual({
      type: 'hello',
      connection_info: { app_id: 'A0QUARTER' },
      num_connections: 1,
      debug_info: {
        host: expect.any(String),
        build_number: 1,
        approximate_connection_time: 18_060,
      },
    });
    expect((await connect()).frame).toMatchObject({ num_connections: 2 });
    socket.close();
    await app.workspace.until(() => app.workspace.sockets.count === 1);
  });

  it('connects with a ticket that is good once and for a while', async () => {
    const used = await ticketUrl();
    expect(used).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=\w+&app_id=A0QUARTER$/);
    await firstFrame(new WebSocket(used));
    const old = await ticketUrl();
    await clock.advance(30_001);
    await expect(refusalOf(used)).resolves.toBe(408);
    await expect(refusalOf(old)).resolves.toBe(408);
    expect(app.workspace.sockets.count).toBe(1);
  });

  it('is turned away as the eleventh', async () => {
    await Promise.all(Array.from({ length: 10 }, connect));
    const { socket, frame } = await connect();
    expect(frame).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    await once(socket, 'close');
    expect(app.workspace.sockets.count).toBe(10);
  });

  it('is pinged and gets its own pings answered', async () => {
    const { socket } = await connect();
    const pinged = once(socket, 'ping');
    await clock.advance(5_000);
    await pinged;
    const answered = once(socket, 'pong');
    socket.ping('hello');
    expect(String((await answered)[0])).toBe('hello');
  });

  it('takes turns with the others: each envelope goes over one', async () => {
    await connect();
    await connect();
    const dana = app.workspace.person('U0DANA');
    const typing = Array.from({ length: 4 }, () => dana.types('C0GENERAL', '/x'));
    await clock.advance(3_000);
    await Promise.all(typing);
    const sockets = app.workspace.envelopes().map((envelope) => envelope.sockets);
    expect(sockets.every((numbers) => numbers.length === 1)).toBe(true);
    expect(new Set(sockets.flat()).size).toBe(2);
    expect(sockets[0]).toEqual(sockets[2]);
  });

  it('is told to refresh, gets nothing more and is closed after a grace', async () => {
    const { socket } = await connect();
    const told = firstFrame(socket);
    app.workspace.sockets.refresh(0);
    await expect(told).resolves.toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    const { text } = await app.workspace.person('U0DANA').types('C0GENERAL', '/x');
    expect(text).toContain('dispatch_failed');
    const closed = once(socket, 'close');
    await clock.advance(9_999);
    expect(app.workspace.sockets.count).toBe(1);
    await clock.advance(1);
    await closed;
  });

  it('is warned before a disconnect, and told when Socket Mode is switched off', async () => {
    const { socket } = await connect();
    const warned = firstFrame(socket);
    app.workspace.sockets.warn(0);
    await expect(warned).resolves.toMatchObject({ reason: 'warning' });
    const told = firstFrame(socket);
    app.workspace.sockets.disable();
    await expect(told).resolves.toMatchObject({ reason: 'link_disabled' });
    await once(socket, 'close');
  });

  it('can be dropped without a word', async () => {
    const { socket } = await connect();
    const closed = once(socket, 'close');
    app.workspace.sockets.drop(0);
    expect((await closed)[0]).toBe(1006);
    expect(() => app.workspace.sockets.drop(0)).toThrow('no socket 0; 0 are open');
  });
});

describe("Slack's own client", () => {
  beforeEach(() => app.socket.start());

  it('comes back after a refresh', async () => {
    const back = nextHello();
    app.workspace.sockets.refresh(0);
    await back;
    expect(app.workspace.sockets.count).toBe(1);
    const result = await app.workspace.person('U0DANA').types('C0GENERAL', '/x');
    expect(result.outcome).toBe('acknowledged');
  });

  it('comes back after a drop', async () => {
    const back = nextHello();
    app.workspace.sockets.drop(0);
    await back;
    expect(app.workspace.calls('apps.connections.open')).toHaveLength(2);
    expect(app.workspace.sockets.count).toBe(1);
  });

  it('notices that a socket is half open', async () => {
    const back = nextHello();
    app.workspace.sockets.freeze(0);
    const typing = app.workspace.person('U0DANA').types('C0GENERAL', '/x');
    await clock.advance(3_000);
    expect((await typing).outcome).toBe('operation_timeout');
    await back;
    expect(app.workspace.calls('apps.connections.open')).toHaveLength(2);
  });

  it('gets the same envelope again on demand', async () => {
    const { envelopeId = '' } = await app.workspace.person('U0DANA').types('C0GENERAL', '/x');
    app.workspace.redeliver(envelopeId);
    const envelope = await app.workspace.until(() =>
      app.workspace.envelopes().find(({ acknowledgements }) => acknowledgements.length === 2),
    );
    expect(envelope.sockets).toHaveLength(2);
    expect(app.received.map(({ envelope_id: id }) => id)).toEqual([envelopeId, envelopeId]);
    expect(() => app.workspace.redeliver('nothing')).toThrow('no envelope nothing');
  });
});
