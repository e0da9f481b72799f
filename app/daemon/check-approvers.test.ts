import { describe, expect, it } from '@jest/globals';
import { WebAPIPlatformError } from '@slack/web-api';
import { Fault } from '../../lib/kernel/errors.ts';
import { checkApprovers } from './check-approvers.ts';
import { readConfig } from './config.ts';
import { parseConfigFile } from './config-file.ts';
import { createHastyClock } from './hasty-clock.fixture.ts';
import { createRecordedLog } from './recorded-log.fixture.ts';
import type { ChannelMembers } from './slack/channel-members.ts';
import type { UserGroup } from './slack/user-groups.ts';

const refusal = (error: string): Error => new WebAPIPlatformError({ ok: false, error });

/** Gives the answers in turn, the last one for ever. */
const inTurn = <T>(answers: readonly (T | Error)[]): (() => Promise<T>) => {
  let turn = 0;
  return async () => {
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    if (answer === undefined || answer instanceof Error) {
      throw answer ?? new Error('nobody should have asked');
    }
    return answer;
  };
};

interface Town {
  readonly admins?: string;
  readonly file?: string;
  readonly channel?: readonly (ChannelMembers | Error)[];
  /** The answers about every user group. */
  readonly group?: readonly (UserGroup | Error)[];
  /** After how many looks nobody waits any more. */
  readonly patience?: number;
  /** Groups and teams that a policy takes something from. */
  readonly rolesToKnow?: readonly string[];
}

/** Checks, and tells what came of it, what was asked, how long the pauses were and what was logged. */
const check = async ({
  admins = '',
  file = '',
  channel = [],
  group = [],
  patience,
  rolesToKnow = [],
}: Town) => {
  const read = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-not-a-real-token',
    SLACK_APP_TOKEN: 'xapp-not-a-real-token',
    APPROVAL_CHANNEL_ID: 'C0APPROVALS',
    IMAGE_PROVISIONER_LAMBDA_ARN: 'provisioner',
    ADMIN_USER_IDS: admins,
  });
  const parsed = parseConfigFile(file);
  if (!read.ok || !parsed.ok) {
    throw new Error('the configuration is wrong');
  }
  const { clock, pauses } = createHastyClock();
  const recorded = createRecordedLog();
  const asked = new Set<string>();
  const answerGroup = inTurn(group);
  let looks = 0;
  const problem = await checkApprovers({
    config: { ...read.value, file: parsed.value },
    approvalChannel: inTurn(channel),
    policy: { rolesToKnow: new Set(rolesToKnow) },
    userGroup: (id) => {
      asked.add(id);
      return answerGroup();
    },
    isStopped: () => {
      looks += 1;
      return patience !== undefined && looks > patience;
    },
    clock,
    log: recorded.log,
  });
  const warned = recorded.said('slack.approvers_unknown').map(({ fields }) => fields['error']);
  return { problem, asked: [...asked], pauses, warned };
};

const someone: UserGroup = { users: ['U0ALICE'] };
const empty: UserGroup = { users: [] };
const untold: UserGroup = { users: [], problem: 'missing_scope: give the app the scope' };
const publicChannel: ChannelMembers = { isPrivate: false, users: [] };
const nobodyConfigured =
  'ADMIN_USER_IDS: neither it nor approvers in CONFIG_FILE is set, and the approval channel';

describe('the check of approvers', () => {
  it.each([{ admins: 'U0ALICE' }, { file: 'approvers: { users: [U0ALICE] }' }])(
    'is content with named users, and asks nobody: %j',
    async (town) => {
      expect(await check(town)).toMatchObject({ problem: undefined, asked: [], warned: [] });
    },
  );

  it('is content with a private channel where nobody is named', async () => {
    const channel = [{ isPrivate: true, users: ['U0ALICE'] }];
    expect((await check({ channel })).problem).toBeUndefined();
  });

  it('refuses a public channel, and says what to set', async () => {
    expect((await check({ channel: [publicChannel] })).problem).toBe(
      `${nobodyConfigured} is public, so anybody could approve. Set one of them, or make the channel private.`,
    );
  });

  it('refuses a channel that it may not look into', async () => {
    expect((await check({ channel: [refusal('missing_scope')] })).problem).toBe(
      `${nobodyConfigured} cannot be asked for its members (An API error occurred: missing_scope). Set one of them, or give the bot groups:read and invite it.`,
    );
  });

  it('asks the channel again while Slack does not answer, ever later', async () => {
    const gone = refusal('service_unavailable');
    const channel = [...Array.from({ length: 7 }, () => gone), publicChannel];
    const { problem, pauses, warned } = await check({ channel });
    expect(problem).toMatch(/is public/);
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(warned).toHaveLength(7);
    expect(warned[0]).toBe('An API error occurred: service_unavailable');
  });

  it('gives up when nobody waits any more', async () => {
    const channel = [refusal('service_unavailable')];
    expect(await check({ channel, patience: 2 })).toMatchObject({
      problem: undefined,
      pauses: [1_000, 2_000],
    });
  });
});

describe('the check of user groups', () => {
  const everywhere = `
teams: { data: { usergroup: S0DATA } }
approvers: { usergroups: [S0ADMINS] }
approval:
  escalation: { after: 1h, to: { usergroups: [S0BOSSES] } }
  break_glass: { usergroups: [S0GLASS] }
`;

  it('asks for every one that is configured', async () => {
    const { problem, asked } = await check({ file: everywhere, group: [someone] });
    expect(problem).toBeUndefined();
    expect(asked).toEqual(['S0ADMINS', 'S0BOSSES', 'S0GLASS', 'S0DATA']);
  });

  it.each([
    ['an administrator', { admins: 'U0ALICE' }],
    ['a user of the file', { file: 'approvers: { users: [U0ALICE], usergroups: [S0ADMINS] }' }],
  ])('is content without any of them where %s may approve', async (_, town) => {
    const { problem, asked } = await check({
      file: 'approvers: { usergroups: [S0ADMINS] }',
      group: [untold],
      ...town,
    });
    expect(problem).toBeUndefined();
    expect(asked).toEqual(['S0ADMINS']);
  });

  it('is content with one of several that has somebody', async () => {
    const file = 'approvers: { usergroups: [S0ADMINS, S0MORE] }';
    expect((await check({ file, group: [untold, someone] })).problem).toBeUndefined();
  });

  it('does not let the members of the channel stand in for groups without anybody', async () => {
    const file = 'approvers: { usergroups: [S0ADMINS, S0MORE] }';
    const channel = [{ isPrivate: true, users: ['U0ALICE'] }];
    const group = [empty, untold, empty, untold];
    expect((await check({ file, channel, group })).problem).toBe(
      'approvers.usergroups in CONFIG_FILE: nobody could approve. S0ADMINS: it has no members; S0MORE: missing_scope: give the app the scope. Mend that, or set ADMIN_USER_IDS or approvers.users.',
    );
  });

  it.each([
    'teams: { data: { usergroup: S0DATA } }',
    'approval: { break_glass: { usergroups: [S0GLASS] } }',
  ])('starts without those that nobody approves by: %s', async (file) => {
    const { problem } = await check({ admins: 'U0ALICE', file, group: [untold] });
    expect(problem).toBeUndefined();
  });

  it.each([
    ['teams: { hired: { users: [U0DANA], usergroup: S0HIRED } }', 'Team::hired'],
    ['approval: { break_glass: { usergroups: [S0GLASS] } }', 'Group::break-glass'],
  ])('stops a start by which a policy would not hold: %s', async (file, role) => {
    const { problem } = await check({
      admins: 'U0ALICE',
      file,
      group: [untold],
      rolesToKnow: [role],
    });
    expect(problem).toBe(
      `POLICY_DIR: a policy takes something from the members of ${role}, and Slack does not tell who they are (missing_scope: give the app the scope). Mend that, or name them by users in CONFIG_FILE.`,
    );
  });

  it('asks again while Slack does not answer', async () => {
    const gone = new Fault('DIRECTORY_UNAVAILABLE', 'the user group S0ADMINS: gone');
    const file = 'approvers: { usergroups: [S0ADMINS] }';
    const { problem, pauses, warned } = await check({ file, group: [gone, gone, someone] });
    expect(problem).toBeUndefined();
    expect(pauses).toEqual([1_000, 2_000]);
    expect(warned).toEqual(['the user group S0ADMINS: gone', 'the user group S0ADMINS: gone']);
  });
});
