import { describe, expect, it } from '@jest/globals';
import type { Notice } from '../reply/noticeboard.ts';
import type { Button } from '../reply/reply.ts';
import { byAlice, linesOf, show } from './notices.fixture.ts';
import { amir, dana } from './people.fixture.ts';
import { requestOf, wantedOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { thingWording } from './thing.fixture.ts';
import { wordingFor } from './wording.ts';

const buttonsOf = (notice: Notice): readonly Button[] =>
  notice.reply.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));

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
