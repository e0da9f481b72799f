import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';
import { type AskUserGroup, createUserGroups } from './user-groups.ts';

const admins = { id: 'S0ADMINS', handle: 'admins', name: 'Admins', users: ['U0ALICE', 'U0AMIR'] };
const nobody = { id: 'S0NOBODY', handle: 'nobody', name: 'Nobody', users: [] };
const method = 'usergroups.users.list';

let slack: TestSlack;
let clock: ManualClock;
let ask: AskUserGroup;
beforeEach(async () => {
  slack = await startTestSlack({ userGroups: [admins, nobody] });
  slack.workspace.scopes.add('usergroups:read');
  clock = createManualClock();
  ask = createUserGroups({
    web: slack.web.repeatable,
    named: new Map([['S0ADMINS', ['approvers.usergroups', 'teams.sre.usergroup']]]),
    clock,
    log: slack.recorded.log,
  });
});
afterEach(() => slack.stop());

const asked = () => slack.workspace.calls(method).length;
const warnings = () => slack.recorded.said('slack.user_group_unavailable');
const failWith = (code: string) => slack.workspace.faults.next(method, { kind: 'error', code });

describe('asking for a user group', () => {
  it('names its members, also that there are none', async () => {
    expect(await ask('S0ADMINS')).toEqual({ users: ['U0ALICE', 'U0AMIR'] });
    expect(await ask('S0NOBODY')).toEqual({ users: [] });
    expect(warnings()).toEqual([]);
  });

  it('asks Slack once in a minute for each, and who left is in it no longer than that', async () => {
    await ask('S0ADMINS');
    await ask('S0NOBODY');
    slack.workspace.setUserGroup({ ...admins, users: ['U0AMIR'] });
    await clock.advance(59_999);
    expect((await ask('S0ADMINS')).users).toContain('U0ALICE');
    expect(asked()).toBe(2);
    await clock.advance(1);
    expect((await ask('S0ADMINS')).users).toEqual(['U0AMIR']);
    expect(asked()).toBe(3);
  });

  it('shares one call among those who ask at the same moment', async () => {
    const answers = await Promise.all([ask('S0ADMINS'), ask('S0ADMINS'), ask('S0ADMINS')]);
    expect(new Set(answers).size).toBe(1);
    expect(asked()).toBe(1);
  });
});

describe('a failure in passing', () => {
  it.each([
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'ratelimited',
    'invalid_auth',
    'token_revoked',
    'account_inactive',
  ])('rejects, is not remembered, and warns of no group: %s', async (code) => {
    failWith(code);
    await expect(ask('S0ADMINS')).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
      message: 'usergroups.users.list failed for S0ADMINS',
      cause: { message: `An API error occurred: ${code}` },
    });
    expect(warnings()).toEqual([]);
    expect((await ask('S0ADMINS')).users).toEqual(['U0ALICE', 'U0AMIR']);
  });

  it('rejects also where an older answer is known', async () => {
    await ask('S0ADMINS');
    await clock.advance(60_000);
    failWith('internal_error');
    await expect(ask('S0ADMINS')).rejects.toMatchObject({ code: 'DIRECTORY_UNAVAILABLE' });
  });
});

describe('a user group that Slack will not tell', () => {
  const paid = 'user groups need a paid plan of Slack; name people by users instead';
  it.each([
    ['missing_scope', 'give the app the scope usergroups:read and reinstall it'],
    ['no_such_subteam', 'correct the id, or enable the user group in Slack'],
    ['plan_upgrade_required', paid],
    ['paid_teams_only', paid],
    ['access_denied', 'name people by users instead'],
  ])('has no members, and the log says what to do: %s', async (code, remedy) => {
    failWith(code);
    expect(await ask('S0ADMINS')).toEqual({ users: [], problem: `${code}: ${remedy}` });
    expect(warnings()).toEqual([
      {
        level: 'warn',
        event: 'slack.user_group_unavailable',
        fields: {
          group: 'S0ADMINS',
          named: ['approvers.usergroups', 'teams.sre.usergroup'],
          error: code,
          advice: `it counts as having no members: ${remedy}`,
        },
      },
    ]);
  });

  it('is the sandbox’s own answer too, without the scope and without the group', async () => {
    expect((await ask('S0OTHER')).problem).toMatch(/^no_such_subteam: /);
    slack.workspace.scopes.delete('usergroups:read');
    expect((await ask('S0ADMINS')).problem).toMatch(/^missing_scope: /);
    expect(warnings().map(({ fields }) => [fields['group'], fields['named']])).toEqual([
      ['S0OTHER', []],
      ['S0ADMINS', ['approvers.usergroups', 'teams.sre.usergroup']],
    ]);
  });

  it('is warned of once a minute, and told as soon as Slack does', async () => {
    slack.workspace.scopes.delete('usergroups:read');
    await ask('S0ADMINS');
    await clock.advance(59_999);
    await ask('S0ADMINS');
    expect(warnings()).toHaveLength(1);
    await clock.advance(1);
    await ask('S0ADMINS');
    expect(warnings()).toHaveLength(2);
    slack.workspace.scopes.add('usergroups:read');
    await clock.advance(60_000);
    expect(await ask('S0ADMINS')).toEqual({ users: ['U0ALICE', 'U0AMIR'] });
    expect(warnings()).toHaveLength(2);
  });

  it('keeps no members of before', async () => {
    await ask('S0ADMINS');
    slack.workspace.scopes.delete('usergroups:read');
    await clock.advance(60_000);
    expect((await ask('S0ADMINS')).users).toEqual([]);
  });
});
