import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory, Person } from '../../../lib/identity/directory.ts';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createRecordedLog } from '../recorded-log.fixture.ts';
import { createSlackDirectory } from './slack-directory.ts';
import { createSlackLogger } from './slack-logger.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';
import { createWebClients } from './web-clients.ts';

describe('the directory', () => {
  let slack: TestSlack;
  let clock: ManualClock;
  let directory: Directory;

  beforeEach(async () => {
    slack = await startTestSlack();
    clock = createManualClock();
    directory = createSlackDirectory(slack.web.repeatable, () => 'T0ACME', clock);
  });
  afterEach(() => slack.stop());

  const asked = () => slack.workspace.calls('users.info').length;

  it('knows a member by name, with the e-mail address that the scope allows', async () => {
    const dana = {
      id: 'slack:U0DANA',
      kind: 'member',
      username: 'dana',
      displayName: 'dana',
      email: 'dana@acme.example',
    };
    expect(await directory.find('slack:U0DANA')).toEqual(dana);
    slack.workspace.scopes.delete('users:read.email');
    await clock.advance(60_000);
    expect(await directory.find('slack:U0DANA')).toEqual({ ...dana, email: null });
  });

  it('asks once in a minute for each person', async () => {
    await directory.find('slack:U0DANA');
    await directory.find('slack:U0ALICE');
    await clock.advance(59_999);
    await directory.find('slack:U0DANA');
    expect(asked()).toBe(2);
    await clock.advance(1);
    await directory.find('slack:U0DANA');
    expect(asked()).toBe(3);
  });

  it('learns within a minute that somebody was deactivated', async () => {
    await directory.find('slack:U0DANA');
    slack.workspace.deactivate('U0DANA');
    await clock.advance(60_000);
    expect(await directory.find('slack:U0DANA')).toMatchObject({ kind: 'deactivated' });
  });

  it('knows nobody by an id that is not there, and asks again the next time', async () => {
    expect(await directory.find('slack:U0NOBODY')).toBeUndefined();
    expect(await directory.find('slack:U0NOBODY')).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('does not look for what is no person of Slack', async () => {
    expect(await directory.find('schedule:nightly')).toBeUndefined();
    expect(asked()).toBe(0);
  });

  it.each(['missing_scope', 'user_not_visible', 'token_revoked'])(
    'never guesses when Slack does not tell (%s): it rejects',
    async (code) => {
      slack.workspace.faults.next('users.info', { kind: 'error', code });
      await expect(directory.find('slack:U0DANA')).rejects.toMatchObject({
        code: 'DIRECTORY_UNAVAILABLE',
      });
    },
  );

  it('does not answer from an old memory when Slack does not tell', async () => {
    await directory.find('slack:U0DANA');
    await clock.advance(60_000);
    slack.workspace.faults.next('users.info', { kind: 'error', code: 'internal_error' });
    await expect(directory.find('slack:U0DANA')).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
    });
  });
});

describe('what somebody is', () => {
  let server: Server;
  let apiUrl: string;
  let user: object = {};

  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        server = createServer((_request, response) => {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ ok: true, user }));
        });
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
          resolve();
        });
      }),
  );
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const find = (described: object): Promise<Person | undefined> => {
    user = { id: 'U1', name: 'u', team_id: 'T0ACME', ...described };
    const logger = createSlackLogger(createRecordedLog().log, 'slack.library');
    const web = createWebClients('xoxb-not-a-real-token', apiUrl, logger).repeatable;
    return createSlackDirectory(web, () => 'T0ACME', createManualClock()).find('slack:U1');
  };

  it.each([
    ['member', {}],
    ['member', { is_admin: true, is_owner: true }],
    ['member', { team_id: 'T0OTHER', enterprise_user: { id: 'W1', teams: ['T0ACME'] } }],
    ['guest', { is_restricted: true }],
    ['guest', { is_restricted: true, is_ultra_restricted: true }],
    ['guest', { is_ultra_restricted: true }],
    ['guest', { team_id: 'T0OTHER' }],
    ['guest', { is_stranger: true }],
    ['bot', { is_bot: true }],
    ['bot', { id: 'USLACKBOT' }],
    ['bot', { is_bot: true, is_restricted: true }],
    ['deactivated', { deleted: true }],
    ['deactivated', { deleted: true, is_bot: true }],
    ['deactivated', { deleted: true, is_restricted: true, team_id: 'T0OTHER' }],
  ] as const)('is %s by %j', async (kind, described) => {
    expect(await find(described)).toMatchObject({ kind });
  });

  it.each([
    ['Dana D.', { profile: { display_name: 'Dana D.', real_name: 'x' }, real_name: 'Dana' }],
    ['Dana', { profile: { display_name: '' }, real_name: 'Dana' }],
    ['u', { profile: {} }],
  ])('shows them as %s', async (displayName, described) => {
    expect(await find(described)).toMatchObject({ displayName, username: 'u', email: null });
  });
});
