import type { Seams } from '../../app/daemon/seams.ts';
import type { Envelope } from '../../app/daemon/slack/open-connection.ts';

/**
 * Called at each point where a crash may make a difference; `name` says which, as `before ledger image.request.created`.
 * It may not come back.
 */
export type AtPoint = (name: string) => void;

/** Names a call of the Web API by its method, and an answer over a response URL as that. */
const calledOf = (input: string | URL | Request): string => {
  const url = new URL(input instanceof Request ? input.url : input);
  return url.pathname.startsWith('/api/') ? url.pathname.slice('/api/'.length) : 'response_url';
};

/** Seams that pass through a point before and after everything that leaves the process or becomes durable. */
export const crashSeams = (atPoint: AtPoint): Omit<Seams, 'clock'> => {
  const around = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    atPoint(`before ${name}`);
    const result = await work();
    atPoint(`after ${name}`);
    return result;
  };
  return {
    ledger: (ledger) => ({
      ...ledger,
      append: (stream, version, events) =>
        around(`ledger ${events[0]?.event ?? 'nothing'}`, () =>
          ledger.append(stream, version, events),
        ),
    }),
    functions: (functions) => ({
      invoke: (call, signal) =>
        around(`function ${call.payload.action}`, () => functions.invoke(call, signal)),
    }),
    fetch: (fetch) => (input, init) => around(`slack ${calledOf(input)}`, () => fetch(input, init)),
    envelope: (envelope: Envelope): Envelope => ({
      ...envelope,
      acknowledge: (payload) =>
        around(`acknowledgement ${envelope.type}`, () => envelope.acknowledge(payload)),
    }),
  };
};
