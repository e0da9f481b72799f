import { describe, expect, it } from '@jest/globals';
import type { RequestWording } from '../operation/operation.ts';
import { plainText, writeText } from '../reply/plain-text.ts';
import { alice, amir } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';
import { statusReply, verdictReply } from './request-replies.ts';
import { submittedReply, takenRefusal } from './submitted-reply.ts';
import { thingWording } from './thing.fixture.ts';

type Kind = Parameters<typeof submittedReply>[0]['kind'];

const answer = (
  kind: Kind,
  others: Partial<ApprovalRequest> = {},
  wording: RequestWording = thingWording,
): readonly string[] =>
  plainText(submittedReply({ kind, request: requestOf(others) }, wording)).split('\n');

describe('whoever asks for what was asked for already', () => {
  it('reads whom they have joined, which request, and that they will hear of it', () => {
    expect(answer('joined', { status: 'running' })).toEqual([
      '@UDANA has asked for lamp already, so you have joined that request.',
      'Request ID: req-lamp001',
      'Status: Approved',
      "You'll receive a DM when it is approved or denied.",
    ]);
  });

  it('reads that nothing was added where it was themselves', () => {
    expect(answer('own')).toEqual([
      'You have asked for lamp already; nothing was added.',
      'Request ID: req-lamp001',
      'Status: Pending approval',
    ]);
  });

  it('reads that their approval stands where they have approved it for somebody else', () => {
    expect(answer('approved')).toEqual([
      'You have approved lamp already, for @UDANA; nothing was added.',
      'Request ID: req-lamp001',
    ]);
  });

  it('reads that it has ended meanwhile, and what came of it or what to do', () => {
    expect(answer('ended', { status: 'cancelled' })).toEqual([
      'lamp was asked for already, and that has ended while your command was on its way; nothing was added.',
      'Request ID: req-lamp001',
      'Status: Cancelled',
      'If you still want it, please ask again.',
    ]);
    expect(answer('ended', { status: 'done', result: { place: '/srv/lamp' } })).toEqual([
      'lamp was asked for already, and that has ended while your command was on its way; nothing was added.',
      'Request ID: req-lamp001',
      'Status: Approved',
      'Built: Yes',
      'Stands at: /srv/lamp',
    ]);
  });

  it('reads who has the name where that is for something else', () => {
    const { code, message } = takenRefusal(requestOf(), thingWording);

    expect(code).toBe('CONFLICT');
    expect(writeText(message)).toBe(
      'That name is taken: @UDANA has asked for lamp (req-lamp001). Please choose another name.',
    );
  });
});

describe('whoever begins something with a card of its own', () => {
  const ownCard = { ...thingWording, ownCard: () => [] };

  it('reads what begins and where its card is', () => {
    expect(answer('opened', { needed: 0 }, ownCard)).toEqual([
      '⏳ lamp',
      'Operation: op-lamp001',
      'Its card in this conversation shows how it goes; where I am not a member, it is in your messages with me.',
    ]);
  });

  it('reads that it waits where somebody must approve it first', () => {
    expect(answer('opened', { needed: 1 }, ownCard)[0]).toBe('Request submitted!');
  });
});

const statusOf = (others: Partial<ApprovalRequest>): readonly string[] =>
  plainText(statusReply(requestOf(others), thingWording)).split('\n');

describe('the status of a request with a deadline', () => {
  const deadlines = { expiresAt: '2026-01-08T09:00:00.000Z' };

  it('says when it expires while it waits, and not afterwards', () => {
    expect(statusOf({ deadlines })).toContain('Expires: 2026-01-08 09:00 UTC');
    expect(statusOf({ deadlines, status: 'denied' }).join()).not.toContain('Expires');
    expect(statusOf({}).join()).not.toContain('Expires');
  });

  it('says why it expired', () => {
    expect(
      statusOf({ deadlines, status: 'expired', ending: { reason: 'nobody decided' } }),
    ).toEqual(expect.arrayContaining(['Status: Expired', 'Reason: nobody decided']));
  });
});

describe('the status of a request that needs several approvals', () => {
  const approvals = [{ by: alice.id, cause: 'req-a1' } as const];

  it('counts them only while it waits, and only where there are several', () => {
    expect(statusOf({ needed: 2, approvals })).toContain('Approvals: 1 of 2');
    expect(statusOf({ needed: 2, approvals, status: 'running' }).join()).not.toContain('Approvals');
    expect(statusOf({ needed: 1 }).join()).not.toContain('Approvals');
  });
});

describe('the answer to a review', () => {
  const review: RequestCommand = { do: 'review', by: amir.id, cause: 'req-seen' };
  const approve: RequestCommand = { do: 'approve', by: amir.id, cause: 'req-seen' };
  const brokenGlass = { incident: 'INC-1' };
  const say = (
    verdict: Verdict,
    others: Partial<ApprovalRequest> = {},
    command: RequestCommand = review,
  ): string =>
    plainText(verdictReply({ request: requestOf(others), verdict }, command, thingWording));

  it('says that it was signed off', () => {
    expect(say('done', { brokenGlass })).toBe('You signed off req-lamp001 (lamp).');
  });

  it('says that somebody else was faster', () => {
    expect(say('late', { brokenGlass, reviewedBy: alice.id })).toBe(
      'req-lamp001 (lamp) was reviewed already; nothing was changed.',
    );
  });

  it('says that there is nothing to review where the glass is whole', () => {
    expect(say('late')).toBe(
      'req-lamp001 (lamp) went its usual way: there is no break-glass to review.',
    );
  });

  it('is another than that to an approval which comes too late for a break-glass', () => {
    expect(say('late', { brokenGlass, needed: 0, status: 'done' }, approve)).toBe(
      'req-lamp001 (lamp) is approved already; nothing was changed.',
    );
  });

  it('names nobody as having approved what only waits for more approvals', () => {
    const approvals = [{ by: alice.id, cause: 'req-a1' } as const];

    expect(say('late', { needed: 2, approvals }, approve)).toBe(
      'req-lamp001 (lamp) is pending approval already; nothing was changed.',
    );
  });
});
