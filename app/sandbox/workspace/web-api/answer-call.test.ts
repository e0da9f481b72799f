import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../test-app.fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({}, false);
});

afterEach(() => app.stop());

const post = async (method: string, init: RequestInit = {}): Promise<unknown> => {
  const answer = await fetch(`${app.workspace.apiUrl}${method}`, { method: 'POST', ...init });
  expect(answer.status).toBe(200);
  return answer.json();
};
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('the token of a call', () => {
  it.each([
    ['none', 'auth.test', {}, 'not_authed'],
    ['an unknown one', 'auth.test', bearer('xoxb-nobody'), 'invalid_auth'],
    [
      "the app's for a method of the bot",
      'auth.test',
      bearer('xapp-sandbox-app'),
      'not_allowed_token_type',
    ],
    [
      "the bot's for a socket",
      'apps.connections.open',
      bearer('xoxb-sandbox-bot'),
      'not_allowed_token_type',
    ],
    [
      'any for a method that does not exist',
      'chat.shout',
      bearer('xoxb-sandbox-bot'),
      'unknown_method',
    ],
  ])('is refused: %s', async (_what, method, init, error) => {
    await expect(post(method, init)).resolves.toMatchObject({ ok: false, error });
  });

  it('may be an argument of a form or a query, but not for apps.connections.open', async () => {
    const body = new URLSearchParams({ token: 'xoxb-sandbox-bot' });
    await expect(post('auth.test', { body })).resolves.toMatchObject({
      ok: true,
      user_id: 'U0BOT',
    });
    const asked = await fetch(`${app.workspace.apiUrl}auth.test?token=xoxb-sandbox-bot`);
    await expect(asked.json()).resolves.toMatchObject({ ok: true });
    const socket = { body: new URLSearchParams({ token: 'xapp-sandbox-app' }) };
    await expect(post('apps.connections.open', socket)).resolves.toMatchObject({
      error: 'not_authed',
    });
  });

  it('is what the workspace was started with', async () => {
    await app.stop();
    app = await startTestApp({ botToken: 'xoxb-another', appToken: 'xapp-another' });
    await expect(app.web.auth.test()).resolves.toMatchObject({
      team: 'Acme',
      team_id: 'T0ACME',
      user: 'quartermaster',
      bot_id: 'B0BOT',
    });
  });
});

describe('the scopes of the bot token', () => {
  it('are named when the needed one is missing', async () => {
    await app.stop();
    app = await startTestApp({ scopes: ['chat:write', 'users:read'] }, false);
    const asking = app.web.users.lookupByEmail({ email: 'dana@acme.example' });
    await expect(asking).rejects.toMatchObject({
      data: {
        error: 'missing_scope',
        needed: 'users:read.email',
        provided: 'chat:write,users:read',
      },
    });
    const info = await app.web.users.info({ user: 'U0DANA' });
    expect(info.user?.profile?.email).toBeUndefined();
  });

  it('may be granted and taken away while the workspace runs', async () => {
    await expect(app.web.usergroups.list()).rejects.toThrow('missing_scope');
    app.workspace.scopes.add('usergroups:read');
    await expect(app.web.usergroups.list()).resolves.toMatchObject({ usergroups: [] });
    app.workspace.scopes.delete('chat:write');
    const posting = app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
    await expect(posting).rejects.toThrow('missing_scope');
  });
});

describe('the arguments of a call', () => {
  it('come as a form, as JSON or as a query, to the same effect', async () => {
    const blocks = [{ type: 'divider', block_id: 'd' }];
    await app.web.chat.postMessage({ channel: 'C0GENERAL', text: 'form', blocks });
    const { headers } = bearer('xoxb-sandbox-bot');
    await post('chat.postMessage', {
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: 'C0GENERAL', text: 'json', blocks }),
    });
    const query = new URLSearchParams({
      channel: 'C0GENERAL',
      text: 'query',
      blocks: JSON.stringify(blocks),
    });
    await fetch(`${app.workspace.apiUrl}chat.postMessage?${query.toString()}`, { headers });
    const seen = app.workspace.person('U0DANA').reads('C0GENERAL');
    expect(seen.map((message) => [message.text, message.blocks])).toEqual([
      ['form', blocks],
      ['json', blocks],
      ['query', blocks],
    ]);
  });

  it('are refused as a whole when they are no JSON', async () => {
    const { headers } = bearer('xoxb-sandbox-bot');
    const init = { headers: { ...headers, 'content-type': 'application/json' }, body: '{' };
    await expect(post('auth.test', init)).resolves.toMatchObject({ error: 'invalid_json' });
  });

  it('must hold what is required', async () => {
    const calling = app.web.apiCall('users.info');
    await expect(calling).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] missing required field: user'] },
      },
    });
  });

  it('are on record without the token, with the answer', async () => {
    const body = new URLSearchParams({ token: 'xoxb-sandbox-bot', user: 'U0NOBODY' });
    await post('users.info', { body });
    expect(app.workspace.calls('users.info')).toMatchObject([
      {
        method: 'users.info',
        args: { user: 'U0NOBODY' },
        answer: { ok: false, error: 'user_not_found' },
      },
    ]);
    expect(JSON.stringify(app.workspace.calls())).not.toContain('xoxb');
  });
});
