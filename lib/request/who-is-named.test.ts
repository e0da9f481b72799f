import { describe, expect, it } from '@jest/globals';
import type { PrincipalId } from '../kernel/ids.ts';
import { plainText } from '../reply/plain-text.ts';
import { noticesFor } from './notices.ts';
import { alice, amir } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest, Joiner } from './request.ts';
import { thingWording } from './thing.fixture.ts';

const channels = { approvals: 'C0APPROVALS', notify: 'C0NOTIFY' };

const many = (count: number): readonly PrincipalId[] =>
  Array.from({ length: count }, (_, index): PrincipalId => `slack:U${index + 1}`);

const joiners = (count: number): readonly Joiner[] =>
  many(count).map((id) => ({ ...alice, id, cause: 'req-joined', facts: {} }));

/** The lines of the one message of this kind. */
const linesOf = (kind: string, others: Partial<ApprovalRequest>): readonly string[] => {
  const found = noticesFor(requestOf(others), thingWording, channels).filter(
    (notice) => notice.kind === kind,
  );
  expect(found).toHaveLength(1);
  return found.flatMap(({ reply }) => plainText(reply).split('\n'));
};

const approvedBy = (...ids: readonly PrincipalId[]) =>
  ids.map((by) => ({ by, cause: 'req-a1' }) as const);

describe('whom a card waits for', () => {
  it('are named, up to five', () => {
    expect(linesOf('card', { asked: many(5) })).toContain('Waiting for: @U1, @U2, @U3, @U4, @U5');
  });

  it('are counted from the sixth on', () => {
    expect(linesOf('card', { asked: many(6) })).toContain(
      'Waiting for: @U1, @U2, @U3, @U4, @U5 and 1 more',
    );
    expect(linesOf('card', { asked: many(50) })).toContain(
      'Waiting for: @U1, @U2, @U3, @U4, @U5 and 45 more',
    );
  });

  it('are no longer those who have approved, and include those it was escalated to, once', () => {
    const others = {
      needed: 2,
      asked: [alice.id, amir.id],
      escalatedTo: [amir.id, 'slack:U1'],
      approvals: approvedBy(alice.id),
    } as const;

    expect(linesOf('card', others)).toContain('Waiting for: @UAMIR, @U1');
  });

  it('are not told to be too few where as many are left as must still approve', () => {
    expect(linesOf('card', { needed: 2, asked: many(2) }).join()).not.toContain('fewer people');
    expect(
      linesOf('card', { needed: 2, asked: many(2), approvals: approvedBy('slack:U1') }).join(),
    ).not.toContain('fewer people');
  });

  it('are told to be too few by how many are missing, after those who have approved', () => {
    expect(
      linesOf('card', { needed: 4, asked: many(2), approvals: approvedBy('slack:U1') }),
    ).toContain(
      '⚠️ It needs 3 more approvals, and fewer people may give them. Please tell an operator.',
    );
  });
});

describe('who has joined', () => {
  it('is named on the card, up to five', () => {
    expect(linesOf('card', { joiners: joiners(5) })).toContain(
      'Also asked for by: @U1, @U2, @U3, @U4, @U5',
    );
  });

  it('is counted from the sixth on', () => {
    expect(linesOf('card', { joiners: joiners(7) })).toContain(
      'Also asked for by: @U1, @U2, @U3, @U4, @U5 and 2 more',
    );
  });

  it('is named in the line of a request that nobody had to approve, too', () => {
    expect(linesOf('card', { needed: 0, status: 'running', joiners: joiners(1) })).toEqual([
      '📦 lamp for @UDANA (req-lamp001)',
      '✅ Approved automatically • Building…',
      'Also asked for by: @U1',
    ]);
  });
});

const waiting = {
  isReminded: true,
  deadlines: { remindAt: '2026-01-05T13:00:00.000Z', escalateAt: '2026-01-06T09:00:00.000Z' },
} as const;

describe('messages of a long wait', () => {
  it('name up to ten of those who are waited for in a reminder', () => {
    const [line] = linesOf('reminder', { ...waiting, asked: many(12) });

    expect(line).toBe(
      '⏰ lamp for @UDANA (req-lamp001) has waited since 2026-01-05 09:00 UTC. Waiting for: @U1, @U2, @U3, @U4, @U5, @U6, @U7, @U8, @U9, @U10',
    );
  });

  it('name nobody in a reminder where there is nobody to wait for, or nobody knows whom', () => {
    for (const others of [{ ...waiting, asked: [] }, waiting]) {
      expect(linesOf('reminder', others)).toEqual([
        '⏰ lamp for @UDANA (req-lamp001) has waited since 2026-01-05 09:00 UTC',
      ]);
    }
  });

  it('name up to ten of those it was escalated to', () => {
    const others = { ...waiting, escalatedTo: many(12) };

    expect(linesOf('escalation', others)).toEqual([
      '⏫ lamp for @UDANA (req-lamp001) has waited since 2026-01-05 09:00 UTC and is escalated to @U1, @U2, @U3, @U4, @U5, @U6, @U7, @U8, @U9, @U10',
    ]);
    expect(linesOf('dm-escalated', { ...others, escalatedTo: many(2) })).toEqual([
      '⏫ Your thing request for lamp (req-lamp001) has waited since 2026-01-05 09:00 UTC and is escalated to @U1, @U2',
    ]);
  });
});
