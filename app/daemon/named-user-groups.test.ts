import { expect, it } from '@jest/globals';
import { parseConfigFile } from './config-file.ts';
import { namedUserGroups, rolesOfUserGroups } from './named-user-groups.ts';

const namedIn = (text: string) => {
  const parsed = parseConfigFile(text);
  return parsed.ok ? [...namedUserGroups(parsed.value)] : parsed.error;
};

it('names each user group once, with every key that names it', () => {
  expect(
    namedIn(`
teams: { data: { users: [U0DANA] }, sre: { usergroup: S0SRE }, web: { usergroup: S0WEB } }
approvers: { usergroups: [S0ADMINS, S0SRE, S0ADMINS] }
approval:
  escalation: { after: 1h, to: { usergroups: [S0BOSSES] } }
  break_glass: { usergroups: [S0SRE] }
`),
  ).toEqual([
    ['S0ADMINS', ['approvers.usergroups']],
    ['S0SRE', ['approvers.usergroups', 'approval.break_glass.usergroups', 'teams.sre.usergroup']],
    ['S0BOSSES', ['approval.escalation.to.usergroups']],
    ['S0WEB', ['teams.web.usergroup']],
  ]);
});

it('tells whose members each one tells, as policies call them', () => {
  const parsed = parseConfigFile(`
teams: { sre: { usergroup: S0SRE } }
approvers: { usergroups: [S0ADMINS, S0SRE] }
approval:
  escalation: { after: 1h, to: { usergroups: [S0BOSSES] } }
  break_glass: { usergroups: [S0SRE] }
`);

  expect(parsed.ok && [...rolesOfUserGroups(parsed.value)]).toEqual([
    ['S0ADMINS', ['Group::approvers']],
    ['S0SRE', ['Group::approvers', 'Group::break-glass', 'Team::sre']],
    ['S0BOSSES', ['Group::escalation']],
  ]);
});

it('names none where the file names none', () => {
  expect(namedIn('')).toEqual([]);
});
