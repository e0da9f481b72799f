import { describe, expect, it } from '@jest/globals';
import { loadPolicies } from './load-policies.ts';
import type { Decision, Question, Resource, Subject } from './policy.ts';

const policy = loadPolicies({});

const member: Subject = { id: 'slack:U1', kind: 'member', groups: [], teams: [] };
const approver: Subject = { ...member, id: 'slack:U2', groups: ['approvers'] };
const outsiders: readonly Subject[] = (['guest', 'bot', 'deactivated'] as const).map((kind) => ({
  ...approver,
  kind,
}));

const requestedBy = (id: string) => ({ requester: { type: 'Principal', id } });
const image = (tier: string, autoApproved: boolean): Resource => ({
  type: 'Image',
  id: 'python:latest-dev',
  attributes: { tier, autoApproved, ...requestedBy('slack:U1') },
});
const request: Resource = {
  type: 'Request',
  id: 'req-abc123',
  attributes: {
    ...requestedBy('slack:U1'),
    joiners: [{ type: 'Principal', id: 'slack:U8' }],
    operation: 'request-image',
    image: 'python:latest-dev',
    tier: 'APPLICATION',
    team: 'none',
    environment: '',
    escalated: false,
  },
};
const environment = (isProtected: boolean): Resource => ({
  type: 'Environment',
  id: isProtected ? 'prod' : 'dev',
  attributes: { protected: isProtected },
});
const operation: Resource = { type: 'Operation', id: 'request-image', attributes: {} };
const application = image('APPLICATION', false);

const ask = (
  principal: Subject,
  action: string,
  resource: Resource,
  context: NonNullable<Question['context']> = {},
): Decision => policy.decide({ principal, action, resource, context });

const permit = (approvals: number, ...reasons: string[]): Decision => ({
  kind: 'permit',
  approvals,
  reasons,
});
const deny = (...reasons: string[]): Decision => ({ kind: 'deny', reasons });

const everything: readonly (readonly [string, Resource])[] = [
  ['image:request', operation],
  ['image:request', application],
  ['image:search', operation],
  ['image:list', operation],
  ['image:admin-list', operation],
  ['image:provision', application],
  ['image:provision', image('BASE', true)],
  ['request:read', request],
  ['request:approve', request],
  ['request:deny', request],
  ['request:cancel', request],
  ['request:review', request],
  ['image:report', operation],
  ['environment:status', environment(false)],
  ['environment:start', environment(false)],
  ['environment:stop', environment(false)],
  ['environment:teardown', environment(false)],
  ['environment:spinup', environment(false)],
];

describe('strangers', () => {
  it.each(everything)('%s of %o is denied to guests, bots and deactivated users', (action, on) => {
    for (const principal of outsiders) {
      expect(ask(principal, action, on)).toEqual(
        deny('only full members of the workspace may use Quartermaster'),
      );
    }
  });

  it('denies a guest even what is their own', () => {
    const guest: Subject = { ...member, kind: 'guest' };
    expect(ask(guest, 'request:read', request).kind).toBe('deny');
  });

  it.each(['key', 'schedule', 'webhook', 'system'] as const)(
    'permits nothing to a %s, and does not blame the rule about members',
    (kind) => {
      const machine: Subject = { id: `${kind}:x`, kind, groups: ['approvers'], teams: [] };
      const unpermitted = everything.filter(
        ([action]) => !/^(image:(admin-list|report)|request:(read|cancel))$/.test(action),
      );
      for (const [action, on] of unpermitted) {
        expect(ask(machine, action, on)).toEqual(deny(`no policy permits ${action}`));
      }
    },
  );
});

describe('images', () => {
  it.each(['image:request', 'image:search', 'image:list'])('%s is open to members', (action) => {
    expect(ask(member, action, operation)).toEqual(permit(0, 'members may request images'));
  });

  it('lets members ask for a particular image', () => {
    expect(ask(member, 'image:request', application).kind).toBe('permit');
  });

  it.each(['APPLICATION', 'FIPS', 'AI', 'DEVTOOLS', 'COMMERCIAL', 'UNKNOWN'])(
    'provisions an image of tier %s after one approval',
    (tier) => {
      expect(ask(member, 'image:provision', image(tier, false))).toEqual(
        permit(1, 'an image needs one approval'),
      );
    },
  );

  it('provisions a base image after two approvals', () => {
    expect(ask(member, 'image:provision', image('BASE', false))).toEqual(
      permit(2, 'an image needs one approval', 'base images need two approvals'),
    );
  });

  it('provisions for trusted teams without approval', () => {
    expect(ask(member, 'image:provision', image('AI', true))).toEqual(
      permit(0, 'images for trusted teams need no approval'),
    );
  });

  it('waits for no approval in an emergency, of whoever may say that there is one', () => {
    const breaker: Subject = { ...member, groups: ['break-glass'] };

    for (const tier of ['APPLICATION', 'BASE']) {
      expect(ask(breaker, 'image:provision', image(tier, false), { breakGlass: true })).toEqual(
        permit(0, 'an emergency waits for no approval of an image'),
      );
    }
    expect(ask(breaker, 'image:provision', image('BASE', false)).kind).toBe('permit');
    expect(ask(breaker, 'image:provision', image('BASE', false))).toMatchObject({ approvals: 2 });
    expect(
      ask({ ...breaker, kind: 'guest' }, 'image:provision', application, { breakGlass: true }).kind,
    ).toBe('deny');
  });

  it('makes no exception from the two approvals for trusted teams', () => {
    const decision = ask(member, 'image:provision', image('BASE', true));
    expect(decision).toMatchObject({ kind: 'permit', approvals: 2 });
  });

  it('trusts nobody because of a team alone', () => {
    const inTeam: Subject = { ...member, teams: ['trusted'] };
    expect(ask(inTeam, 'image:provision', application)).toMatchObject({ approvals: 1 });
  });

  it('shows the requests of everybody to approvers only', () => {
    expect(ask(approver, 'image:admin-list', operation)).toEqual(
      permit(0, "approvers may see everybody's image requests"),
    );
    expect(ask(member, 'image:admin-list', operation)).toEqual(
      deny('no policy permits image:admin-list'),
    );
  });
});

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

describe('environments', () => {
  const actions = ['status', 'start', 'stop', 'teardown', 'spinup'].map(
    (verb) => `environment:${verb}`,
  );

  it.each(actions)('%s is open to members', (action) => {
    expect(ask(member, action, environment(false))).toEqual(
      permit(0, 'members may see and control environments'),
    );
  });

  it.each(['environment:stop', 'environment:teardown'])(
    '%s of a protected environment is denied to everybody',
    (action) => {
      for (const principal of [member, approver]) {
        expect(ask(principal, action, environment(true))).toEqual(
          deny('production is never stopped or torn down from chat'),
        );
      }
    },
  );

  it.each(['environment:status', 'environment:start', 'environment:spinup'])(
    '%s of a protected environment is permitted',
    (action) => {
      expect(ask(member, action, environment(true)).kind).toBe('permit');
    },
  );
});

describe('freezes', () => {
  /** What makes less happen, and what is asked about again before anything runs. */
  const brakes: readonly string[] = [
    'request:cancel',
    'request:deny',
    'request:approve',
    'request:review',
  ];

  it.each(everything.filter(([action]) => !brakes.includes(action)))(
    '%s of %o is denied while frozen',
    (action, on) => {
      const decision = ask(approver, action, on, { frozen: true });
      expect(decision.kind).toBe('deny');
      expect(decision.reasons).toContain('frozen');
    },
  );

  it.each(everything.filter(([action]) => brakes.includes(action)))(
    '%s of %o is never frozen',
    (action, on) => {
      expect(ask(approver, action, on, { frozen: true })).toEqual(ask(approver, action, on));
    },
  );

  it('gives way to broken glass', () => {
    const context = { frozen: true, breakGlass: true };
    expect(ask(member, 'environment:start', environment(true), context).kind).toBe('permit');
  });

  it('keeps every other rule while the glass is broken', () => {
    const context = { frozen: true, breakGlass: true };
    expect(ask(member, 'environment:stop', environment(true), context)).toEqual(
      deny('production is never stopped or torn down from chat'),
    );
    expect(ask(member, 'image:provision', application, context)).toMatchObject({ approvals: 1 });
  });
});
