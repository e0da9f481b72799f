import { describe, expect, it } from '@jest/globals';
import type { Notice } from '../reply/noticeboard.ts';
import { byAlice, linesOf, show } from './notices.fixture.ts';
import { amir, dana } from './people.fixture.ts';
import { wantedOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';

const againOf = (others: Partial<ApprovalRequest>): readonly Notice[] =>
  show({ voided: 'it has changed', ...others }).others;

describe('the line in the approval channel for what a card that is done with would hide', () => {
  it.each<readonly [Partial<ApprovalRequest>, string]>([
    [
      { status: 'cancelled', ending: { by: dana.id } },
      '⚪ lamp for @UDANA (req-lamp001) was cancelled by @UDANA',
    ],
    [
      { status: 'failed', approvals: [byAlice], ending: { code: 'X', reason: 'No room.' } },
      '⚠️ lamp for @UDANA (req-lamp001) • Building failed: No room.',
    ],
  ])('comes once: %j', (others, text) => {
    const { lines } = show(others);

    expect(lines.map(linesOf)).toEqual([[text]]);
    expect(lines).toMatchObject([{ to: { channel: 'C0APPROVALS' }, requestId: 'req-lamp001' }]);
  });

  it.each(['pending', 'approved', 'running', 'done', 'denied'] as const)(
    'does not come when it is %s',
    (status) => {
      expect(show({ status }).lines).toEqual([]);
    },
  );

  it('says what needs approval again, and why, anew each time', () => {
    const [first, ...more] = againOf({});

    expect(linesOf(first)).toEqual([
      '⚠️ lamp for @UDANA (req-lamp001) needs approval again: it has changed. Its card shows it.',
    ]);
    expect(first?.to).toEqual({ channel: 'C0APPROVALS' });
    expect(more).toEqual([]);
    const kinds = [{}, wantedOf(1), wantedOf(2), { waitingSince: '2026-01-05T10:00:00.000Z' }]
      .flatMap(againOf)
      .map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(4);
    // Whoever joins meanwhile makes nothing anew.
    expect(againOf({ answers: { 'req-a1': 'done' } }).map(({ kind }) => kind)).toEqual([
      first?.kind,
    ]);
    expect(againOf({ status: 'approved' })).toEqual([]);
  });

  it('does not come for what has no card and says in its line that it failed', () => {
    expect(show({ needed: 0, status: 'failed' }).lines).toEqual([]);
  });
});

describe('the message to the requester', () => {
  it.each<readonly [Partial<ApprovalRequest>, readonly string[]]>([
    [
      { status: 'done', result: { place: '/srv/lamp' } },
      ['Your thing request has been approved!', 'Stands at: /srv/lamp'],
    ],
    [
      { status: 'failed', ending: { code: 'X', reason: 'No room.' } },
      ['Your thing request was approved, but it failed.', 'Reason: No room.'],
    ],
    [
      { status: 'denied', ending: { by: amir.id, reason: 'We have one' } },
      ['Your thing request was denied.', 'Denied by: @UAMIR', 'Reason: We have one'],
    ],
    [
      { status: 'cancelled', ending: { by: amir.id } },
      ['Your thing request was cancelled by @UAMIR.'],
    ],
  ])('comes at the end and says how it ended: %j', (others, lines) => {
    const [dm, ...more] = show(others).dms;

    expect(dm).toMatchObject({ requestId: 'req-lamp001', kind: 'dm', to: { person: dana.id } });
    expect(linesOf(dm)).toEqual([...lines, 'Thing: lamp', 'Request ID: req-lamp001']);
    expect(more).toEqual([]);
  });

  it.each(['pending', 'approved', 'running'] as const)('does not come while it is %s', (status) => {
    expect(show({ status }).dms).toEqual([]);
  });
});
