import type { EpochMillis } from '../../../../lib/kernel/clock.ts';
import type { WorkspaceState } from '../model/state.ts';

/** The single-use URLs at which sockets connect. */
export interface Tickets {
  /** A fresh URL, as `ws://127.0.0.1:4000/link/?ticket=…&app_id=A1`. */
  issue(): string;
  /** Whether the request target of an upgrade bears a ticket that is still good; it is not afterwards. */
  readonly redeem: (target: string) => boolean;
}

/** No tickets issued yet. `origin` is asked when one is, as `ws://127.0.0.1:4000`. */
export const createTickets = (
  { app, clock, serial, timings }: WorkspaceState,
  origin: () => string,
): Tickets => {
  const good = new Map<string, EpochMillis>();
  return {
    issue: () => {
      const ticket = serial.next('t');
      good.set(ticket, clock.now() + timings.ticket);
      return `${origin()}/link/?ticket=${ticket}&app_id=${app.id}`;
    },
    redeem: (target) => {
      const url = new URL(target, 'http://localhost');
      const ticket = url.searchParams.get('ticket') ?? '';
      const expires = good.get(ticket);
      good.delete(ticket);
      return (
        url.pathname === '/link/' &&
        url.searchParams.get('app_id') === app.id &&
        expires !== undefined &&
        clock.now() <= expires
      );
    },
  };
};
