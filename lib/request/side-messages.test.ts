import { describe, expect, it } from '@jest/globals';
import { plainText } from '../reply/plain-text.ts';
import { noticesFor } from './notices.ts';
import { alice, dana, eve, oscar } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest, RequestStatus } from './request.ts';
import { thingWording } from './thing.fixture.ts';

const channels = { approvals: 'C0APPROVALS', notify: 'C0NOTIFY' };
const all = (others: Partial<ApprovalRequest>) =>
  noticesFor(requestOf(others), thingWording, channels);
const kindsOf = (others: Partial<ApprovalRequest>) =>
  all(others).map(({ kind }) => kind.replace(/-[0-9a-f]{8}$/, ''));

const brokenGlass = { incident: 'INC-1' };
const joiners = [{ ...eve, cause: 'req-joined', facts: {} } as const];
const toApprovers = { channel: 'C0APPROVALS' };
const toRequester = { person: dana.id };

const addressesOf = (others: Partial<ApprovalRequest>) =>
  Object.fromEntries(all(others).map(({ kind, to }) => [kind.replace(/-[0-9a-f]{8}$/, ''), to]));

describe('the messages besides the card', () => {
  it('of a long wait go to the approval channel, to the requester, and to those it was escalated to', () => {
    expect(addressesOf({ isReminded: true, escalatedTo: [oscar.id], joiners })).toEqual({
      card: toApprovers,
      reminder: toApprovers,
      'dm-reminded': toRequester,
      escalation: toApprovers,
      'dm-escalated': toRequester,
      escalated: { person: oscar.id },
      'dm-joined': toRequester,
    });
  });

  it('of a break-glass go to those who were passed over, and its review to the requester', () => {
    expect(
      addressesOf({
        needed: 0,
        status: 'done',
        brokenGlass,
        asked: [alice.id],
        reviewedBy: oscar.id,
      }),
    ).toEqual({
      card: toApprovers,
      dm: toRequester,
      'passed-over': { person: alice.id },
      'dm-reviewed': toRequester,
    });
  });

  it('of an end go to whoever joined, instead of the news that they did', () => {
    expect(addressesOf({ status: 'denied', joiners })).toMatchObject({
      dm: toRequester,
      'dm-end': { person: eve.id },
    });
    expect(kindsOf({ status: 'denied', joiners })).not.toContain('dm-joined');
  });

  it('of a long wait are of no use once it is decided', () => {
    const waited = { isReminded: true, escalatedTo: [] };

    expect(kindsOf(waited)).toEqual(
      expect.arrayContaining(['reminder', 'dm-reminded', 'escalation', 'dm-escalated']),
    );
    expect(kindsOf({ ...waited, status: 'running' })).toEqual(['card']);
  });

  it('are none for people whom nothing of it concerns', () => {
    expect(kindsOf({})).toEqual(['card']);
    expect(kindsOf({ asked: [alice.id] })).toEqual(['card']);
    expect(kindsOf({ brokenGlass })).toEqual(['card']);
  });
});

const cardAt = (status: RequestStatus) =>
  all({ status, escalatedTo: [oscar.id] }).find(({ kind }) => kind.startsWith('escalated-'));

describe('the card of those it was escalated to', () => {
  it('says why they get it', () => {
    const [card] = [cardAt('pending')].flatMap((notice) =>
      notice === undefined ? [] : [plainText(notice.reply).split('\n')],
    );

    expect(card?.slice(0, 2)).toEqual([
      '⏫ This has waited for long, so you are asked to decide on it.',
      '📦 New Thing',
    ]);
  });

  it('is posted while it waits, and afterwards only brought up to date where it hangs', () => {
    expect(cardAt('pending')?.onlyIfShown).toBe(false);
    expect(cardAt('approved')?.onlyIfShown).toBe(true);
    expect(cardAt('done')?.onlyIfShown).toBe(true);
  });
});

describe('the message to whoever was passed over', () => {
  it('has the button that signs it off', () => {
    const found = all({ needed: 0, status: 'done', brokenGlass, asked: [alice.id] }).filter(
      ({ kind }) => kind.startsWith('passed-over-'),
    );

    expect(found.flatMap(({ reply }) => reply.parts).at(-1)).toMatchObject({
      kind: 'buttons',
      buttons: [{ label: 'Sign off', command: '/thing review req-lamp001' }],
    });
  });
});

describe('the message that approvers are asked after all', () => {
  const voided = 'what would happen has changed';

  it('goes to whoever broke the glass, while it waits', () => {
    const [message] = all({ brokenGlass, voided }).filter(({ kind }) =>
      kind.startsWith('dm-asked'),
    );

    expect(message).toMatchObject({ to: { person: dana.id } });
    expect(kindsOf({ brokenGlass, voided })).toContain('dm-asked');
    expect(kindsOf({ brokenGlass, voided, status: 'approved' })).not.toContain('dm-asked');
  });
});

describe('the messages of a second wait', () => {
  it('are others than those of the first one, which stand', () => {
    const first = all({ isReminded: true });
    const second = all({ isReminded: true, waitingSince: '2026-01-05T15:00:00.000Z' });

    expect(first.map(({ kind }) => kind)).toEqual(['card', 'reminder', 'dm-reminded']);
    expect(second.map(({ kind }) => kind)).toEqual([
      'card',
      expect.stringMatching(/^reminder-[0-9a-f]{8}$/),
      expect.stringMatching(/^dm-reminded-[0-9a-f]{8}$/),
    ]);
  });
});

const revisionOf = (kind: string, others: Partial<ApprovalRequest>) =>
  all(others).find((notice) => notice.kind === kind)?.revision;

describe('a card that had more to say', () => {
  it('is edited when it is known whom it waits for, to whom it was escalated, or until when it waits', () => {
    const revisions = [
      {},
      { asked: [alice.id] },
      { escalatedTo: [oscar.id] },
      { escalatedTo: [alice.id] },
      { deadlines: { expiresAt: '2026-01-08T09:00:00.000Z' } },
      { joiners },
      { reviewedBy: alice.id },
    ].map((others) => revisionOf('card', others));

    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('is not edited for whom it waited once it waits no more', () => {
    const ended = { status: 'denied' as const, ending: { by: alice.id, reason: 'no' } };

    expect(revisionOf('card', { ...ended, asked: [alice.id], escalatedTo: [oscar.id] })).toBe(
      revisionOf('card', ended),
    );
  });

  it('leaves the news of the end as they are when somebody reviews or joins later', () => {
    const ended = { status: 'done' as const, needed: 0, brokenGlass };
    const later = { reviewedBy: alice.id, joiners, answers: { 'req-seen': 'done' as const } };

    expect(revisionOf('dm', { ...ended, ...later })).toBe(revisionOf('dm', ended));
  });

  it('has one line for its end, also where it had to be approved again before', () => {
    const voided = 'it has changed';

    expect(kindsOf({ voided, status: 'cancelled', ending: { by: dana.id } })).toContain('line');
    expect(kindsOf({ voided })).toContain('again');
  });
});

const newsOf = (others: Partial<ApprovalRequest>) =>
  all({ status: 'done', ...others })
    .filter(({ kind }) => kind === 'dm')
    .map(({ reply }) => plainText(reply).split('\n')[0]);

describe('the news of a success', () => {
  it('says that it went without approval only where the glass was broken and nobody approved it after all', () => {
    expect(newsOf({ needed: 0 })).toEqual(['Your thing request has been approved!']);
    expect(newsOf({ needed: 1, brokenGlass })).toEqual(['Your thing request has been approved!']);
    expect(newsOf({ needed: 0, brokenGlass })).toEqual([
      'Your thing request went through without approval. An approver will review it.',
    ]);
  });
});
