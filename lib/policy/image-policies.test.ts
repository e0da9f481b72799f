import { describe, expect, it } from '@jest/globals';
import {
  application,
  approver,
  ask,
  deny,
  image,
  member,
  operation,
  permit,
} from './default-policies.fixture.ts';
import type { Subject } from './policy.ts';

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
