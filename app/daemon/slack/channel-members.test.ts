import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoWorkspace } from '../../sandbox/workspace/demo-workspace.ts';
import { channelMembers } from './channel-members.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

const people = (length: number): string[] =>
  Array.from({ length }, (_, index) => `U0P${String(index).padStart(4, '0')}`);
const crowd = people(450);

let slack: TestSlack;
beforeEach(async () => {
  slack = await startTestSlack({
    channels: [
      ...demoWorkspace.channels,
      { id: 'C0CROWD', name: 'crowd', isPrivate: true, members: ['U0BOT', ...crowd] },
      { id: 'C0FULL', name: 'full', isPrivate: true, members: ['U0BOT', ...people(999)] },
      {
        id: 'C0EVERYBODY',
        name: 'everybody',
        isPrivate: true,
        members: ['U0BOT', ...people(1_000)],
      },
      { id: 'C0TOWN', name: 'town', isPrivate: true, members: ['U0BOT', ...people(2_500)] },
      { id: 'C0SECRET', name: 'secret', isPrivate: true, members: ['U0ALICE'] },
    ],
  });
});
afterEach(() => slack.stop());

const ask = (channel: string) => channelMembers(slack.web.repeatable, channel, 'U0BOT');
const asked = () => slack.workspace.calls('conversations.members').length;

describe('asking who is in a channel', () => {
  it('names the members of a private one, without our own bot', async () => {
    expect(await ask('C0APPROVALS')).toEqual({ isPrivate: true, users: ['U0ALICE', 'U0AMIR'] });
  });

  it('does not ask for the members of a public one', async () => {
    expect(await ask('C0GENERAL')).toEqual({ isPrivate: false, users: [] });
    expect(asked()).toBe(0);
  });

  it('turns all pages', async () => {
    expect((await ask('C0CROWD')).users).toEqual(crowd);
    expect(asked()).toBe(3);
  });

  it('takes a thousand members, and no more: that many approvers are a mistake', async () => {
    expect((await ask('C0FULL')).users).toEqual(people(999));
    for (const channel of ['C0EVERYBODY', 'C0TOWN']) {
      await expect(ask(channel)).rejects.toThrow(
        'the channel has more than 1000 members: that many approvers are a mistake',
      );
    }
  });

  it('stops asking as soon as there are too many', async () => {
    await expect(ask('C0TOWN')).rejects.toThrow('more than 1000');
    expect(asked()).toBe(6);
  });

  it('rejects where it may not look, instead of naming nobody or everybody', async () => {
    await expect(ask('C0SECRET')).rejects.toThrow('channel_not_found');
    slack.workspace.faults.next('conversations.members', {
      kind: 'error',
      code: 'fetch_members_failed',
    });
    await expect(ask('C0APPROVALS')).rejects.toThrow('fetch_members_failed');
  });

  it('rejects when a later page does not come', async () => {
    const answer = ask('C0CROWD');
    await slack.workspace.until(() => asked() === 1);
    slack.workspace.faults.next('conversations.members', { kind: 'error', code: 'internal_error' });
    await expect(answer).rejects.toThrow('internal_error');
  });
});
