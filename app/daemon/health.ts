import { averageApprovalTime } from '../../lib/image/approval-time.ts';
import { type Clock, type Millis, toIsoTime } from '../../lib/kernel/clock.ts';
import type { Workflow } from '../../lib/request/workflow.ts';
import type { SocketState } from './slack/socket-slot.ts';

/** What `/health` says, after the seed's example. */
export interface HealthReport {
  /** `degraded`: it lives, but Slack does not reach it. `unhealthy`: only a restart can help. */
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly checks: {
    /** By the sockets themselves, not by a call that would succeed without them. */
    readonly slack: 'ok' | 'disconnected';
    readonly ledger: 'ok' | 'unwritable';
  };
  readonly sockets: readonly {
    readonly active: boolean;
    readonly since: string;
    readonly problem?: string;
  }[];
  readonly metrics: {
    readonly pendingRequests: number;
    readonly requestsToday: number;
    /** Of what people approved in the last 30 days; null where that was nothing. */
    readonly avgApprovalTimeMin: number | null;
  };
}

/** What health is read from. */
export interface HealthSources {
  readonly sockets: () => readonly SocketState[];
  readonly isLedgerWritable: () => boolean;
  readonly workflow: Pick<Workflow, 'list'>;
  readonly clock: Clock;
}

const toMinutes = (time: Millis): number => Math.round(time / 60_000);

/** Reads the state of the house. `requestsToday` counts since midnight UTC. */
export const reportHealth = async ({
  sockets,
  isLedgerWritable,
  workflow,
  clock,
}: HealthSources): Promise<HealthReport> => {
  const states = sockets();
  const connected = states.some(({ active }) => active);
  const writable = isLedgerWritable();
  const today = toIsoTime(clock.now()).slice(0, 'yyyy-mm-dd'.length);
  const requests = await workflow.list(() => true);
  const average = averageApprovalTime(requests, clock.now());
  const living = connected ? 'healthy' : 'degraded';
  return {
    status: writable ? living : 'unhealthy',
    checks: { slack: connected ? 'ok' : 'disconnected', ledger: writable ? 'ok' : 'unwritable' },
    sockets: states.map(({ since, ...state }) => ({ ...state, since: toIsoTime(since) })),
    metrics: {
      pendingRequests: requests.filter(({ status }) => status === 'pending').length,
      requestsToday: requests.filter(({ createdAt }) => createdAt.startsWith(today)).length,
      avgApprovalTimeMin: average === undefined ? null : toMinutes(average),
    },
  };
};
