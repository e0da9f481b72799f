import { describe, expect, it } from '@jest/globals';
import { alice } from '../request/people.fixture.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { buttonsOf, linesOf, queueOf } from './admin-list.fixture.ts';
import { idOf, imageRequestOf } from './image-request.fixture.ts';

const broken = (id: ApprovalRequest['id'], createdAt: string): ApprovalRequest =>
  imageRequestOf({ id, createdAt, status: 'done', brokenGlass: { incident: 'INC-1:\nburns' } });

describe('what waits for review', () => {
  const incidents = [
    broken('req-later1', '2026-01-05T08:00:00.000Z'),
    broken('req-first1', '2025-01-05T08:00:00.000Z'),
    { ...broken('req-seen01', '2025-01-05T08:00:00.000Z'), reviewedBy: alice.id },
  ];

  it.each(['', '--status denied', '--team web'])(
    'stands above the list on its first page, with a button to sign it off (%s)',
    async (typed) => {
      expect((await linesOf(incidents, typed)).slice(0, 3)).toEqual([
        'Break-glass that nobody has reviewed: 2',
        '🚨 req-first1: python:latest by @UDANA, 2025-01-05 08:00 UTC – INC-1: burns',
        '🚨 req-later1: python:latest by @UDANA, 2026-01-05 08:00 UTC – INC-1: burns',
      ]);
      expect(await buttonsOf(incidents, typed)).toEqual([
        ['Sign off', '/request-image review req-first1'],
        ['Sign off', '/request-image review req-later1'],
      ]);
    },
  );

  it('does not stand on the other pages', async () => {
    expect((await linesOf([...incidents, ...queueOf(11)], '--page 2'))[0]).toBe(
      'Image requests that wait for approval',
    );
  });

  it('is shown five at a time', async () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      broken(idOf(index), '2026-01-05T08:00:00.000Z'),
    );

    expect(await buttonsOf(many)).toHaveLength(5);
    expect(await linesOf(many)).toContain('and 2 more');
    expect(await linesOf(many.slice(0, 5))).not.toContain('and 0 more');
  });
});
