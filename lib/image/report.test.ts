import { describe, expect, it } from '@jest/globals';
import type { ApprovalRequest, RequestStatus } from '../request/request.ts';
import { imageRequestOf } from './image-request.fixture.ts';
import { reportOn } from './report.ts';

/** A Wednesday. */
const now = Date.parse('2026-01-07T15:00:00.000Z');
const minute = 60_000;

const requestOf = (
  status: RequestStatus,
  createdAt: string,
  others: Partial<ApprovalRequest> = {},
): ApprovalRequest => imageRequestOf({ status, createdAt, ...others });

/** Done, and approved so many minutes after it was made. */
const doneAfter = (minutes: number, others: Partial<ApprovalRequest> = {}): ApprovalRequest => {
  const createdAt = '2026-01-07T09:00:00.000Z';
  const approvedAt = new Date(Date.parse(createdAt) + minutes * minute).toISOString();
  return requestOf('done', createdAt, { approvedAt, ...others });
};

const team = (name: string) => ({ facts: { team: name } });

const failedWith = (code?: string) =>
  doneAfter(1, { status: 'failed', ending: code === undefined ? {} : { code } });

/** A team's numbers: one approved and provisioned, after so many minutes. */
const inShort = (name: string, count: number, minutes: number) => ({
  team: name,
  requests: count,
  approved: { count: 1, of: count },
  median: minutes * minute,
  p90: minutes * minute,
  provisioned: { count: 1, of: 1 },
});

describe('a report on image requests', () => {
  it('is about those of the period alone, but counts the current week and month whatever it is', () => {
    const requests = [
      requestOf('pending', '2026-01-07T00:00:00.000Z'),
      requestOf('pending', '2026-01-06T15:00:00.000Z'),
      requestOf('pending', '2026-01-06T14:59:59.999Z'),
      requestOf('pending', '2026-01-05T00:00:00.000Z'),
      requestOf('pending', '2026-01-04T23:59:59.999Z'),
      requestOf('pending', '2025-12-31T23:59:59.999Z'),
    ];

    expect(reportOn(requests, now, 1)).toMatchObject({
      days: 1,
      requests: 2,
      average: { day: 2, week: 14, month: 60 },
      current: { day: 1, week: 4, month: 5 },
    });
    expect(reportOn(requests, now, 30)).toMatchObject({
      requests: 6,
      average: { day: 0.2, week: 1.4, month: 6 },
    });
  });

  it('measures the approval rate by what was decided, and shows the rest apart', () => {
    const at = '2026-01-07T09:00:00.000Z';
    const statuses: readonly RequestStatus[] = [
      'approved',
      'running',
      'done',
      'failed',
      'denied',
      'cancelled',
      'expired',
      'expired',
      'pending',
    ];

    expect(
      reportOn(
        statuses.map((status) => requestOf(status, at)),
        now,
        30,
      ),
    ).toMatchObject({
      approved: { count: 4, of: 5 },
      provisioned: { count: 1, of: 1 },
      pending: 1,
      expired: 2,
      cancelled: 1,
    });
  });

  it('tells the median and the 90th percentile of the time that people took', () => {
    const requests = [
      ...[10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((minutes) => doneAfter(minutes)),
      doneAfter(0, { needed: 0 }),
      imageRequestOf(),
    ];

    expect(reportOn(requests, now, 30)).toMatchObject({
      median: 5 * minute,
      p90: 9 * minute,
      approvedByPeople: 10,
    });
    expect(reportOn([imageRequestOf()], now, 30)).toMatchObject({
      median: undefined,
      p90: undefined,
      approvedByPeople: 0,
    });
  });

  it('measures the provisioner by what reached it: what failed before is an error, and not its own', () => {
    const failed = { status: 'failed', ending: { code: 'X' } } as const;
    const requests = [
      doneAfter(1),
      doneAfter(1, { ...failed, startedAt: '2026-01-07T10:00:00.000Z' }),
      doneAfter(1, failed),
    ];

    expect(reportOn(requests, now, 30)).toMatchObject({
      provisioned: { count: 1, of: 2 },
      errors: [{ code: 'X', count: 2 }],
    });
  });

  it('counts error codes, the most frequent first', () => {
    const requests = ['B', 'C', 'A', 'C', undefined].map(failedWith);

    expect(reportOn([...requests, doneAfter(1)], now, 30).errors).toEqual([
      { code: 'C', count: 2 },
      { code: 'A', count: 1 },
      { code: 'B', count: 1 },
      { code: 'UNKNOWN', count: 1 },
    ]);
  });

  it('counts broken glass, and what of it nobody has reviewed', () => {
    const brokenGlass = { incident: 'INC-1' };
    const requests = [
      doneAfter(0, { brokenGlass }),
      doneAfter(0, { brokenGlass, reviewedBy: 'slack:UALICE' }),
      doneAfter(0),
    ];

    expect(reportOn(requests, now, 30).breakGlass).toEqual({ uses: 2, unreviewed: 1 });
  });

  it('tells the same in short of each team, the busiest first', () => {
    const requests = [
      doneAfter(10, team('data')),
      requestOf('denied', '2026-01-07T09:00:00.000Z', team('web')),
      doneAfter(20, team('web')),
      doneAfter(30, { facts: {} }),
    ];

    expect(reportOn(requests, now, 30).teams).toEqual([
      inShort('web', 2, 20),
      inShort('data', 1, 10),
      inShort('none', 1, 30),
    ]);
  });
});
