import { describe, expect, it } from '@jest/globals';
import {
  application,
  approver,
  ask,
  deny,
  environment,
  image,
  member,
  operation,
  permit,
  request,
} from './default-policies.fixture.ts';
import type { Resource, Subject } from './policy.ts';

const outsiders: readonly Subject[] = (['guest', 'bot', 'deactivated'] as const).map((kind) => ({
  ...approver,
  kind,
}));

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
