import type { Socket } from 'node:net';
import {
  buildConnector,
  type Dispatcher,
  EnvHttpProxyAgent,
  Pool,
  fetch as undiciFetch,
} from 'undici';
import type { ProxySettings } from './read-proxy.ts';

/** The part of a request that Slack's library and we make use of. */
export interface FetchInit {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | FormData;
  readonly redirect?: 'error' | 'follow' | 'manual';
  readonly signal?: AbortSignal;
}

/** How HTTP goes out, so that a proxy or a test can stand between. */
export type Fetch = (url: string | URL, init?: FetchInit) => Promise<Response>;

/** The way out of one WebSocket, which it shares with nothing else. */
export interface Line {
  readonly dispatcher: Dispatcher;
  /** Ends it with every TCP connection that went over it, whatever the other side does; it cannot be used again. */
  readonly cut: () => Promise<void>;
}

/** All ways out to Slack, by the proxy if there is one. */
export interface Outbound {
  readonly fetch: Fetch;
  /** A new line for a WebSocket; undefined without a proxy, where socket-mode brings its own and ends it too. */
  readonly openLine: () => Line | undefined;
}

/** Makes TCP connections, knows those that are open, and ends them all at once. */
const createConnectionKeeper = () => {
  const connector = buildConnector({});
  const open = new Set<Socket>();
  let ended = false;
  const connect: buildConnector.connector = (options, callback) =>
    connector(options, (...outcome) => {
      const [error, socket] = outcome;
      if (error === null) {
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        if (ended) {
          socket.destroy();
        }
      }
      callback(...outcome);
    });
  return {
    connect,
    endAll: (): void => {
      ended = true;
      open.forEach((socket) => socket.destroy());
    },
  };
};

/**
 * A WebSocket's TCP connection belongs to no dispatcher any more once it is upgraded, and socket-mode can end only those
 * that it made itself. Slack leaves TCP open after the close handshake, so somebody must end them, or each refresh
 * leaves one more towards Slack's cap of ten.
 */
const openProxiedLine = (proxy: ProxySettings): Line => {
  const { connect, endAll } = createConnectionKeeper();
  const dispatcher = new EnvHttpProxyAgent({
    ...proxy,
    // To hosts that NO_PROXY names, and to the proxy.
    connect,
    clientFactory: (origin) => new Pool(origin, { connect }),
  });
  return {
    dispatcher,
    cut: async () => {
      endAll();
      await dispatcher.destroy();
    },
  };
};

/**
 * Node's own fetch may be of another undici than the dispatcher, and they do not always understand each other; and this
 * one would not know Node's own FormData. We send texts only.
 */
const proxiedFetch =
  (dispatcher: Dispatcher): Fetch =>
  async (url, { body = null, ...init } = {}) => {
    if (body !== null && typeof body !== 'string') {
      throw new TypeError('only a text can be sent by a proxy');
    }
    return undiciFetch(url, { ...init, body, dispatcher });
  };

/** The ways out by these settings; the environment is not asked. Without a proxy they are those of Node itself. */
export const createOutbound = (proxy: ProxySettings | undefined): Outbound => {
  if (proxy === undefined) {
    return { fetch: globalThis.fetch, openLine: () => undefined };
  }
  return {
    fetch: proxiedFetch(new EnvHttpProxyAgent({ ...proxy })),
    openLine: () => openProxiedLine(proxy),
  };
};
