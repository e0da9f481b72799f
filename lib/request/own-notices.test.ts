import { describe, expect, it } from '@jest/globals';
import type { CardState, Progress } from '../operation/operation.ts';
import { plainText } from '../reply/plain-text.ts';
import { line } from '../reply/reply.ts';
import { noticesFor } from './notices.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { thingWording } from './thing.fixture.ts';

const ownCard = ({ standing, progress, reason }: CardState) => [
  line(`lamp is ${standing}${reason === undefined ? '' : `: ${reason}`}`),
  ...(progress === undefined ? [] : progress.shown),
];

const channels = { approvals: 'C0APPROVALS', notify: 'C0NOTIFY' };

const noticesOf = (others: Partial<ApprovalRequest>, progress?: Progress) =>
  noticesFor(
    requestOf({ needed: 0, channel: 'C0TYPED', ...others }),
    { ...thingWording, ownCard },
    channels,
    progress,
  ).map((notice) => ({ ...notice, text: plainText(notice.reply) }));

const half: Progress = {
  shown: [line('1 of 2')],
  canCancel: true,
  elapsed: 3_000,
};

const revisionOf = (progress: Progress | undefined) =>
  noticesOf({ status: 'running' }, progress)[0]?.revision;

const ended = (code: string) =>
  noticesOf({ status: 'failed', ending: { code, reason: 'cancelled by Dana' } })[0]?.text;

const later = (elapsed: number) => noticesOf({ status: 'running' }, { ...half, elapsed })[0];

const kinds = (needed: number) =>
  noticesOf({ status: 'cancelled', needed, approvals: [], ending: { by: 'slack:UDANA' } }).map(
    ({ kind }) => kind,
  );

describe('a request that is followed where it was asked for', () => {
  it('has one card there, and none for approvers, from its approval on', () => {
    expect(noticesOf({ status: 'running' }, half)).toMatchObject([
      {
        kind: 'own',
        to: { channel: 'C0TYPED' },
        orElse: 'slack:UDANA',
        text: 'lamp is going\n1 of 2',
        isFinal: false,
      },
    ]);
  });

  it('has it with the requester where nobody knows the conversation', () => {
    const [card] = noticesFor(
      requestOf({ needed: 0, status: 'approved' }),
      { ...thingWording, ownCard },
      channels,
    );

    expect(card).toMatchObject({ to: { person: 'slack:UDANA' } });
  });

  it('says its end there and in the notify channel, whatever it was looked at last', () => {
    expect(noticesOf({ status: 'done' }, half)).toMatchObject([
      { kind: 'own', text: 'lamp is done', isFinal: true },
      { kind: 'end', to: { channel: 'C0NOTIFY' }, text: expect.stringContaining('lamp is done') },
    ]);
  });

  it('says it once where it was typed in the notify channel', () => {
    expect(noticesOf({ status: 'done', channel: 'C0NOTIFY' })).toHaveLength(1);
  });

  it('is edited when it is further, and not when it is not', () => {
    expect(revisionOf(half)).toBe(revisionOf({ ...half }));
    expect(revisionOf(half)).not.toBe(revisionOf(undefined));
    expect(revisionOf(half)).not.toBe(revisionOf({ ...half, shown: [line('2 of 2')] }));
  });

  it('moves by time alone every half minute, so that people see that somebody looks', () => {
    expect(later(29_000)?.revision).toBe(later(3_000)?.revision);
    expect(later(31_000)?.revision).not.toBe(later(3_000)?.revision);
  });

  it('keeps what its card says after a restart, until somebody has looked', () => {
    expect(noticesOf({ status: 'approved' })).toHaveLength(1);
    expect(noticesOf({ status: 'running' })).toEqual([]);
  });

  it('has no card where it was cancelled before anybody had to approve it, and one where it had one', () => {
    expect(kinds(1)).not.toContain('own');
    expect(kinds(0)).toContain('own');
  });

  it('tells a cancellation apart from a failure', () => {
    expect(ended('CANCELLED')).toBe('lamp is cancelled: cancelled by Dana');
    expect(ended('OPERATION_FAILED')).toBe('lamp is failed: cancelled by Dana');
  });

  it('says there that it must be approved after all, where it has said that it begins', () => {
    const [own] = noticesOf({
      status: 'pending',
      needed: 1,
      voided: 'the policy has changed',
    }).filter(({ kind }) => kind === 'own');

    expect(own).toMatchObject({
      text: 'lamp is waiting: the policy has changed',
      onlyIfShown: true,
      isFinal: false,
    });
  });

  it('tells how long it took, and for what the glass was broken', () => {
    const seen: CardState[] = [];
    noticesFor(
      requestOf({
        needed: 0,
        status: 'done',
        endedAt: '2026-01-05T09:02:05.000Z',
        brokenGlass: { incident: 'INC-1:\nthe shop is down' },
      }),
      {
        ...thingWording,
        ownCard: (state) => {
          seen.push(state);
          return [];
        },
      },
      channels,
    );

    expect(seen[0]).toMatchObject({ took: 125_000, incident: 'INC-1: the shop is down' });
  });

  it('tells approvers too where the glass was broken for it', () => {
    const notices = noticesOf(
      { status: 'running', brokenGlass: { incident: 'INC-1' }, asked: ['slack:UALICE'] },
      half,
    );

    expect(notices.map(({ to, kind }) => [kind.replace(/-[0-9a-f]{8}$/, ''), to])).toEqual([
      ['own', { channel: 'C0TYPED' }],
      ['card', { channel: 'C0APPROVALS' }],
      ['passed-over', { person: 'slack:UALICE' }],
    ]);
  });

  it('has nothing there before somebody approves it, where a policy wants that: approvers have their card', () => {
    expect(noticesOf({ status: 'pending', needed: 1 }).map(({ kind }) => kind)).toEqual(['card']);
    expect(
      noticesOf({ status: 'running', needed: 1 }, half).map(({ kind, to }) => [kind, to]),
    ).toContainEqual(['own', { channel: 'C0TYPED' }]);
    expect(noticesOf({ status: 'denied', needed: 1 }).map(({ kind }) => kind)).not.toContain('own');
  });
});
