import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import {
  type ConnectProxy,
  type ConnectProxyOptions,
  startConnectProxy,
} from '../../app/daemon/slack/connect-proxy.fixture.ts';
import { eventually } from '../../app/daemon/slack/eventually.fixture.ts';
import { answerAfter, ask, cardSays, requestImage } from './asking.ts';
import { buildTown, general, type Town } from './town.ts';

jest.setTimeout(60_000);

type Ends = (() => Promise<unknown>)[];

/** Lets `play` happen, and ends what it has begun. The plays wait for most of their time: they overlap. */
const play = (act: (ends: Ends) => Promise<void>) => async () => {
  const ends: Ends = [];
  try {
    await act(ends);
  } finally {
    for (const end of ends.toReversed()) {
      await end();
    }
  }
};

/** A town that a daemon finds only by a proxy: no resolver knows the names under `.test`. */
const buildHiddenTown = async (ends: Ends, origin: string): Promise<Town> => {
  const town = await buildTown({ origin });
  ends.push(() => town.stop());
  return town;
};

const startProxy = async (ends: Ends, options: ConnectProxyOptions): Promise<ConnectProxy> => {
  const proxy = await startConnectProxy(options);
  ends.push(() => proxy.stop());
  return proxy;
};

const certificate = (name: string): string =>
  fileURLToPath(new URL(`./certificates/test-only-${name}`, import.meta.url));

/** The port of a TLS server for slack.test, which hands everything on to the workspace. */
const startTlsFront = async (ends: Ends, { workspace }: Town): Promise<number> => {
  const server = createServer(
    {
      cert: readFileSync(certificate('slack.test.pem')),
      key: readFileSync(certificate('slack.test.key')),
    },
    (client) => {
      const upstream = connect(workspace.port, '127.0.0.1');
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
      client.once('close', () => upstream.destroy());
      client.pipe(upstream).pipe(client);
    },
  );
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => server.close());
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

/** The Web API, both ways of the sockets, and a response_url (a click is answered over one). */
const useEverything = async (town: Town): Promise<void> => {
  await town.workspace.until(() => town.workspace.sockets.count === 2, { what: 'both sockets' });
  const { id, card } = await requestImage(town, town.alice);
  // Nobody approves their own request, and that is said over the response_url of the click.
  const answer = await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));
  expect(answer).toContain('own request');
  expect(town.workspace.calls('response_url').length).toBeGreaterThan(0);
  await town.amir.clicks(card, '✅ Approve');
  await cardSays(town, id, 'Provisioned successfully');
};

describe('a daemon behind a proxy', () => {
  it.concurrent(
    'uses it for the Web API, the sockets and the response URLs, with name and password',
    play(async (ends) => {
      const town = await buildHiddenTown(ends, 'http://slack.test');
      const proxy = await startProxy(ends, {
        portOf: (authority) => (authority === 'slack.test:80' ? town.workspace.port : undefined),
        credentials: 'quarter:not-a-real-password',
      });
      const daemon = await town.start({
        HTTP_PROXY: `http://quarter:not-a-real-password@127.0.0.1:${proxy.port}`,
        LOG_LEVEL: 'debug',
      });
      await useEverything(town);
      expect(new Set(proxy.asked)).toEqual(new Set(['slack.test:80']));
      // Each socket has a tunnel of its own, beside those of the Web API.
      expect(proxy.open()).toBeGreaterThanOrEqual(3);
      daemon.kill('SIGTERM');
      expect(await daemon.ended).toBe(0);
      expect(daemon.output() + daemon.errors()).not.toContain('not-a-real-password');
    }),
  );

  it.concurrent(
    'comes back after the proxy was away',
    play(async (ends) => {
      const town = await buildHiddenTown(ends, 'http://slack.test');
      let isAway = false;
      const proxy = await startProxy(ends, {
        portOf: () => (isAway ? undefined : town.workspace.port),
      });
      const daemon = await town.start({ http_proxy: `127.0.0.1:${proxy.port}` });
      isAway = true;
      proxy.cut();
      await daemon.line('slack.connect_failed');
      isAway = false;
      await town.workspace.until(() => town.workspace.sockets.count > 0, { what: 'a socket' });
      expect(await ask(town, town.dana, '/infra status dev')).toContain('DEV');
    }),
  );

  it.concurrent(
    'goes directly to what NO_PROXY names',
    play(async (ends) => {
      const town = await buildTown();
      ends.push(() => town.stop());
      const proxy = await startProxy(ends, { portOf: () => undefined });
      await town.start({
        HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
        NO_PROXY: 'other.test,127.0.0.1',
      });
      await useEverything(town);
      expect(proxy.asked).toEqual([]);
    }),
  );

  it.concurrent(
    'does not start with a proxy that it cannot use, and does not repeat the password',
    play(async (ends) => {
      const town = await buildHiddenTown(ends, 'http://slack.test');
      const daemon = town.spawn({ HTTPS_PROXY: 'socks5://quarter:not-a-real-password@proxy.test' });
      expect(await daemon.ended).toBe(78);
      expect(daemon.errors()).toContain('HTTPS_PROXY: expected the URL of a proxy');
      expect(daemon.errors()).not.toContain('not-a-real-password');
    }),
  );
});

const startTlsProxy = async (
  ends: Ends,
): Promise<{ readonly town: Town; readonly url: string }> => {
  const town = await buildHiddenTown(ends, 'https://slack.test');
  const front = await startTlsFront(ends, town);
  const proxy = await startProxy(ends, {
    portOf: (authority) => (authority === 'slack.test:443' ? front : undefined),
  });
  return { town, url: `http://127.0.0.1:${proxy.port}` };
};

describe('a proxy for TLS, with an authority of one’s own', () => {
  it.concurrent(
    'is trusted for everything by NODE_EXTRA_CA_CERTS',
    play(async (ends) => {
      const { town, url } = await startTlsProxy(ends);
      await town.start({ HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: certificate('ca.pem') });
      await useEverything(town);
      expect(await ask(town, town.dana, '/infra status dev', general)).toContain('DEV');
    }),
  );

  it.concurrent(
    'is not trusted without',
    play(async (ends) => {
      const { town, url } = await startTlsProxy(ends);
      const daemon = town.spawn({ https_proxy: url, LOG_LEVEL: 'debug' });
      await eventually(() => daemon.output().includes('unable to verify'), 'the refusal', 30_000);
      expect(town.workspace.calls()).toEqual([]);
    }),
  );
});
