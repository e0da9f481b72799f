import { describe, expect, it } from '@jest/globals';
import { plainText } from '../reply/plain-text.ts';
import type { Reply } from '../reply/reply.ts';
import { alice, amir, dana } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand, Verdict } from './request-command.ts';
import { listReply, statusReply, verdictReply } from './request-replies.ts';
import { submittedReply } from './submitted-reply.ts';
import { thingWording } from './thing.fixture.ts';

const linesOf = (reply: Reply): readonly string[] => plainText(reply).split('\n');

const byAlice = { by: alice.id, cause: 'req-a1' } as const;
const byAmir = { by: amir.id, cause: 'req-b1' } as const;

describe('the answer to a new request', () => {
  it('tells what was asked for, the id and that it waits', () => {
    expect(linesOf(submittedReply({ kind: 'opened', request: requestOf() }, thingWording))).toEqual(
      [
        'Request submitted!',
        'Thing: lamp',
        'Request ID: req-lamp001',
        'Status: Pending approval',
        "You'll receive a DM when this is approved or denied.",
      ],
    );
  });

  it('tells that nobody needs to approve it', () => {
    expect(
      linesOf(submittedReply({ kind: 'opened', request: requestOf({ needed: 0 }) }, thingWording)),
    ).toContain('Status: Approved automatically');
  });

  it('does not depend on how far the request has come meanwhile', () => {
    expect(
      submittedReply({ kind: 'opened', request: requestOf({ status: 'done' }) }, thingWording),
    ).toEqual(submittedReply({ kind: 'opened', request: requestOf() }, thingWording));
  });
});

describe('the status of a request', () => {
  const lamp = ['Request ID: req-lamp001', 'Thing: lamp'];

  it.each<readonly [Partial<ApprovalRequest>, readonly string[]]>([
    [{}, ['Status: Pending approval', 'Built: No']],
    [
      { needed: 2, approvals: [byAlice] },
      ['Status: Pending approval', 'Approved by: @UALICE', 'Built: No', 'Approvals: 1 of 2'],
    ],
    [
      { status: 'approved', approvals: [byAlice] },
      ['Status: Approved', 'Approved by: @UALICE', 'Built: No'],
    ],
    [
      { status: 'running', needed: 2, approvals: [byAlice, byAmir] },
      ['Status: Approved', 'Approved by: @UALICE, @UAMIR', 'Built: No'],
    ],
    [
      { status: 'done', approvals: [byAlice], result: { place: '/srv/lamp' } },
      ['Status: Approved', 'Approved by: @UALICE', 'Built: Yes', 'Stands at: /srv/lamp'],
    ],
    [
      { status: 'done', needed: 0, result: { place: '/srv/lamp' } },
      ['Status: Approved', 'Approved by: policy', 'Built: Yes', 'Stands at: /srv/lamp'],
    ],
    [
      { status: 'failed', approvals: [byAlice], ending: { code: 'X', reason: 'No room.' } },
      ['Status: Failed', 'Approved by: @UALICE', 'Reason: No room.', 'Built: No'],
    ],
    [
      { status: 'denied', ending: { by: amir.id, reason: 'We have one' } },
      ['Status: Denied', 'Denied by: @UAMIR', 'Reason: We have one', 'Built: No'],
    ],
    [
      { status: 'cancelled', ending: { by: dana.id } },
      ['Status: Cancelled', 'Cancelled by: @UDANA', 'Built: No'],
    ],
  ])('says where it stands: %j', (others, lines) => {
    expect(linesOf(statusReply(requestOf(others), thingWording))).toEqual([...lamp, ...lines]);
  });
});

describe('the words of people in a status', () => {
  it('stay on one line, so that they draw none of ours', () => {
    const ending = { by: amir.id, reason: 'No.\n\n  Built: Yes' };

    expect(linesOf(statusReply(requestOf({ status: 'denied', ending }), thingWording))).toContain(
      'Reason: No. Built: Yes',
    );
  });
});

const wordingOf = () => thingWording;
const at = (minute: number, others: Partial<ApprovalRequest> = {}): ApprovalRequest =>
  requestOf({
    id: `req-lamp${100 + minute}`,
    createdAt: `2026-01-05T09:${String(minute).padStart(2, '0')}:00.000Z`,
    ...others,
  });
const many = (count: number) => Array.from({ length: count }, (_, index) => at(index));

describe('the list of requests', () => {
  it('has those that wait first, then the newest', () => {
    const requests = [at(1), at(2, { status: 'done' }), at(3), at(4, { status: 'denied' })];

    expect(linesOf(listReply(requests, 'thing', wordingOf))).toEqual([
      'Your requests',
      '- req-lamp103: lamp – Pending approval',
      '- req-lamp101: lamp – Pending approval',
      '- req-lamp104: lamp – Denied',
      '- req-lamp102: lamp – Approved',
    ]);
  });

  it('shows twenty and counts the rest', () => {
    expect(linesOf(listReply(many(20), 'thing', wordingOf))).toHaveLength(21);
    const lines = linesOf(listReply(many(23), 'thing', wordingOf));
    expect(lines).toHaveLength(22);
    expect(lines[20]).toContain('req-lamp103');
    expect(lines[21]).toBe('and 3 older');
  });

  it('shows the way to somebody who has none', () => {
    expect(linesOf(listReply([], 'thing', wordingOf))).toEqual([
      'You have no requests. /thing help shows how to make one.',
    ]);
  });
});

describe('the answer to a decision', () => {
  const approve: RequestCommand = { do: 'approve', ...byAlice };
  const deny: RequestCommand = { do: 'deny', ...byAlice, reason: 'x' };
  const cancel: RequestCommand = { do: 'cancel', ...byAlice };
  const answer = (
    verdict: Verdict,
    others: Partial<ApprovalRequest> = {},
    command: RequestCommand = approve,
  ) => plainText(verdictReply({ request: requestOf(others), verdict }, command, thingWording));

  it('says what the person did', () => {
    expect(answer('done')).toBe('You approved req-lamp001 (lamp).');
    expect(answer('done', {}, deny)).toBe('You denied req-lamp001 (lamp).');
    expect(answer('done', {}, cancel)).toBe('You cancelled req-lamp001 (lamp).');
  });

  it('says how many approvals are still needed', () => {
    const one = { needed: 2, approvals: [byAlice] };

    expect(answer('counted', one)).toBe('Your approval of req-lamp001 (lamp) counts: 1 of 2.');
    expect(answer('repeated', one)).toBe(
      'You have approved req-lamp001 (lamp) already: 1 of 2. Somebody else must approve it too.',
    );
  });

  it('sends somebody who saw another plan back to the card', () => {
    expect(answer('changed')).toBe(
      'req-lamp001 (lamp) has changed since you saw it. Please look at its card again before you approve.',
    );
  });

  it.each<readonly [Partial<ApprovalRequest>, string]>([
    [{ status: 'approved', approvals: [byAlice, byAmir] }, 'approved by @UALICE, @UAMIR'],
    [{ status: 'done', needed: 0 }, 'approved'],
    [{ status: 'denied', ending: { by: amir.id, reason: 'x' } }, 'denied by @UAMIR'],
    [{ status: 'failed', approvals: [byAlice], ending: { code: 'X', reason: 'x' } }, 'failed'],
    [{ status: 'cancelled', ending: { by: dana.id } }, 'cancelled by @UDANA'],
  ])('says who was faster, and that nothing was changed: %j', (others, standing) => {
    expect(answer('late', others, deny)).toBe(
      `req-lamp001 (lamp) is ${standing} already; nothing was changed.`,
    );
  });
});
