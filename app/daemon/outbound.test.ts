import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetch as undiciFetch } from 'undici';
import { createOutbound, type Line } from './outbound.ts';
import type { ProxySettings } from './read-proxy.ts';
import { type ConnectProxy, startConnectProxy } from './slack/connect-proxy.fixture.ts';
import { eventually } from './slack/eventually.fixture.ts';

let server: Server;
let port: number;
/** What came to the server: the host that was asked for, and the body. */
let seen: string[];
let proxy: ConnectProxy;

const portOf = (): number => port;

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      seen.push(`${request.headers.host} ${body}`);
      if (request.url !== '/silence') {
        response.end('ok');
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  proxy = await startConnectProxy({ portOf });
});
afterEach(async () => {
  await proxy.stop();
  server.closeAllConnections();
  server.close();
});

const settings = (changed: Partial<ProxySettings> = {}): ProxySettings => ({
  httpProxy: `http://127.0.0.1:${proxy.port}`,
  httpsProxy: '',
  noProxy: '',
  ...changed,
});

const post = (given: ProxySettings | undefined, url: string): Promise<Response> =>
  createOutbound(given).fetch(url, { method: 'POST', body: 'für alle' });

describe('fetch', () => {
  it('goes by the proxy, to hosts that only the proxy can find', async () => {
    const answer = await post(settings(), 'http://slack.test/api/auth.test');
    expect(await answer.text()).toBe('ok');
    expect(proxy.asked).toEqual(['slack.test:80']);
    expect(seen).toEqual(['slack.test für alle']);
  });

  it('goes to https by the proxy for https, or by the only one', async () => {
    await expect(
      post(settings({ httpProxy: '', httpsProxy: settings().httpProxy }), 'https://one.test'),
    ).rejects.toThrow('fetch failed');
    await expect(post(settings(), 'https://two.test')).rejects.toThrow('fetch failed');
    expect(proxy.asked).toEqual(['one.test:443', 'two.test:443']);
  });

  it('does not go to http by the proxy for https', async () => {
    await post(
      settings({ httpProxy: '', httpsProxy: settings().httpProxy }),
      `http://127.0.0.1:${port}`,
    );
    expect(proxy.asked).toEqual([]);
  });

  it.each(['*', '127.0.0.1', 'other.test, 127.0.0.1'])(
    'goes directly to what NO_PROXY names: %s',
    async (noProxy) => {
      await post(settings({ noProxy }), `http://127.0.0.1:${port}`);
      expect(proxy.asked).toEqual([]);
      expect(seen).toEqual([`127.0.0.1:${port} für alle`]);
    },
  );

  it('tells the proxy its name and password', async () => {
    const strict = await startConnectProxy({ portOf, credentials: 'quarter:p@ss' });
    await post(
      settings({ httpProxy: `http://quarter:p%40ss@127.0.0.1:${strict.port}` }),
      'http://slack.test',
    );
    expect(seen).toHaveLength(1);
    await expect(
      post(settings({ httpProxy: `http://127.0.0.1:${strict.port}` }), 'http://slack.test'),
    ).rejects.toThrow('fetch failed');
    expect(seen).toHaveLength(1);
    await strict.stop();
  });

  it('is Node’s own without a proxy, whatever stands in the environment', () => {
    expect(createOutbound(undefined).fetch).toBe(globalThis.fetch);
    expect(createOutbound(undefined).openLine()).toBeUndefined();
  });

  it('asks the settings alone, and not the environment', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      http_proxy: 'http://127.0.0.1:1',
      https_proxy: 'http://127.0.0.1:1',
      no_proxy: '*',
    });
    try {
      await post(settings(), 'http://slack.test');
      await post(
        settings({ httpProxy: '', httpsProxy: settings().httpProxy }),
        `http://127.0.0.1:${port}`,
      );
    } finally {
      process.env = before;
    }
    expect(proxy.asked).toEqual(['slack.test:80']);
    expect(seen).toHaveLength(2);
  });

  it('refuses what it could not send as it is', async () => {
    const { fetch } = createOutbound(settings());
    await expect(
      fetch('http://slack.test', { method: 'POST', body: new FormData() }),
    ).rejects.toThrow('only a text can be sent by a proxy');
    expect(proxy.asked).toEqual([]);
  });
});

const openLine = (given: ProxySettings): Line => {
  const line = createOutbound(given).openLine();
  if (line === undefined) {
    throw new Error('no line');
  }
  return line;
};
const call = ({ dispatcher }: Line, url: string) => undiciFetch(url, { dispatcher });

describe('a line', () => {
  it('takes its connections with it when it is cut, and works no more', async () => {
    const patient = await startConnectProxy({ portOf, neverCloses: true });
    const line = openLine(settings({ httpProxy: `http://127.0.0.1:${patient.port}` }));
    await (await call(line, 'http://slack.test')).text();
    const hanging = call(line, 'http://slack.test/silence').catch(() => 'ended');
    await eventually(() => seen.length === 2, 'both requests');
    expect(patient.open()).toBeGreaterThan(0);
    await line.cut();
    expect(await hanging).toBe('ended');
    await eventually(() => patient.open() === 0, 'the end of the connections');
    await expect(call(line, 'http://slack.test')).rejects.toThrow('fetch failed');
    await line.cut();
    await patient.stop();
  });

  it('takes direct connections with it too', async () => {
    const direct: Socket[] = [];
    server.on('connection', (socket) => direct.push(socket));
    const line = openLine(settings({ noProxy: '127.0.0.1' }));
    const hanging = call(line, `http://127.0.0.1:${port}/silence`).catch(() => 'ended');
    await eventually(() => seen.length === 1, 'the request');
    await line.cut();
    expect(await hanging).toBe('ended');
    await eventually(() => direct[0]?.destroyed === true, 'the end of the connection');
  });

  it('that is cut while it connects leaves nothing behind', async () => {
    const line = openLine(settings());
    const calling = call(line, 'http://slack.test').catch(() => 'ended');
    await line.cut();
    expect(await calling).toBe('ended');
    await eventually(() => proxy.open() === 0, 'the end of the connections');
  });
});
