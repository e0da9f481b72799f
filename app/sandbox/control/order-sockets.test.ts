import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { startTestApp, type TestApp } from '../workspace/test-app.fixture.ts';
import type { Order } from './order.ts';
import { createOrderSockets } from './order-sockets.ts';

const clock = createManualClock();
let app: TestApp;
let order: Order;

beforeEach(async () => {
  app = await startTestApp({ clock }, false);
  order = createOrderSockets(app.workspace);
});
afterEach(() => app.stop());

const opened = z.object({ url: z.string() });

const open = (): Promise<Response> =>
  fetch(`${app.workspace.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.workspace.appToken}` },
  });

interface Client {
  readonly socket: WebSocket;
  /** The reasons of the `disconnect` messages so far. */
  readonly reasons: readonly unknown[];
  readonly closed: Promise<unknown>;
}

const disconnect = z.object({ type: z.literal('disconnect'), reason: z.string() });

/** A client that says nothing by itself, and is greeted. */
const connect = async (): Promise<Client> => {
  const { url } = opened.parse(await (await open()).json());
  const socket = new WebSocket(url);
  const reasons: unknown[] = [];
  socket.on('message', (data: Buffer) => {
    const { data: message } = disconnect.safeParse(JSON.parse(data.toString('utf8')));
    reasons.push(...(message === undefined ? [] : [message.reason]));
  });
  const closed = once(socket, 'close');
  await once(socket, 'message');
  return { socket, reasons, closed };
};

const connectTwo = async (): Promise<readonly [Client, Client]> => [
  await connect(),
  await connect(),
];
const isCarriedOut = { ok: true, value: undefined };

describe('an order about sockets', () => {
  it.each([
    ['refresh', 'refresh_requested'],
    ['warn', 'warning'],
  ])(
    '%s tells the oldest, unless another is named, and closes it after a grace',
    async (deed, reason) => {
      const [first, second] = await connectTwo();

      expect(order({ do: deed })).toEqual(isCarriedOut);

      await once(first.socket, 'message');
      expect(first.reasons).toEqual([reason]);
      await clock.advance(10_000);
      await first.closed;
      expect(order({ do: deed, socket: 0 })).toEqual(isCarriedOut);
      await once(second.socket, 'message');
      expect(second.reasons).toEqual([reason]);
    },
  );

  it('drops one, and it is the one that is named', async () => {
    const [first, second] = await connectTwo();
    order({ do: 'drop', socket: 1 });
    await second.closed;
    expect(first.socket.readyState).toBe(WebSocket.OPEN);
    expect(app.workspace.sockets.count).toBe(1);
  });

  it('drops all of them', async () => {
    const both = await connectTwo();
    order({ do: 'drop', socket: 'all' });
    await Promise.all(both.map(({ closed }) => closed));
    expect(app.workspace.sockets.count).toBe(0);
  });

  it('makes one half open: no ping of it is answered any more', async () => {
    const [first, second] = await connectTwo();
    const pongs: string[] = [];
    first.socket.on('pong', () => pongs.push('first'));
    order({ do: 'half-open' });
    first.socket.ping();
    second.socket.ping();
    await once(second.socket, 'pong');
    expect(pongs).toEqual([]);
    expect(app.workspace.sockets.count).toBe(2);
  });

  it('disables Socket Mode for all', async () => {
    const both = await connectTwo();
    expect(order({ do: 'disable' })).toEqual(isCarriedOut);
    await Promise.all(both.map(({ closed }) => closed));
    expect(both.map(({ reasons }) => reasons)).toEqual([['link_disabled'], ['link_disabled']]);
  });

  it.each([
    [{ do: 'drop', socket: 1 }, 'there is no socket 1; 1 are open'],
    [{ do: 'refresh', socket: 9 }, 'there is no socket 9; 1 are open'],
  ])('that names a socket which is not there changes nothing: %j', async (body, problem) => {
    await connect();
    expect(order(body)).toEqual({ ok: false, error: { status: 409, problem } });
    expect(app.workspace.sockets.count).toBe(1);
  });

  it('finds nothing to do where none is open', () => {
    const problem = 'there is no socket 0; 0 are open';
    expect(order({ do: 'drop', socket: 'all' })).toEqual({
      ok: false,
      error: { status: 409, problem },
    });
  });

  it('refuses new ones until they are accepted again, which other faults survive', async () => {
    app.workspace.faults.next('auth.test', { kind: 'reset' });
    order({ do: 'refuse-connections' });
    expect([(await open()).status, (await open()).status]).toEqual([503, 503]);
    order({ do: 'accept-connections' });
    expect((await open()).status).toBe(200);
    expect(app.workspace.faults.waiting).toBe(1);
    order({ do: 'refuse-connections', times: 1 });
    expect([(await open()).status, (await open()).status]).toEqual([503, 200]);
  });
});
