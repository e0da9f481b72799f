import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../lib/kernel/manual-clock.ts';
import { type Config, type Environment, readConfig } from './config.ts';
import { configuredApprovers, createMemberships } from './memberships.ts';
import type { ChannelMembers } from './slack/channel-members.ts';

const configOf = (environment: Environment = {}, approvers: readonly string[] = []): Config => {
  const read = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-not-a-real-token',
    SLACK_APP_TOKEN: 'xapp-not-a-real-token',
    APPROVAL_CHANNEL_ID: 'C0APPROVALS',
    IMAGE_PROVISIONER_LAMBDA_ARN: 'provisioner',
    ...environment,
  });
  if (!read.ok) {
    throw new Error(read.error.join('\n'));
  }
  const { value } = read;
  const teams = { data: { users: ['U0DANA'] }, nobody: { users: [] } };
  return { ...value, file: { ...value.file, teams, approvers: { users: [...approvers] } } };
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

const privateWith = (...users: readonly string[]): ChannelMembers => ({ isPrivate: true, users });
const publicChannel: ChannelMembers = { isPrivate: false, users: [] };

describe('the approvers', () => {
  it('are those of the environment and of the file together, each once, and the channel is not asked', async () => {
    const config = configOf({ ADMIN_USER_IDS: 'U0ALICE,U0AMIR' }, ['U0AMIR', 'U0EVE']);
    const { channel, ask } = createChannel(privateWith('U0DANA'));
    expect(configuredApprovers(config)).toEqual(['U0ALICE', 'U0AMIR', 'U0EVE']);
    const { groups } = await createMemberships(config, ask, createManualClock())();
    expect(groups.get('approvers')).toEqual(
      new Set(['slack:U0ALICE', 'slack:U0AMIR', 'slack:U0EVE']),
    );
    expect(channel.asked).toBe(0);
  });

  it('are the members of the approval channel where none are configured', async () => {
    const { ask } = createChannel(privateWith('U0ALICE'));
    const { groups } = await createMemberships(configOf(), ask, createManualClock())();
    expect(groups.get('approvers')).toEqual(new Set(['slack:U0ALICE']));
  });

  it('are nobody once the channel has become public', async () => {
    const { ask } = createChannel(publicChannel);
    const { groups } = await createMemberships(configOf(), ask, createManualClock())();
    expect(groups.get('approvers')).toEqual(new Set());
  });

  it('are remembered for a minute, and who left the channel is none afterwards', async () => {
    const clock = createManualClock();
    const { channel, ask } = createChannel(privateWith('U0ALICE', 'U0AMIR'));
    const memberships = createMemberships(configOf(), ask, clock);
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
    const memberships = createMemberships(configOf(), ask, clock);
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

describe('the teams', () => {
  it('are those that the configuration vouches for', async () => {
    const { ask } = createChannel(publicChannel);
    const { teams } = await createMemberships(configOf(), ask, createManualClock())();
    expect(teams).toEqual(
      new Map([
        ['data', new Set(['slack:U0DANA'])],
        ['nobody', new Set()],
      ]),
    );
  });
});
