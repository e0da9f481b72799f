import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { alice, amir, dana, eve, oscar } from './people.fixture.ts';
import { everyStatus, names, proposalOf, requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import type { RequestCommand } from './request-command.ts';

const personOf = ({ id, username, displayName, email }: typeof eve) => ({
  id,
  username,
  displayName,
  email,
});
const joinAs = (by: typeof eve): RequestCommand => ({
  do: 'join',
  by: by.id,
  cause: 'req-joined',
  joiner: personOf(by),
  facts: { thing: 'lamp', team: 'none' },
});
const decideOn = (request: ApprovalRequest, command: RequestCommand) =>
  decide(request, command, names);

describe('joining a request', () => {
  it('is recorded with who joins and what they wanted', () => {
    const { events, answer } = decideOn(requestOf(), joinAs(eve));

    expect(answer).toBe('done');
    expect(events).toMatchObject([
      {
        event: 'thing.request.joined',
        change: 'joined',
        actor: eve.id,
        joiner: { ...personOf(eve), slackUserId: 'UEVE' },
        cause: 'req-joined',
        wanted: { thing: 'lamp', team: 'none' },
      },
    ]);
  });

  it.each(['pending', 'approved', 'running'] as const)('works while it is %s', (status) => {
    expect(decideOn(requestOf({ status }), joinAs(eve)).events).toHaveLength(1);
  });

  it.each(['done', 'failed', 'denied', 'cancelled', 'expired'] as const)(
    'comes too late once it is %s',
    (status) => {
      expect(decideOn(requestOf({ status }), joinAs(eve))).toEqual({ events: [], answer: 'late' });
    },
  );

  it('changes nothing for whoever is in it: its requester, and those who have joined', () => {
    const joiners = [{ ...personOf(eve), cause: 'req-earlier', facts: {} } as const];

    for (const by of [dana, eve]) {
      expect(decideOn(requestOf({ joiners }), joinAs(by))).toEqual({
        events: [],
        answer: 'repeated',
      });
    }
  });

  it('changes nothing for whoever has approved it, as that would take their approval back, and is open to others', () => {
    const approvals = [{ by: alice.id, cause: 'req-a1' } as const];
    const request = requestOf({ status: 'approved', approvals });

    expect(decideOn(request, joinAs(alice))).toEqual({ events: [], answer: 'repeated' });
    expect(decideOn(request, joinAs(eve)).answer).toBe('done');
  });

  it('is open to others where somebody has joined already', () => {
    const joiners = [{ ...personOf(eve), cause: 'req-earlier', facts: {} } as const];

    expect(decideOn(requestOf({ joiners }), joinAs(oscar)).answer).toBe('done');
  });
});

const cancel = (alsoApproved: boolean): RequestCommand => ({
  do: 'cancel',
  by: dana.id,
  cause: 'req-stop',
  alsoApproved,
});

const took = (alsoApproved: boolean) =>
  everyStatus.filter(
    (status) => decideOn(requestOf({ status }), cancel(alsoApproved)).answer === 'done',
  );

describe('a cancellation that also stops what is approved', () => {
  it('takes effect until it has begun', () => {
    expect(took(true)).toEqual(['pending', 'approved']);
    expect(took(false)).toEqual(['pending']);
  });
});

describe('a review', () => {
  it('is recorded with who has looked', () => {
    const broken = requestOf({ status: 'done', brokenGlass: { incident: 'INC-1' } });

    expect(decideOn(broken, { do: 'review', by: amir.id, cause: 'req-seen' })).toMatchObject({
      answer: 'done',
      events: [
        { event: 'thing.request.reviewed', change: 'reviewed', actor: amir.id, cause: 'req-seen' },
      ],
    });
  });

  it('comes too late where another approver has looked, and where the glass is whole', () => {
    const brokenGlass = { incident: 'INC-1' };

    for (const request of [requestOf(), requestOf({ brokenGlass, reviewedBy: alice.id })]) {
      expect(decideOn(request, { do: 'review', by: amir.id, cause: 'req-seen' })).toEqual({
        events: [],
        answer: 'late',
      });
    }
  });
});

describe('opening a request that nobody needs to approve', () => {
  it('is done', () => {
    expect(decide(undefined, { do: 'open', proposal: proposalOf(0) }, names).answer).toBe('done');
  });
});
