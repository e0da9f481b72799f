import { describe, expect, it } from '@jest/globals';
import type { ApprovalRequest } from '../request/request.ts';
import { approvalTime, averageApprovalTime } from './approval-time.ts';
import { imageRequestOf } from './image-request.fixture.ts';

const now = Date.parse('2026-02-10T09:00:00.000Z');
const minute = 60_000;

const approved = (others: Partial<ApprovalRequest> = {}): ApprovalRequest =>
  imageRequestOf({
    status: 'done',
    createdAt: '2026-02-01T09:00:00.000Z',
    approvedAt: '2026-02-01T09:30:00.000Z',
    ...others,
  });

describe('the time to approve', () => {
  it.each(['approved', 'running', 'done', 'failed'] as const)(
    'is that from the creation to the last approval of a request that is %s',
    (status) => {
      expect(approvalTime(approved({ status }))).toBe(30 * minute);
    },
  );

  it.each([
    ['waits', imageRequestOf()],
    ['waits again, because its approvals were void', approved({ status: 'pending' })],
    ['was denied after its first approvals were void', approved({ status: 'denied' })],
    ['needed nobody', approved({ needed: 0 })],
  ])('is not known of one that %s', (_, request) => {
    expect(approvalTime(request)).toBeUndefined();
  });

  it('is averaged over what was approved in the last 30 days', () => {
    const requests = [
      approved(),
      approved({ approvedAt: '2026-02-01T10:00:00.000Z' }),
      approved({ needed: 0, approvedAt: '2026-02-01T09:00:00.000Z' }),
      approved({
        createdAt: '2026-01-01T09:00:00.000Z',
        approvedAt: '2026-01-11T08:59:59.999Z',
      }),
      imageRequestOf(),
    ];

    expect(averageApprovalTime(requests, now)).toBe(45 * minute);
    expect(averageApprovalTime(requests.slice(2), now)).toBeUndefined();
  });

  it('counts the very beginning of the 30 days', () => {
    const request = approved({
      createdAt: '2026-01-11T08:00:00.000Z',
      approvedAt: '2026-01-11T09:00:00.000Z',
    });

    expect(averageApprovalTime([request], now)).toBe(60 * minute);
  });
});
