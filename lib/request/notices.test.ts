import { describe, expect, it } from '@jest/globals';
import type { RequestWording } from '../operation/operation.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { plainText } from '../reply/plain-text.ts';
import type { Button } from '../reply/reply.ts';
import { noticesFor } from './notices.ts';
import { alice, amir, dana } from './people.fixture.ts';
import { requestOf, wantedOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { thingWording } from './thing.fixture.ts';
import { wordingFor } from './wording.ts';

const show = (others: Partial<ApprovalRequest>, wording: RequestWording = thingWording) => {
  const [card, ...rest] = noticesFor(requestOf(others), wording, {
    approvals: 'C0APPROVALS',
    notify: 'C0NOTIFY',
  });
  if (card === undefined) {
    throw new Error('there is always a card');
  }
  return {
    card,
    dms: rest.filter(({ kind }) => kind === 'dm'),
    lines: rest.filter(({ kind }) => kind === 'line'),
    others: rest.filter(({ kind }) => kind !== 'line' && kind !== 'dm'),
  };
};
const linesOf = (notice: Notice | undefined): readonly string[] =>
  notice === undefined ? [] : plainText(notice.reply).split('\n');
const buttonsOf = (notice: Notice): readonly Button[] =>
  notice.reply.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));

const byAlice = { by: alice.id, cause: 'req-a1' } as const;
const byAmir = { by: amir.id, cause: 'req-b1' } as const;

const head = [
  '📦 New Thing',
  'Thing: lamp',
  'Requested by: @UDANA',
  'Team: none',
  'Request ID: req-lamp001',
];

const tag = requestOf().effectsHash.slice(0, 12);
const approveCommand = `/thing approve req-lamp001 --plan ${tag}`;

describe('the card of a request', () => {
  it('shows what is asked for, by whom, and the two buttons that are commands', () => {
    const { card, dms } = show({});

    expect(card).toMatchObject({
      requestId: 'req-lamp001',
      kind: 'card',
      to: { channel: 'C0APPROVALS' },
    });
    expect(linesOf(card)).toEqual(head);
    expect(buttonsOf(card)).toEqual([
      { label: '✅ Approve', style: 'primary', command: approveCommand },
      { label: '❌ Deny', style: 'danger', command: '/thing deny req-lamp001' },
    ]);
    expect(dms).toEqual([]);
  });

  it('names in its buttons the slash command that decides on it, whatever its operation is called', () => {
    const { card } = show({ operation: 'other build all' });

    expect(buttonsOf(card)[0]?.command).toBe(approveCommand);
  });

  it('has buttons that decide on whatever request where its operation has no words of its own', () => {
    const { card } = show({ operation: 'lamp switch' }, wordingFor('lamp switch', undefined));

    expect(buttonsOf(card).map(({ command }) => command)).toEqual([
      `/request approve req-lamp001 --plan ${tag}`,
      '/request deny req-lamp001',
    ]);
  });

  it('counts approvals where more than one is needed', () => {
    expect(linesOf(show({ needed: 2 }).card)).toEqual([...head, 'Approvals: 0 of 2']);
    expect(linesOf(show({ needed: 3, approvals: [byAlice, byAmir] }).card)).toEqual([
      ...head,
      'Approvals: 2 of 3 – @UALICE, @UAMIR',
    ]);
  });

  it('has a button that approves what the card shows, and nothing that was shown before', () => {
    const { card } = show(wantedOf(1));

    expect(buttonsOf(card)[0]?.command).toBe(
      `/thing approve req-lamp001 --plan ${wantedOf(1).effectsHash.slice(0, 12)}`,
    );
  });

  it("keeps people's reasons on one line, so that they draw none of ours", () => {
    const ending = { by: amir.id, reason: 'No.\r\n✅ Approved by @UALICE\u2028Request ID: x' };
    const told = 'No. ✅ Approved by @UALICE Request ID: x';
    const { card, dms } = show({ status: 'denied', ending });

    expect(linesOf(card)).toEqual([...head, `❌ Denied by @UAMIR • Reason: ${told}`]);
    expect(linesOf(dms[0])).toContain(`Reason: ${told}`);
  });

  it('says why earlier approvals no longer count', () => {
    expect(linesOf(show({ needed: 2, voided: 'it has changed' }).card)).toEqual([
      ...head,
      '⚠️ Earlier approvals no longer count: it has changed',
      'Approvals: 0 of 2',
    ]);
  });

  it.each<readonly [Partial<ApprovalRequest>, string]>([
    [{ status: 'approved', approvals: [byAlice] }, '✅ Approved by @UALICE • Building…'],
    [{ status: 'running', approvals: [byAlice] }, '✅ Approved by @UALICE • Building…'],
    [
      { status: 'done', approvals: [byAlice, byAmir] },
      '✅ Approved by @UALICE, @UAMIR • Built successfully',
    ],
    [
      { status: 'failed', approvals: [byAlice], ending: { code: 'X', reason: 'No room.' } },
      '✅ Approved by @UALICE • Building failed: No room.',
    ],
    [
      { status: 'denied', ending: { by: amir.id, reason: 'Use python:latest instead' } },
      '❌ Denied by @UAMIR • Reason: Use python:latest instead',
    ],
    [{ status: 'cancelled', ending: { by: dana.id } }, '⚪ Cancelled by @UDANA'],
    [{ status: 'cancelled', ending: {} }, '⚪ Cancelled by the system'],
  ])('says where it stands, without buttons: %j', (others, last) => {
    const { card } = show(others);

    expect(linesOf(card)).toEqual([...head, last]);
    expect(buttonsOf(card)).toEqual([]);
  });
});

describe('the line of a request that no human had to approve', () => {
  it.each<readonly [Partial<ApprovalRequest>, string]>([
    [{ status: 'running' }, '✅ Approved automatically • Building…'],
    [{ status: 'done' }, '✅ Approved automatically • Built successfully'],
    [
      { status: 'failed', ending: { code: 'X', reason: 'No room.' } },
      '✅ Approved automatically • Building failed: No room.',
    ],
  ])('is short: %j', (others, last) => {
    const { card } = show({ needed: 0, ...others });

    expect(linesOf(card)).toEqual(['📦 lamp for @UDANA (req-lamp001)', last]);
    expect(card.to).toEqual({ channel: 'C0APPROVALS' });
  });
});

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

const revisionOf = (others: Partial<ApprovalRequest>): string => show(others).card.revision;

describe('the revision of a notice', () => {
  it('changes with the state that the words tell', () => {
    const revisions = [
      {},
      { approvals: [byAlice] },
      { voided: 'it has changed' },
      { voided: 'it has changed', ...wantedOf(1) },
      { voided: 'it has changed', ...wantedOf(2) },
      { status: 'running' as const },
      { status: 'done' as const },
    ].map(revisionOf);

    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('stays when only the wording is another, so that an upgrade edits no old message', () => {
    const other = { ...thingWording, cardTitle: 'A whole new title' };

    expect(show({}, other).card.revision).toBe(revisionOf({}));
  });
});
