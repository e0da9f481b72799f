import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { arnOf } from './function-name.ts';
import { createFaultQueue, type InvocationFaults } from './invocation-faults.ts';
import { createLambdaApi, type Invocation } from './lambda-api.ts';
import type { FunctionHandler } from './run-function.ts';

/** What the endpoint serves, and where. */
export interface LambdaEndpointOptions {
  /** Handlers by function name. */
  readonly functions: Readonly<Record<string, FunctionHandler>>;
  /** The port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
}

/** A Lambda that runs in this process. */
export interface LambdaEndpoint {
  /** What AWS_ENDPOINT_URL_LAMBDA must be, as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The full ARN of one of its functions. */
  arnOf(name: string): string;
  readonly faults: InvocationFaults;
  /** The last thousand invocations, oldest first. */
  readonly invocations: readonly Invocation[];
  /** Breaks all connections and closes. Handlers that run go on unheard. */
  stop(): Promise<void>;
}

const remembered = 1_000;

/** Starts the endpoint and resolves when it listens; rejects when the port is taken. */
export const startLambdaEndpoint = async ({
  functions,
  port,
}: LambdaEndpointOptions): Promise<LambdaEndpoint> => {
  const faults = createFaultQueue();
  const invocations: Invocation[] = [];
  const record = (invocation: Invocation): void => {
    invocations.push(invocation);
    if (invocations.length > remembered) {
      invocations.shift();
    }
  };
  const api = createLambdaApi({ functions, faults, record });
  const server = createAdaptorServer({ fetch: api.fetch, overrideGlobalObjects: false });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;

  return {
    url: `http://127.0.0.1:${listening}`,
    arnOf,
    faults,
    invocations,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) {
        server.closeAllConnections();
      }
      await closed;
    },
  };
};
