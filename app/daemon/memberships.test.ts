import { describe, expect, it } from '@jest/globals';
import { createDeferred } from '../../lib/kernel/deferred.fixture.ts';
import { Fault } from '../../lib/kernel/errors.ts';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { type Config, type Environment, readConfig } from './config.ts';
import { parseConfigFile } from './config-file.ts';
import { configuredApprovers, createMemberships } from './memberships.ts';
import type { ChannelMembers } from './slack/channel-members.ts';
import type { AskUserGroup, UserGroup } from './slack/user-groups.ts';

/** A configuration by the environment and the text of a file. */
const configOf = (environment: Environment = {}, text = ''): Config => {
  const read = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-not-a-real-token',
    SLACK_APP_TOKEN: 'xapp-not-a-real-token',
    APPROVAL_CHANNEL_ID: 'C0APPROVALS',
    IMAGE_PROVISIONER_LAMBDA_ARN: 'provisioner',
    ...environment,
  });
  const file = parseConfigFile(text);
  if (!read.ok || !file.ok) {
    throw new Error([read, file].flatMap((each) => (each.ok ? [] : each.error)).join('\n'));
  }
  return { ...read.value, file: file.value };
};

/** A channel whose answer can be changed, and that counts how often it is asked. */
const createChannel = (answer: ChannelMembers | Error) => {
  const channel = { answer, asked: 0 };
  const ask = async (): Promise<ChannelMembers> => {
    channel.asked += 1;
    if (channel.answer instanceof Error) {
      throw channel.answer;
    }
    return channel.answer;
  };
  return { channel, ask };
};

/** User groups whose members can be changed, and that count how often they are asked for. */
const createGroups = (members: Readonly<Record<string, readonly string[]>> = {}) => {
  const groups = { members, asked: [] as string[] };
  const userGroup = async (id: string): Promise<UserGroup> => {
    groups.asked.push(id);
    const users = groups.members[id];
    if (users === undefined) {
      throw new Fault('DIRECTORY_UNAVAILABLE', `the user group ${id}: gone`);
    }
    return { users };
  };
  return { groups, userGroup };
};

/** How memberships are found where only the channel matters. */
const byChannel = (
  config: Config,
  approvalChannel: () => Promise<ChannelMembers>,
  clock = createManualClock(),
) =>
  createMemberships({
    config,
    approvalChannel,
    userGroup: createGroups().userGroup,
    rolesToKnow: new Set(),
    clock,
  });

/** How memberships are found where only user groups matter. */
const byGroups = (
  text: string,
  userGroup: AskUserGroup,
  environment: Environment = {},
  rolesToKnow: ReadonlySet<string> = new Set(),
) =>
  createMemberships({
    config: configOf(environment, text),
    approvalChannel: createChannel(privateWith('U0INCHANNEL')).ask,
    userGroup,
    rolesToKnow,
    clock: createManualClock(),
  });

const privateWith = (...users: readonly string[]): ChannelMembers => ({ isPrivate: true, users });
const publicChannel: ChannelMembers = { isPrivate: false, users: [] };

describe('the approvers', () => {
  it('are those of the environment and of the file together, each once, and the channel is not asked', async () => {
    const config = configOf(
      { ADMIN_USER_IDS: 'U0ALICE,U0AMIR' },
      'approvers: { users: [U0AMIR, U0EVE] }',
    );
    const { channel, ask } = createChannel(privateWith('U0DANA'));
    expect(configuredApprovers(config)).toEqual({
      users: ['U0ALICE', 'U0AMIR', 'U0EVE'],
      usergroups: [],
    });
    const { groups } = await byChannel(config, ask)();
    expect(groups.get('approvers')).toEqual(
      new Set(['slack:U0ALICE', 'slack:U0AMIR', 'slack:U0EVE']),
    );
    expect(channel.asked).toBe(0);
  });

  it('are the members of the approval channel where none are configured', async () => {
    const { ask } = createChannel(privateWith('U0ALICE'));
    const { groups } = await byChannel(configOf(), ask)();
    expect(groups.get('approvers')).toEqual(new Set(['slack:U0ALICE']));
  });

  it('are nobody once the channel has become public', async () => {
    const { ask } = createChannel(publicChannel);
    const { groups } = await byChannel(configOf(), ask)();
    expect(groups.get('approvers')).toEqual(new Set());
  });

  it('are remembered for a minute, and who left the channel is none afterwards', async () => {
    const clock = createManualClock();
    const { channel, ask } = createChannel(privateWith('U0ALICE', 'U0AMIR'));
    const memberships = byChannel(configOf(), ask, clock);
    await memberships();
    channel.answer = privateWith('U0AMIR');
    await clock.advance(59_999);
    expect((await memberships()).groups.get('approvers')).toContain('slack:U0ALICE');
    expect(channel.asked).toBe(1);
    await clock.advance(1);
    expect((await memberships()).groups.get('approvers')).toEqual(new Set(['slack:U0AMIR']));
    expect(channel.asked).toBe(2);
  });

  it('are not guessed when the channel cannot be asked, and it is asked again at the next call', async () => {
    const clock = createManualClock();
    const { channel, ask } = createChannel(privateWith('U0ALICE'));
    const memberships = byChannel(configOf(), ask, clock);
    await memberships();
    await clock.advance(60_000);
    channel.answer = new Error('service_unavailable');
    await expect(memberships()).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
      message: 'the approval channel: service_unavailable',
    });
    channel.answer = privateWith('U0AMIR');
    expect((await memberships()).groups.get('approvers')).toEqual(new Set(['slack:U0AMIR']));
  });
});

describe('user groups', () => {
  it('approve together with the users that are named, and the channel does not', async () => {
    const { userGroup } = createGroups({ S0ADMINS: ['U0AMIR', 'U0EVE'], S0MORE: ['U0EVE'] });
    const text = 'approvers: { users: [U0AMIR], usergroups: [S0ADMINS, S0MORE] }';
    const { groups } = await byGroups(text, userGroup, { ADMIN_USER_IDS: 'U0ALICE' })();
    expect(groups.get('approvers')).toEqual(
      new Set(['slack:U0ALICE', 'slack:U0AMIR', 'slack:U0EVE']),
    );
  });

  it('leave nobody to approve when they are empty: the channel does not stand in', async () => {
    const { userGroup } = createGroups({ S0ADMINS: [] });
    const { groups } = await byGroups('approvers: { usergroups: [S0ADMINS] }', userGroup)();
    expect(groups.get('approvers')).toEqual(new Set());
  });

  it('may break the glass, and are asked when a request waits for long', async () => {
    const { userGroup } = createGroups({ S0GLASS: ['U0EVE'], S0BOSSES: ['U0BOSS'] });
    const text = `approval:
  escalation: { after: 1h, to: { users: [U0CHIEF], usergroups: [S0BOSSES] } }
  break_glass: { users: [U0ALICE], usergroups: [S0GLASS] }`;
    const { groups } = await byGroups(text, userGroup)();
    expect(groups).toEqual(
      new Map([
        ['approvers', new Set(['slack:U0INCHANNEL'])],
        ['break-glass', new Set(['slack:U0ALICE', 'slack:U0EVE'])],
        ['escalation', new Set(['slack:U0CHIEF', 'slack:U0BOSS'])],
      ]),
    );
  });

  it('are asked for each time, which is theirs to remember, and not before', async () => {
    const { groups, userGroup } = createGroups({ S0ADMINS: ['U0ALICE'], S0DATA: ['U0DANA'] });
    const text = 'approvers: { usergroups: [S0ADMINS] }\nteams: { data: { usergroup: S0DATA } }';
    const memberships = byGroups(text, userGroup);
    expect(groups.asked).toEqual([]);
    await memberships();
    groups.members = { S0ADMINS: [], S0DATA: [] };
    expect((await memberships()).groups.get('approvers')).toEqual(new Set());
    expect(groups.asked).toEqual(['S0ADMINS', 'S0DATA', 'S0ADMINS', 'S0DATA']);
  });

  it('are all asked for at the same moment', () => {
    const asked: string[] = [];
    const text = `teams: { data: { usergroup: S0DATA }, sre: { usergroup: S0SRE } }
approvers: { usergroups: [S0ADMINS, S0MORE] }
approval: { break_glass: { usergroups: [S0GLASS] } }`;
    void byGroups(text, (id) => {
      asked.push(id);
      return createDeferred<UserGroup>().promise;
    })();
    expect(asked).toEqual(['S0ADMINS', 'S0MORE', 'S0GLASS', 'S0DATA', 'S0SRE']);
  });

  it.each([
    'approvers: { users: [U0ALICE], usergroups: [S0GONE] }',
    'teams: { data: { users: [U0DANA], usergroup: S0GONE } }',
    'approval: { break_glass: { users: [U0ALICE], usergroups: [S0GONE] } }',
  ])('are never guessed when Slack does not answer: %s', async (text) => {
    await expect(byGroups(text, createGroups().userGroup)()).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
    });
  });
});

const untold = async (): Promise<UserGroup> => ({ users: [], problem: 'missing_scope: mend it' });

describe('a role that a policy takes something from', () => {
  const text = 'teams: { contractors: { users: [U0DANA], usergroup: S0HIRED } }';

  it('is never taken for empty where Slack does not tell its members', async () => {
    const find = byGroups(text, untold, {}, new Set(['Team::contractors']));

    await expect(find()).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
      message:
        'a policy takes something from the members of Team::contractors, and Slack does not tell who they are (missing_scope: mend it)',
    });
  });

  it('is not another one of the same name', async () => {
    const find = byGroups(text, untold, {}, new Set(['Group::contractors', 'Team::others']));

    expect((await find()).teams).toEqual(new Map([['contractors', new Set(['slack:U0DANA'])]]));
  });
});

describe('the teams', () => {
  it('are those that the configuration vouches for, by users and by a user group', async () => {
    const { userGroup } = createGroups({ S0SRE: ['U0AMIR'], S0WEB: [] });
    const text = `teams:
  data: { users: [U0DANA] }
  sre: { users: [U0ALICE], usergroup: S0SRE }
  web: { usergroup: S0WEB }`;
    const { teams } = await byGroups(text, userGroup)();
    expect(teams).toEqual(
      new Map([
        ['data', new Set(['slack:U0DANA'])],
        ['sre', new Set(['slack:U0ALICE', 'slack:U0AMIR'])],
        ['web', new Set()],
      ]),
    );
  });
});
