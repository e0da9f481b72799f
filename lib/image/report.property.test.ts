import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toIsoTime } from '../kernel/clock.ts';
import { everyStatus } from '../request/proposal.fixture.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { approvalTime } from './approval-time.ts';
import { imageRequestOf } from './image-request.fixture.ts';
import { percentOf, reportOn } from './report.ts';
import { day } from './utc-calendar.ts';

const now = Date.parse('2026-01-07T15:00:00.000Z');

const anyRequest: fc.Arbitrary<ApprovalRequest> = fc
  .record({
    status: fc.constantFrom(...everyStatus),
    age: fc.nat(60 * day),
    wait: fc.nat(5 * day),
    needed: fc.nat(2),
    team: fc.constantFrom('data', 'web', undefined),
    code: fc.constantFrom('A', 'B', undefined),
    isStarted: fc.boolean(),
  })
  .map(({ status, age, wait, needed, team, code, isStarted }) =>
    imageRequestOf({
      status,
      needed,
      createdAt: toIsoTime(now - age),
      facts: team === undefined ? {} : { team },
      ...(status === 'pending' ? {} : { approvedAt: toIsoTime(now - age + wait) }),
      ...(isStarted ? { startedAt: toIsoTime(now - age + wait) } : {}),
      ...(code === undefined ? {} : { ending: { code } }),
    }),
  );

const anyRequests = fc.array(anyRequest, { maxLength: 40 });
const anyDays = fc.integer({ min: 1, max: 365 });

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);

describe('a report, whatever was requested', () => {
  it('has rates from 0 to 100 per cent, or none where there is nothing to measure', () => {
    fc.assert(
      fc.property(anyRequests, anyDays, (requests, days) => {
        const { approved, provisioned, teams } = reportOn(requests, now, days);

        for (const share of [approved, provisioned, ...teams.map((each) => each.approved)]) {
          const percent = percentOf(share);
          expect(percent === undefined).toBe(share.of === 0);
          expect(percent ?? 0).toBeGreaterThanOrEqual(0);
          expect(percent ?? 100).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('has a median and a 90th percentile that somebody has really waited', () => {
    fc.assert(
      fc.property(anyRequests, anyDays, (requests, days) => {
        const { median, p90, teams } = reportOn(requests, now, days);
        const times = requests.map(approvalTime);

        for (const time of [median, p90, ...teams.map((each) => each.median)]) {
          expect(time === undefined || times.includes(time)).toBe(true);
        }
        expect(median ?? 0).toBeLessThanOrEqual(p90 ?? 0);
      }),
    );
  });

  it('has teams that come to the whole', () => {
    fc.assert(
      fc.property(anyRequests, anyDays, (requests, days) => {
        const { teams, ...whole } = reportOn(requests, now, days);

        expect(sum(teams.map((each) => each.requests))).toBe(whole.requests);
        expect(sum(teams.map((each) => each.approved.count))).toBe(whole.approved.count);
        expect(sum(teams.map((each) => each.approved.of))).toBe(whole.approved.of);
        expect(new Set(teams.map(({ team }) => team)).size).toBe(teams.length);
      }),
    );
  });

  it('has every request in one of its numbers', () => {
    fc.assert(
      fc.property(anyRequests, anyDays, (requests, days) => {
        const report = reportOn(requests, now, days);
        const { approved, pending, expired, cancelled, provisioned, errors } = report;

        expect(approved.of + pending + expired + cancelled).toBe(report.requests);
        // Some failed before the provisioner was asked.
        expect(sum(errors.map(({ count }) => count))).toBeGreaterThanOrEqual(
          provisioned.of - provisioned.count,
        );
      }),
    );
  });
});
