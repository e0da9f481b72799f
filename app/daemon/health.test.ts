import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import type { ApprovalRequest } from '../../lib/request/request.ts';
import { type HealthSources, reportHealth } from './health.ts';
import type { SocketState } from './slack/socket-slot.ts';

const clock = createManualClock();
const connected: SocketState = { active: true, since: clock.now() };
const lost: SocketState = { active: false, since: clock.now() - 1_500, problem: 'closed' };

const requestOf = (status: ApprovalRequest['status'], createdAt: string): ApprovalRequest => ({
  id: 'req-abc123',
  operation: 'request-image',
  args: {},
  requester: { id: 'slack:U0DANA', username: 'dana', displayName: 'Dana', email: null },
  facts: {},
  effects: [],
  effectsHash: '',
  needed: 1,
  policies: [],
  operationId: 'op-abc123',
  status,
  createdAt,
  approvals: [],
  deadlines: {},
  waitingSince: createdAt,
  isReminded: false,
  joiners: [],
  answers: {},
});

const workflowWith = (requests: readonly ApprovalRequest[]): HealthSources['workflow'] => ({
  list: async (where) => requests.filter(where),
});

const report = (changed: Partial<HealthSources> = {}) =>
  reportHealth({
    sockets: () => [connected, connected],
    isLedgerWritable: () => true,
    workflow: workflowWith([]),
    clock,
    ...changed,
  });

describe('the health report', () => {
  it('is healthy while one socket at least is connected and the ledger takes events', async () => {
    expect(await report({ sockets: () => [lost, connected] })).toEqual({
      status: 'healthy',
      checks: { slack: 'ok', ledger: 'ok' },
      sockets: [
        { active: false, since: '2026-01-05T08:59:58.500Z', problem: 'closed' },
        { active: true, since: '2026-01-05T09:00:00.000Z' },
      ],
      metrics: { pendingRequests: 0, requestsToday: 0, avgApprovalTimeMin: null },
    });
  });

  it.each([
    ['no socket is connected', [lost, lost]],
    ['none was begun yet', []],
  ])('is degraded while %s, whatever the Web API would say', async (_, sockets) => {
    expect(await report({ sockets: () => sockets })).toMatchObject({
      status: 'degraded',
      checks: { slack: 'disconnected', ledger: 'ok' },
    });
  });

  it('is unhealthy when the ledger takes nothing more, which only a restart can mend', async () => {
    const expected = { status: 'unhealthy', checks: { ledger: 'unwritable' } };
    expect(await report({ isLedgerWritable: () => false })).toMatchObject(expected);
    expect(await report({ isLedgerWritable: () => false, sockets: () => [] })).toMatchObject(
      expected,
    );
  });

  it('counts what waits for approval, and what came since midnight UTC', async () => {
    const workflow = workflowWith([
      requestOf('pending', '2026-01-05T00:00:00.000Z'),
      requestOf('pending', '2026-01-04T23:59:59.999Z'),
      requestOf('done', '2026-01-05T08:00:00.000Z'),
      requestOf('denied', '2025-01-05T08:00:00.000Z'),
    ]);
    expect((await report({ workflow })).metrics).toMatchObject({
      pendingRequests: 2,
      requestsToday: 2,
    });
  });

  it('tells in whole minutes how long people took to approve on average', async () => {
    const createdAt = '2026-01-05T08:00:00.000Z';
    const approved = (approvedAt: string) => ({ ...requestOf('done', createdAt), approvedAt });
    const workflow = workflowWith([
      approved('2026-01-05T08:10:00.000Z'),
      approved('2026-01-05T08:15:20.000Z'),
      { ...approved(createdAt), needed: 0 },
      requestOf('pending', createdAt),
    ]);
    expect((await report({ workflow })).metrics.avgApprovalTimeMin).toBe(13);
  });
});
