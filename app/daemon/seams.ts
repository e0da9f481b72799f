import type { Clock } from '../../lib/kernel/clock.ts';
import type { Ledger } from '../../lib/ledger/ledger.ts';
import type { FunctionInvoker } from '../../lib/operation/function-invoker.ts';
import type { Fetch } from './outbound.ts';
import type { Envelope } from './slack/open-connection.ts';

/**
 * Where something can stand between the daemon and what it works with: each seam gets the real thing and gives back what
 * the daemon uses instead. The daemon itself uses everything as it is; a harness counts and breaks.
 */
export interface Seams {
  readonly ledger: (ledger: Ledger) => Ledger;
  readonly functions: (functions: FunctionInvoker) => FunctionInvoker;
  /** How the Web API and response URLs are called. */
  readonly fetch: (fetch: Fetch) => Fetch;
  /** Each envelope from Slack, with its acknowledgement. */
  readonly envelope: (envelope: Envelope) => Envelope;
  /** The time by which requests wait; the ledger and what is Slack's keep to the machine's. */
  readonly clock: (clock: Clock) => Clock;
}

const asItIs = <T>(thing: T): T => thing;

/** Nothing stands between. */
export const noSeams: Seams = {
  ledger: asItIs,
  functions: asItIs,
  fetch: asItIs,
  envelope: asItIs,
  clock: asItIs,
};
