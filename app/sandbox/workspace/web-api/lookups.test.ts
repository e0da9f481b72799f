import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp(
    { userGroups: [{ id: 'S0DATA', handle: 'data', name: 'Data', users: ['U0DANA'] }] },
    false,
  );
});

afterEach(() => app.stop());

const failure = (error: string) => ({ data: { ok: false, error } });

describe('users.*', () => {
  it('tells guests, admins, bots and the deactivated apart', async () => {
    app.workspace.deactivate('U0AMIR');
    const { members = [] } = await app.web.users.list({});
    const flags = members.map(({ name, is_admin, is_restricted, is_bot, deleted }) => [
      name,
      is_admin,
      is_restricted,
      is_bot,
      deleted,
    ]);
    expect(flags).toEqual([
      ['dana', false, false, false, false],
      ['alice', true, false, false, false],
      ['amir', true, false, false, true],
      ['gwen', false, true, false, false],
      ['quartermaster', false, false, true, false],
    ]);
  });

  it('finds people by id and by e-mail address', async () => {
    const { user } = await app.web.users.lookupByEmail({ email: 'Dana@acme.example' });
    expect(user).toMatchObject({ id: 'U0DANA', profile: { email: 'dana@acme.example' } });
    await expect(app.web.users.info({ user: 'U0NOBODY' })).rejects.toMatchObject(
      failure('user_not_found'),
    );
    const asking = app.web.users.lookupByEmail({ email: 'nobody@acme.example' });
    await expect(asking).rejects.toMatchObject(failure('users_not_found'));
  });
});

describe('usergroups.*', () => {
  it('list groups and their users', async () => {
    app.workspace.scopes.add('usergroups:read');
    await expect(app.web.usergroups.list()).resolves.toMatchObject({
      usergroups: [{ id: 'S0DATA', handle: 'data' }],
    });
    const { users } = await app.web.usergroups.users.list({ usergroup: 'S0DATA' });
    expect(users).toEqual(['U0DANA']);
    const asking = app.web.usergroups.users.list({ usergroup: 'S0NONE' });
    await expect(asking).rejects.toMatchObject(failure('no_such_subteam'));
  });

  it('tell a user group as it is now, also one that is new', async () => {
    app.workspace.scopes.add('usergroups:read');
    app.workspace.setUserGroup({ id: 'S0DATA', handle: 'data', name: 'Data', users: ['U0AMIR'] });
    app.workspace.setUserGroup({ id: 'S0NEW', handle: 'new', name: 'New', users: [] });
    const { usergroups = [] } = await app.web.usergroups.list();
    expect(usergroups.map(({ id }) => id)).toEqual(['S0DATA', 'S0NEW']);
    const { users } = await app.web.usergroups.users.list({ usergroup: 'S0DATA' });
    expect(users).toEqual(['U0AMIR']);
  });
});

describe('conversations.*', () => {
  it('opens a DM with a person, always the same', async () => {
    const one = await app.web.conversations.open({ users: 'U0DANA' });
    const other = await app.web.conversations.open({ users: 'U0DANA' });
    expect(one.channel?.id).toMatch(/^D/);
    expect(other.channel?.id).toBe(one.channel?.id);
  });

  it.each([
    ['nobody', '', 'users_list_not_supplied'],
    ['a stranger', 'U0NOBODY', 'user_not_found'],
    ['a bot', 'U0BOT', 'cannot_dm_bot'],
    ['the deactivated', 'U0AMIR', 'user_disabled'],
    ['several people without the scope', 'U0DANA,U0ALICE', 'missing_scope'],
  ])('opens no DM with %s', async (_who, users, error) => {
    app.workspace.deactivate('U0AMIR');
    await expect(app.web.conversations.open({ users })).rejects.toMatchObject(failure(error));
  });

  it('describes channels, and not the private ones without the bot', async () => {
    const { channel } = await app.web.conversations.info({ channel: 'C0APPROVALS' });
    expect(channel).toMatchObject({ name: 'image-approvals', is_private: true, is_member: true });
    app.workspace.leave('C0APPROVALS', 'U0BOT');
    const asking = app.web.conversations.info({ channel: 'C0APPROVALS' });
    await expect(asking).rejects.toMatchObject(failure('channel_not_found'));
  });

  it('lists by type and needs the scope of each', async () => {
    const types = 'public_channel,private_channel';
    const { channels = [] } = await app.web.conversations.list({ types });
    expect(channels.map(({ name }) => name)).toEqual(['general', 'image-approvals', 'platform']);
    app.workspace.scopes.delete('groups:read');
    await expect(app.web.conversations.list({ types })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'groups:read' },
    });
  });

  it('pages through members', async () => {
    const pages: unknown[] = [];
    await app.web.paginate(
      'conversations.members',
      { channel: 'C0GENERAL', limit: 2 },
      () => false,
      (_all, page) => pages.push('members' in page ? page.members : undefined),
    );
    expect(pages).toEqual([['U0DANA', 'U0ALICE'], ['U0AMIR', 'U0GWEN'], ['U0BOT']]);
  });

  it('shows the history newest first, with metadata only on demand and without replies', async () => {
    const metadata = { event_type: 'card', event_payload: {} };
    const { ts = '' } = await app.web.chat.postMessage({
      channel: 'C0GENERAL',
      text: 'one',
      metadata,
    });
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'reply', thread_ts: ts });
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'two' });
    const plain = await app.web.conversations.history({ channel: 'C0GENERAL' });
    expect(plain.messages?.map(({ text }) => text)).toEqual(['two', 'one']);
    expect(plain.messages?.[1]?.metadata).toBeUndefined();
    const full = await app.web.conversations.history({
      channel: 'C0GENERAL',
      include_all_metadata: true,
      latest: ts,
      inclusive: true,
    });
    expect(full.messages).toMatchObject([{ text: 'one', metadata }]);
  });
});
