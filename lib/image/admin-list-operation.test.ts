import { describe, expect, it } from '@jest/globals';
import { parseLine } from '../command/parse.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import { alice, amir, aoki, dana, oscar, principalOf } from '../request/people.fixture.ts';
import { everyStatus } from '../request/proposal.fixture.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { adminListOf, buttonsOf, linesOf, queueOf } from './admin-list.fixture.ts';
import { idOf, imageRequestOf } from './image-request.fixture.ts';

/** The ids in the list. */
const idsIn = async (requests: readonly ApprovalRequest[], typed = '') =>
  (await linesOf(requests, typed))
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2, line.indexOf(':')));

const oneOfEach = everyStatus.map((status) => imageRequestOf({ id: `req-${status}`, status }));

/** One of this day, with an id that tells the day and the status. */
const at = (createdAt: string, status: ApprovalRequest['status'] = 'done') =>
  imageRequestOf({
    id: `req-${createdAt.slice(5, 10).replace('-', '')}${status}`,
    createdAt,
    status,
  });

describe('/request-image admin-list', () => {
  it('shows what waits for approval: what, for whom, how long, how many approvals, and who is waited for', async () => {
    const requests = [
      imageRequestOf({
        createdAt: '2026-01-05T06:00:00.000Z',
        facts: { image: 'wolfi-base:latest', name: 'base' },
        needed: 2,
        asked: [alice.id, amir.id, aoki.id],
        approvals: [{ by: amir.id, cause: 'req-click1' }],
      }),
      imageRequestOf({ id: 'req-image2', asked: [] }),
      imageRequestOf({ id: 'req-infra1', operation: 'infra stop' }),
    ];

    expect(await linesOf(requests)).toEqual([
      'Image requests that wait for approval',
      '- req-image1: wolfi-base:latest as base for @UDANA (none) – Pending approval, 3 hours old, 1 of 2 approvals, waits for @UALICE, @UAOKI',
      '- req-image2: python:latest for @UDANA (data) – Pending approval, less than a minute old, 0 of 1 approvals',
      'Page 1 of 1, 2 in all',
    ]);
    expect(await buttonsOf(requests)).toEqual([]);
  });

  it('names three of those who are waited for, also of those to whom it was escalated', async () => {
    const asked = [amir.id, aoki.id];
    const escalated = imageRequestOf({ asked, escalatedTo: [oscar.id, amir.id] });
    const many = imageRequestOf({ asked, escalatedTo: [oscar.id, alice.id, dana.id] });

    expect((await linesOf([escalated]))[1]).toMatch(/waits for @UAMIR, @UAOKI, @UOSCAR$/);
    expect((await linesOf([many]))[1]).toMatch(/waits for @UAMIR, @UAOKI, @UOSCAR and 2 more$/);
  });

  it.each([
    ['', ['req-pending']],
    ['--status pending', ['req-pending']],
    ['--status approved', ['req-running', 'req-done', 'req-approved']],
    ['--status Denied', ['req-denied']],
    ['--status FAILED', ['req-failed']],
    ['--status expired', ['req-expired']],
    ['--status cancelled', ['req-cancelled']],
  ])('%s shows those of that status', async (typed, ids) => {
    expect((await idsIn(oneOfEach, typed)).toSorted()).toEqual(ids.toSorted());
  });

  it('says a status in words, and only of pending ones who is waited for', async () => {
    expect(await linesOf(oneOfEach, '--status approved')).toContain(
      '- req-running: python:latest for @UDANA (data) – Approved, less than a minute old',
    );
  });

  it('--status all shows those of the last 30 days, what waits first', async () => {
    const requests = [
      at('2025-12-06T08:59:59.999Z'),
      at('2025-12-06T09:00:00.000Z', 'denied'),
      at('2026-01-02T09:00:00.000Z'),
      at('2026-01-03T09:00:00.000Z', 'pending'),
      at('2026-01-01T09:00:00.000Z', 'pending'),
    ];

    expect(await idsIn(requests, '--status all')).toEqual([
      'req-0101pending',
      'req-0103pending',
      'req-0102done',
      'req-1206denied',
    ]);
    expect((await linesOf(requests, '--status all'))[0]).toBe('Image requests of the last 30 days');
  });

  it('shows the oldest of the pending first, and the newest of the others', async () => {
    const pending = queueOf(3);
    const denied = pending.map((each) => ({ ...each, status: 'denied' as const }));

    expect(await idsIn(pending)).toEqual([idOf(2), idOf(1), idOf(0)]);
    expect(await idsIn(denied, '--status denied')).toEqual([idOf(0), idOf(1), idOf(2)]);
  });

  it('shows those of one team, in any case', async () => {
    const requests = [
      imageRequestOf(),
      imageRequestOf({ id: 'req-web001', facts: { team: 'web' } }),
    ];

    expect(await linesOf(requests, '--team WEB')).toMatchObject([
      'Image requests that wait for approval, team WEB',
      expect.stringContaining('req-web001'),
      'Page 1 of 1, 1 in all',
    ]);
    expect(await linesOf(requests, '--team nobody')).toContain('There are none.');
  });

  it('shows ten a page, and turns by buttons that are whole commands', async () => {
    const requests = queueOf(21);
    const command = '/request-image admin-list --status pending';

    expect(await idsIn(requests)).toHaveLength(10);
    expect(await idsIn(requests, '--page 2')).toEqual(
      Array.from({ length: 10 }, (_, index) => idOf(10 - index)),
    );
    expect(await linesOf(requests, '--page 3')).toContain('Page 3 of 3, 21 in all');
    expect(await buttonsOf(requests)).toEqual([['Next ▶', `${command} --page 2`]]);
    expect(await buttonsOf(requests, '--page 2 --team data')).toEqual([
      ['◀ Previous', `${command} --team data --page 1`],
      ['Next ▶', `${command} --team data --page 3`],
    ]);
    expect(await buttonsOf(requests, '--page 3')).toEqual([['◀ Previous', `${command} --page 2`]]);
  });

  it('says how many there are beyond the end', async () => {
    expect(await linesOf(queueOf(11), '--page 3')).toContain(
      'There is no page 3: 11 requests on 2 pages.',
    );
    expect(await buttonsOf(queueOf(11), '--page 3')).toEqual([
      ['Page 2', '/request-image admin-list --status pending --page 2'],
    ]);
    expect(await linesOf(queueOf(1), '--page 9')).toContain(
      'There is no page 9: 1 request on 1 page.',
    );
    expect(await linesOf([], '--page 2')).toContain('There are none.');
  });

  it.each([
    [
      '--status pendng',
      "Did you mean 'pending'? Statuses: pending, approved, denied, failed, expired, cancelled, all.",
    ],
    ['--page 0', 'Page: Write a whole number from 1 to 999999.'],
    ['--page two', 'Page: Write a whole number from 1 to 999999.'],
  ])('says what is wrong with %s', (typed, problem) => {
    const { grammar } = createCatalogue([adminListOf([])]);

    expect(parseLine(grammar, `/request-image admin-list ${typed}`)).toMatchObject({
      kind: 'unparsable',
      problem: expect.stringContaining(problem),
    });
  });

  it('is a read that the policy is asked about as such', async () => {
    const operation = adminListOf([]);

    expect(operation).toMatchObject({ action: 'image:admin-list', changes: false, dryRun: false });
    expect(
      await operation.plan(
        { status: 'all', page: '1' },
        { principal: principalOf(alice), requestId: 'req-asked1', operationId: 'op-asked1' },
      ),
    ).toMatchObject({
      plan: {
        effects: [{ operation: 'image:admin-list', status: 'all', page: '1' }],
        resource: { type: 'Operation', id: 'request-image admin-list' },
      },
    });
  });
});
