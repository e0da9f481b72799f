import { describe, expect, it } from '@jest/globals';
import { noticesFor } from './notices.ts';
import { alice, eve, oscar } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { thingWording } from './thing.fixture.ts';

const channels = { approvals: 'C0APPROVALS', notify: 'C0NOTIFY' };
const endedAt = '2026-01-05T09:02:00.000Z';
const brokenGlass = { incident: 'INC-1' };
const joiner = { ...eve, cause: 'req-joined', facts: {} } as const;

/** Which messages of a request have said their last word, by their kind without whom they are for. */
const finalOf = (others: Partial<ApprovalRequest>): Readonly<Record<string, boolean>> =>
  Object.fromEntries(
    noticesFor(requestOf(others), thingWording, channels).map(({ kind, isFinal }) => [
      kind.replace(/-[0-9a-f]{8}$/, ''),
      isFinal === true,
    ]),
  );

describe('the last word of a card', () => {
  it.each([{}, { status: 'approved' }, { status: 'running' }] as const)(
    'is not said before the request has ended: %j',
    (others) => {
      expect(finalOf(others)).toEqual({ card: false });
    },
  );

  it('is said when the request has ended, as is that of the messages about its end', () => {
    expect(finalOf({ status: 'done', endedAt })).toEqual({ card: true, dm: true });
    expect(finalOf({ status: 'expired', endedAt })).toEqual({ card: true, line: true, dm: true });
  });

  it('is not said while a break-glass waits for its review, though it has ended', () => {
    const broken = { needed: 0, status: 'done', endedAt, brokenGlass } as const;

    expect(finalOf(broken)).toEqual({ card: false, dm: true });
    expect(finalOf({ ...broken, reviewedBy: alice.id })).toMatchObject({ card: true });
  });

  it('is not said of a break-glass that was reviewed while it still runs', () => {
    expect(
      finalOf({ needed: 0, status: 'running', brokenGlass, reviewedBy: alice.id }),
    ).toMatchObject({ card: false });
  });
});

describe('the last word of other messages', () => {
  it('is said at once of what never changes', () => {
    expect(
      finalOf({
        isReminded: true,
        escalatedTo: [],
        joiners: [joiner],
        brokenGlass,
        asked: [alice.id],
        reviewedBy: alice.id,
      }),
    ).toEqual({
      card: false,
      reminder: true,
      'dm-reminded': true,
      escalation: true,
      'dm-escalated': true,
      'dm-reviewed': true,
      'dm-joined': true,
    });
  });

  it('is said of the cards of those it was escalated to when that of the card is', () => {
    expect(finalOf({ escalatedTo: [oscar.id] })).toMatchObject({ escalated: false });
    expect(finalOf({ escalatedTo: [oscar.id], status: 'done', endedAt })).toMatchObject({
      escalated: true,
    });
  });

  it('is not said in the line that it must be approved again, as it may have to be once more', () => {
    expect(finalOf({ voided: 'it has changed' })).toEqual({ card: false, again: false });
  });
});
