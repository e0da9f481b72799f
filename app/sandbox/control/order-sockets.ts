import { z } from 'zod';
import type { SocketControl } from '../workspace/socket-mode/sockets.ts';
import type { Faults } from '../workspace/web-api/faults.ts';
import { expectedOneOf } from './expected-one-of.ts';
import { carriedOut, notNow, type Order, readOrder } from './order.ts';

/** What befalls sockets. */
export interface SocketPorts {
  readonly sockets: SocketControl;
  /** Where new sockets are refused. */
  readonly faults: Faults;
}

const deeds = [
  'refresh',
  'warn',
  'drop',
  'half-open',
  'disable',
  'refuse-connections',
  'accept-connections',
] as const;

const socket = z.union([z.int().min(0).max(9), z.literal('all')], {
  error: "expected the number of a socket, 0 being the oldest, or 'all'",
});

const schema = z.discriminatedUnion(
  'do',
  [
    z.strictObject({
      do: z.enum(['refresh', 'warn', 'drop', 'half-open']),
      socket: socket.default(0),
    }),
    z.strictObject({ do: z.enum(['disable', 'accept-connections']) }),
    z.strictObject({
      do: z.literal('refuse-connections'),
      times: z.int().min(1).max(10_000).default(10_000),
    }),
  ],
  { error: expectedOneOf(deeds) },
);

type Deed = z.infer<typeof schema>;

/** The method by which the app asks for a socket. */
const opening = 'apps.connections.open';

const acts = {
  refresh: (sockets, index) => sockets.refresh(index),
  warn: (sockets, index) => sockets.warn(index),
  drop: (sockets, index) => sockets.drop(index),
  'half-open': (sockets, index) => sockets.freeze(index),
} as const satisfies Record<string, (sockets: SocketControl, index: number) => void>;

const toSome = (
  sockets: SocketControl,
  { do: deed, socket: which }: Extract<Deed, { readonly socket: unknown }>,
): ReturnType<Order> => {
  const { count } = sockets;
  if (count === 0 || (which !== 'all' && which >= count)) {
    return notNow(`there is no socket ${which === 'all' ? 0 : which}; ${count} are open`);
  }
  // The newest first: a socket that goes at once changes no number before it.
  const chosen =
    which === 'all' ? Array.from({ length: count }, (_, at) => count - 1 - at) : [which];
  chosen.forEach((index) => acts[deed](sockets, index));
  return carriedOut;
};

/** Does to the app's sockets what Slack and networks do. */
export const createOrderSockets =
  ({ sockets, faults }: SocketPorts): Order =>
  (body) => {
    const read = readOrder(schema, body);
    if (!read.ok) {
      return read;
    }
    const order = read.value;
    switch (order.do) {
      case 'disable':
        sockets.disable();
        return carriedOut;
      case 'refuse-connections':
        faults.next(opening, { kind: 'http', status: 503 }, order.times);
        return carriedOut;
      case 'accept-connections':
        faults.clear(opening);
        return carriedOut;
      case 'refresh':
      case 'warn':
      case 'drop':
      case 'half-open':
        return toSome(sockets, order);
      default:
        return order satisfies never;
    }
  };
