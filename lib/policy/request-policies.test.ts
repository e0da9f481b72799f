import { describe, expect, it } from '@jest/globals';
import { approver, ask, deny, member, permit, request } from './default-policies.fixture.ts';
import type { Resource, Subject } from './policy.ts';

describe('requests', () => {
  const other: Subject = { ...member, id: 'slack:U3' };
  const requesterWhoApproves: Subject = { ...member, groups: ['approvers'] };

  it.each(['request:approve', 'request:deny'])('%s is for approvers', (action) => {
    expect(ask(approver, action, request)).toEqual(permit(0, 'approvers decide on requests'));
    expect(ask(other, action, request)).toEqual(deny(`no policy permits ${action}`));
  });

  it('takes a team called approvers for no group of approvers', () => {
    expect(ask({ ...other, teams: ['approvers'] }, 'request:approve', request).kind).toBe('deny');
  });

  it('lets nobody approve or deny their own request, approver or not', () => {
    for (const principal of [member, requesterWhoApproves]) {
      expect(ask(principal, 'request:approve', request)).toEqual(
        deny('nobody approves their own request'),
      );
      expect(ask(principal, 'request:deny', request)).toEqual(
        deny('nobody denies their own request, which they may cancel'),
      );
    }
  });

  it.each(['request:read', 'request:cancel'])('%s is for the requester and approvers', (action) => {
    expect(ask(member, action, request)).toEqual(
      permit(0, 'requesters may read and cancel their own requests'),
    );
    expect(ask(approver, action, request)).toEqual(
      permit(0, 'approvers may read and cancel requests'),
    );
    expect(ask(other, action, request)).toEqual(deny(`no policy permits ${action}`));
  });

  it('lets whoever joined one read it, and approve it no more than its requester may', () => {
    const joiner: Subject = { ...member, id: 'slack:U8' };
    const joinerWhoApproves: Subject = { ...approver, id: 'slack:U8' };

    expect(ask(joiner, 'request:read', request)).toEqual(
      permit(0, 'whoever joined a request may read it'),
    );
    expect(ask(joiner, 'request:cancel', request).kind).toBe('deny');
    for (const action of ['request:approve', 'request:review']) {
      expect(ask(joinerWhoApproves, action, request)).toEqual(
        deny('nobody approves what they asked for too'),
      );
    }
  });

  it('lets those to whom it is escalated decide on it, and only once it is', () => {
    const boss: Subject = { ...member, id: 'slack:U9', groups: ['escalation'] };
    const escalated: Resource = {
      ...request,
      attributes: { ...request.attributes, escalated: true },
    };

    for (const action of ['request:approve', 'request:deny', 'request:read']) {
      expect(ask(boss, action, escalated)).toEqual(
        permit(0, 'those to whom requests are escalated decide on them'),
      );
      expect(ask(boss, action, request)).toEqual(deny(`no policy permits ${action}`));
    }
    expect(ask({ ...boss, id: 'slack:U1' }, 'request:approve', escalated).kind).toBe('deny');
    expect(ask({ ...boss, kind: 'guest' }, 'request:approve', escalated).kind).toBe('deny');
  });

  it('lets another approver review what the glass was broken for', () => {
    expect(ask(approver, 'request:review', request)).toEqual(
      permit(0, 'approvers review what the glass was broken for'),
    );
    expect(ask(other, 'request:review', request)).toEqual(deny('no policy permits request:review'));
    expect(ask(requesterWhoApproves, 'request:review', request)).toEqual(
      deny('nobody reviews their own emergency'),
    );
  });
});
