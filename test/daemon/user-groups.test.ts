import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoWorkspace } from '../../app/sandbox/workspace/demo-workspace.ts';
import { answerAfter, ask, cardOf, cardSays, provisionings, requestImage } from './asking.ts';
import { buildTown, type Town } from './town.ts';

const admins = { id: 'S0ADMINS', handle: 'admins', name: 'Admins', users: ['U0ALICE', 'U0AMIR'] };
const data = { id: 'S0DATA', handle: 'data', name: 'Data', users: ['U0DANA'] };
/** The environment where nobody is an approver by it. */
const byFile = { ADMIN_USER_IDS: '' };

let town: Town;
beforeEach(async () => {
  town = await buildTown({ seed: { ...demoWorkspace, userGroups: [admins, data] } });
  town.workspace.scopes.add('usergroups:read');
});
afterEach(() => town.stop());

const configure = (text: string): Promise<void> =>
  writeFile(join(town.folder, 'quartermaster.yaml'), text);

const timesAsked = () => town.workspace.calls('usergroups.users.list').length;

describe('approvers by a user group', () => {
  beforeEach(() => configure('approvers: { usergroups: [S0ADMINS] }\n'));

  it('approve, and Slack is asked for the group once in that minute', async () => {
    await town.start(byFile);
    const { id, card } = await requestImage(town);
    await town.alice.clicks(card, '✅ Approve');
    await cardSays(town, id, 'Approved by <@U0ALICE>');
    expect(timesAsked()).toBe(1);
  });

  it('are nobody else, not the members of the approval channel either', async () => {
    town.workspace.setUserGroup({ ...admins, users: ['U0AMIR'] });
    await town.start(byFile);
    const { id, card } = await requestImage(town);
    const answer = await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));
    expect(answer).toContain('Error: Not allowed: no policy permits request:approve');
    await town.amir.clicks(card, '✅ Approve');
    await cardSays(town, id, 'Approved by <@U0AMIR>');
  });

  it('may not any more once they are out of it, and what they approved before does not count', async () => {
    const first = await town.start(byFile);
    // A base image takes two of them.
    const { id, card } = await requestImage(town, town.dana, 'wolfi-base:latest');
    expect(
      await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve')),
    ).toContain('1 of 2');
    town.workspace.setUserGroup({ ...admins, users: ['U0AMIR'] });
    // A new process remembers no members.
    first.kill('SIGTERM');
    await first.ended;
    await town.start(byFile);

    const other = await requestImage(town);
    const refused = await answerAfter(town, town.alice, () =>
      town.alice.clicks(other.card, '✅ Approve'),
    );
    await town.amir.clicks(card, '✅ Approve');
    await cardSays(town, id, 'somebody who approved may not approve any more');

    expect(refused).toContain('Error: Not allowed: no policy permits request:approve');
    expect(cardOf(town, other.id)?.buttons).toHaveLength(2);
    expect(provisionings(town)).toBe(0);
  });

  it('are nobody without the scope: the start stops, and says what to do', async () => {
    town.workspace.scopes.delete('usergroups:read');
    const daemon = town.spawn(byFile);
    expect(await daemon.ended).toBe(78);
    expect(daemon.errors()).toContain(
      'approvers.usergroups in CONFIG_FILE: nobody could approve. S0ADMINS: missing_scope: give the app the scope usergroups:read and reinstall it. Mend that, or set ADMIN_USER_IDS or approvers.users.',
    );
  });

  it('are nobody in an empty group: the start stops, and says so', async () => {
    town.workspace.setUserGroup({ ...admins, users: [] });
    const daemon = town.spawn(byFile);
    expect(await daemon.ended).toBe(78);
    expect(daemon.errors()).toContain('nobody could approve. S0ADMINS: it has no members.');
  });

  it('leave the rest to administrators where the scope is missing, and the log names the key', async () => {
    town.workspace.scopes.delete('usergroups:read');
    const daemon = await town.start({ ADMIN_USER_IDS: 'U0AMIR' });
    const warnings = daemon.lines.filter(({ event }) => event === 'slack.user_group_unavailable');
    expect(warnings).toMatchObject([
      {
        level: 'warn',
        group: 'S0ADMINS',
        named: ['approvers.usergroups'],
        error: 'missing_scope',
        advice:
          'it counts as having no members: give the app the scope usergroups:read and reinstall it',
      },
    ]);
    const { id, card } = await requestImage(town);
    expect(
      await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve')),
    ).toContain('Error: Not allowed');
    await town.amir.clicks(card, '✅ Approve');
    await cardSays(town, id, 'Approved by <@U0AMIR>');
  });

  it('stop the start where a policy forbids something to a team that nobody can tell', async () => {
    town.workspace.scopes.delete('usergroups:read');
    await configure('teams: { hired: { usergroup: S0DATA } }\n');
    await writeFile(
      join(town.folder, 'own.cedar'),
      '@id("the hired ask their own house") forbid (principal in Team::"hired", action, resource);',
    );
    const daemon = town.spawn({ POLICY_DIR: town.folder });
    expect(await daemon.ended).toBe(78);
    expect(daemon.errors()).toContain(
      'POLICY_DIR: a policy takes something from the members of Team::hired, and Slack does not tell who they are (missing_scope: ',
    );
  });

  it('are waited for at the start while Slack does not answer', async () => {
    town.workspace.faults.next('usergroups.users.list', { kind: 'error', code: 'internal_error' });
    const daemon = await town.start(byFile);
    const asking = daemon.lines.find(({ event }) => event === 'slack.approvers_unknown');
    expect(asking?.['error']).toContain('usergroups.users.list failed for S0ADMINS');
  });
});

describe('a team by a user group', () => {
  const trusting = { AUTO_APPROVE_TEAMS: 'data-engineering' };
  const order = '/request-image go:latest --justification "Need for our build"';
  beforeEach(() => configure('teams: { data-engineering: { usergroup: S0DATA } }\n'));

  it('is vouched for', async () => {
    await town.start(trusting);
    await ask(town, town.dana, order);
    await town.workspace.until(
      () => town.cards().find(({ text }) => text.includes('✅ Approved automatically')),
      { what: 'the automatic approval' },
    );
  });

  it('has no members where Slack will not tell them: somebody must approve', async () => {
    town.workspace.scopes.delete('usergroups:read');
    const daemon = await town.start(trusting);
    await daemon.line('slack.user_group_unavailable', { group: 'S0DATA' });
    expect(await ask(town, town.dana, order)).toContain('Pending approval');
  });
});
