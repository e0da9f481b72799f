import { describe, expect, it } from '@jest/globals';
import { plainText } from '../reply/plain-text.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { dashboardNotice } from './dashboard-notice.ts';
import { idOf, imageRequestOf } from './image-request.fixture.ts';
import { imageWording } from './image-wording.ts';

const now = Date.parse('2026-01-05T09:00:00.000Z');

const noticeOn = (...requests: readonly ApprovalRequest[]) =>
  dashboardNotice(requests, 'C0NOTIFY', { wordingOf: () => imageWording, now });

/** What the dashboard says of these requests. */
const wordsOn = (...requests: readonly ApprovalRequest[]): readonly string[] =>
  plainText(noticeOn(...requests).reply).split('\n');

describe('the words of the dashboard', () => {
  it('tell what waits, what is to be reviewed, what happened today, and how fast people approve', () => {
    const today = '2026-01-05T08:00:00.000Z';
    const before = '2026-01-04T23:00:00.000Z';
    const ended = (status: ApprovalRequest['status'], endedAt: string) =>
      imageRequestOf({ status, createdAt: before, endedAt });
    const words = wordsOn(
      imageRequestOf({ id: 'req-young1', createdAt: '2026-01-05T08:48:00.000Z' }),
      imageRequestOf({
        id: 'req-old001',
        createdAt: before,
        needed: 2,
        facts: { image: 'wolfi-base:latest', name: 'base' },
      }),
      imageRequestOf({
        id: 'req-broken',
        status: 'done',
        createdAt: today,
        needed: 0,
        approvedAt: today,
        endedAt: today,
        brokenGlass: { incident: 'INC-1' },
      }),
      imageRequestOf({ status: 'failed', createdAt: before, approvedAt: today, endedAt: today }),
      ended('denied', today),
      ended('denied', before),
      ended('expired', today),
      ended('cancelled', today),
    );

    expect(words).toEqual([
      '📊 Image requests at a glance',
      'Waiting for approval: 2',
      '- req-old001: wolfi-base:latest as base for @UDANA, 10 hours old, waits for 2 approvals',
      '- req-young1: python:latest for @UDANA, 12 minutes old, waits for 1 approval',
      '🚨 Break-glass that nobody has reviewed: 1',
      '- req-broken: python:latest by @UDANA, 2026-01-05 08:00 UTC – INC-1',
      'Today (UTC): 2 requested, 2 approved, 1 denied, 1 failed, 1 expired, 1 cancelled',
      'Average time to approve (30 days): 9 hours',
      'Updated: 2026-01-05 09:00 UTC',
    ]);
  });

  it('say so where nothing waits and nothing was approved', () => {
    expect(
      wordsOn(
        imageRequestOf({
          status: 'denied',
          createdAt: '2026-01-01T08:00:00.000Z',
          endedAt: '2026-01-04T08:00:00.000Z',
        }),
      ),
    ).toEqual([
      '📊 Image requests at a glance',
      'Waiting for approval: 0',
      'Today (UTC): 0 requested, 0 approved, 0 denied, 0 failed, 0 expired, 0 cancelled',
      'Average time to approve (30 days): none yet',
      'Updated: 2026-01-05 09:00 UTC',
    ]);
  });

  it('name ten that wait, the oldest first, and count the others', () => {
    const queue = Array.from({ length: 12 }, (_, index) =>
      imageRequestOf({ id: idOf(index), createdAt: `2026-01-05T08:${59 - index}:00.000Z` }),
    );
    const words = wordsOn(...queue);
    const ids = words.filter((line) => line.startsWith('- ')).map((line) => line.slice(2, 14));

    expect(ids).toEqual(Array.from({ length: 10 }, (_, index) => idOf(11 - index)));
    expect(words).toContain('and 2 more');
    expect(wordsOn(...queue.slice(2))).not.toContain('and 0 more');
  });
});

describe('the dashboard of another channel', () => {
  it('is another message', () => {
    const elsewhere = dashboardNotice([], 'C0OTHER', { wordingOf: () => imageWording, now });

    expect(noticeOn().requestId).toMatch(/^req-[0-9a-z]{12}$/);
    expect(elsewhere.requestId).not.toBe(noticeOn().requestId);
    expect(elsewhere.to).toEqual({ channel: 'C0OTHER' });
  });
});
