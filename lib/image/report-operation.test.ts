import { describe, expect, it } from '@jest/globals';
import { parseLine } from '../command/parse.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import { plainText } from '../reply/plain-text.ts';
import { dana, principalOf } from '../request/people.fixture.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { imageRequestOf } from './image-request.fixture.ts';
import { reportOperation } from './report-operation.ts';

const context = {
  principal: principalOf(dana),
  requestId: 'req-asked1',
  operationId: 'op-asked1',
} as const;

/** It is 2026-01-05, 09:00. */
const build = (requests: readonly ApprovalRequest[]) =>
  reportOperation({
    workflow: { list: async (where) => requests.filter(where) },
    clock: createManualClock(),
  });

const linesOf = async (
  requests: readonly ApprovalRequest[],
  days: string,
): Promise<readonly string[]> => {
  const operation = build(requests);
  const planned = await operation.plan({ days }, context);
  const outcome = await operation.execute(
    planned.kind === 'planned' ? planned.plan.effects : [],
    context,
  );
  return outcome.kind === 'done' ? plainText(outcome.reply).split('\n') : [outcome.kind];
};

const at = (minute: number) => `2026-01-04T10:${String(minute).padStart(2, '0')}:00.000Z`;

const done = (minutes: number, others: Partial<ApprovalRequest> = {}): ApprovalRequest => {
  return imageRequestOf({ status: 'done', createdAt: at(0), approvedAt: at(minutes), ...others });
};

const team = (index: number) => ({ facts: { team: `team-${String(index).padStart(2, '0')}` } });

const listed = (lines: readonly string[]) => lines.filter((line) => line.startsWith('- '));

/** One request for each of so many teams. */
const ofTeams = (count: number) =>
  Array.from({ length: count }, (_, index) => imageRequestOf(team(index)));

describe('/request-image report', () => {
  it('tells the numbers of the period, and of each team', async () => {
    const requests = [
      done(10),
      done(20, { facts: { team: 'web' } }),
      done(30, { status: 'failed', startedAt: at(31), ending: { code: 'TOKEN_EXPIRED' } }),
      done(0, { needed: 0, brokenGlass: { incident: 'INC-1' } }),
      done(0, { status: 'denied' }),
      imageRequestOf({ createdAt: '2026-01-05T08:00:00.000Z' }),
      imageRequestOf({ status: 'expired', createdAt: '2025-12-30T08:00:00.000Z' }),
      imageRequestOf({ status: 'cancelled', createdAt: '2025-12-28T08:00:00.000Z' }),
      imageRequestOf({ operation: 'infra stop' }),
    ];

    expect(await linesOf(requests, '10')).toEqual([
      'Image requests: the last 10 days',
      'Requests: 8 (on average 0.8 a day, 5.6 a week, 24 a month)',
      'Current requests: 1 today, 1 this week, 6 this month',
      'Approval rate: 80 % (4 of 5)',
      'Not decided: 1 pending, 1 expired, 1 cancelled',
      'Time to approve: median 20 minutes, 90 % within 30 minutes (of 3 that people approved)',
      'Provisioned: 75 % (3 of 4)',
      'Errors: TOKEN_EXPIRED 1',
      'Break-glass: 1, 1 not reviewed',
      'By team:',
      '- data: 7 requests, approval rate 75 % (3 of 4), median time to approve 10 minutes, 90 % within 30 minutes, provisioned 67 % (2 of 3)',
      '- web: 1 request, approval rate 100 % (1 of 1), median time to approve 20 minutes, 90 % within 20 minutes, provisioned 100 % (1 of 1)',
      'Requests made in this time. Days, weeks from Monday, and months are those of UTC.',
    ]);
  });

  it('says where there is nothing to measure', async () => {
    const lines = await linesOf([imageRequestOf()], '30');

    expect(lines).toContain('Approval rate: none yet');
    expect(lines).toContain('Time to approve: nothing was approved by people');
    expect(lines).toContain('Provisioned: none yet');
    expect(lines).toContain(
      '- data: 1 request, approval rate none yet, median time to approve none yet, provisioned none yet',
    );
    expect(lines.some((line) => line.startsWith('Errors'))).toBe(false);
  });

  it('says that a period is empty', async () => {
    expect(await linesOf([done(1)], '1')).toContain(
      'Requests: 1 (on average 1 a day, 7 a week, 30 a month)',
    );
    expect(await linesOf([done(1, { createdAt: '2026-01-04T08:59:59.999Z' })], '1')).toEqual([
      'Image requests: the last day',
      'There were no requests.',
    ]);
  });

  it('names twenty teams and counts the others', async () => {
    expect(listed(await linesOf(ofTeams(20), '30'))).toHaveLength(20);
    expect(await linesOf(ofTeams(20), '30')).not.toContain('and 0 more teams');
    expect(listed(await linesOf(ofTeams(22), '30'))).toHaveLength(20);
    expect(await linesOf(ofTeams(22), '30')).toContain('and 2 more teams');
    expect(await linesOf(ofTeams(21), '30')).toContain('and 1 more team');
  });

  it('is about 30 days unless told otherwise, of 1 to 365', () => {
    const { grammar } = createCatalogue([build([])]);

    expect(parseLine(grammar, '/request-image report')).toMatchObject({ values: { days: '30' } });
    expect(parseLine(grammar, '/request-image report --days 365')).toMatchObject({
      values: { days: '365' },
    });
    for (const days of ['0', '366', 'seven']) {
      expect(parseLine(grammar, `/request-image report --days ${days}`)).toMatchObject({
        kind: 'unparsable',
        problem: 'Days: Write a whole number from 1 to 365.',
      });
    }
  });

  it('is a read that the policy is asked about as such', async () => {
    const operation = build([]);

    expect(operation).toMatchObject({ action: 'image:report', changes: false, dryRun: false });
    expect(await operation.plan({ days: '7' }, context)).toMatchObject({
      plan: { resource: { type: 'Operation', id: 'request-image report' } },
    });
  });
});
