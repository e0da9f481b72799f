import { expect, it } from '@jest/globals';
import { parseConfigFile } from './config-file.ts';
import { namedUserGroups } from './named-user-groups.ts';

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

it('names none where the file names none', () => {
  expect(namedIn('')).toEqual([]);
});
