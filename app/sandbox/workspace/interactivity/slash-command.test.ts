import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../../../lib/kernel/manual-clock.ts';
import { type Received, startTestApp, type TestApp } from '../test-app.fixture.ts';

const clock = createManualClock();
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ clock });
});

afterEach(() => app.stop());

describe('a slash command', () => {
  it('reaches the app with every field that Slack sends', async () => {
    await app.workspace.person('U0DANA').types('C0GENERAL', '/request-image  list all ');
    expect(app.received[0]?.type).toBe('slash_commands');
    expect(app.received[0]?.body).toEqual({
      token: expect.any(String),
      team_id: 'T0ACME',
      team_domain: 'acme',
      channel_id: 'C0GENERAL',
      channel_name: 'general',
      user_id: 'U0DANA',
      user_name: 'dana',
      command: '/request-image',
      text: 'list all',
      api_app_id: 'A0QUARTER',
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/commands\/T0ACME\//),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
    });
  });

  it('hides the name of a private channel and names the DM', async () => {
    const alice = app.workspace.person('U0ALICE');
    await alice.types('C0APPROVALS', '/x');
    await alice.types(alice.dmChannel, '/x');
    expect(app.received.map(({ body }) => body['channel_name'])).toEqual([
      'privategroup',
      'directmessage',
    ]);
  });

  it('shows nothing after an empty acknowledgement', async () => {
    const dana = app.workspace.person('U0DANA');
    const result = await dana.types('C0GENERAL', '/x');
    expect(result).toMatchObject({ outcome: 'acknowledged', saw: undefined, text: '' });
    expect(dana.reads('C0GENERAL')).toEqual([]);
  });

  it('shows the payload of the acknowledgement to the person alone', async () => {
    app.answerWith(({ ack }) => ack({ text: 'Hello Dana' }));
    const dana = app.workspace.person('U0DANA');
    const { text, saw } = await dana.types('C0GENERAL', '/x');
    expect(text).toBe('Hello Dana');
    expect(saw).toMatchObject({ ephemeral: true, from: 'U0BOT', fromName: 'quartermaster' });
    expect(dana.ephemerals()).toHaveLength(1);
    expect(app.workspace.person('U0ALICE').reads('C0GENERAL')).toEqual([]);
  });

  it('shows an in_channel answer to everybody, with the command above it', async () => {
    app.answerWith(({ ack }) => ack({ text: 'Hello all', response_type: 'in_channel' }));
    await app.workspace.person('U0DANA').types('C0GENERAL', '/x y');
    const seen = app.workspace.person('U0ALICE').reads('C0GENERAL');
    expect(seen.map(({ text }) => text)).toEqual(['/x y', 'Hello all']);
    const history = await app.web.conversations.history({ channel: 'C0GENERAL' });
    expect(history.messages?.map(({ text }) => text)).toEqual(['Hello all']);
  });

  it('fails with operation_timeout when nobody acknowledges for three seconds', async () => {
    app.answerWith(() => undefined);
    const typing = app.workspace.person('U0DANA').types('C0GENERAL', '/infra status');
    await clock.advance(2_999);
    expect(app.workspace.person('U0DANA').ephemerals()).toEqual([]);
    await clock.advance(1);
    const result = await typing;
    expect(result).toMatchObject({ outcome: 'operation_timeout', after: 3_000 });
    expect(result.text).toBe('/infra failed with the error "operation_timeout"');
    expect(result.saw?.fromName).toBe('slackbot');
  });

  it('records a late acknowledgement without showing what it carries', async () => {
    const arrival = new Promise<Received>((resolve) => {
      app.answerWith(resolve);
    });
    const dana = app.workspace.person('U0DANA');
    const typing = dana.types('C0GENERAL', '/x');
    const late = await arrival;
    await clock.advance(4_000);
    await typing;
    await late.ack({ text: 'too late' });
    const envelope = await app.workspace.until(() =>
      app.workspace.envelopes().find(({ acknowledgements }) => acknowledgements.length > 0),
    );
    expect(envelope.acknowledgedAfter).toBe(4_000);
    expect(dana.reads('C0GENERAL').map(({ text }) => text)).not.toContain('too late');
  });

  it('fails with dispatch_failed at once when no socket is open', async () => {
    await app.socket.disconnect();
    await app.workspace.until(() => app.workspace.sockets.count === 0);
    const { text } = await app.workspace.person('U0DANA').types('C0GENERAL', '/infra status');
    expect(text).toBe('/infra failed with the error "dispatch_failed"');
  });

  it('does not show an acknowledgement whose blocks are invalid', async () => {
    app.answerWith(({ ack }) => ack({ blocks: [{ type: 'nonsense' }] }));
    const { text } = await app.workspace.person('U0DANA').types('C0GENERAL', '/x');
    expect(text).toBe('/x failed with the error "dispatch_failed"');
  });

  it('cannot be typed where the person is not', async () => {
    const dana = app.workspace.person('U0DANA');
    await expect(dana.types('C0APPROVALS', '/x')).rejects.toThrow('U0DANA is not in C0APPROVALS');
  });
});

describe('a workspace whose app registered its commands', () => {
  it('lets Slack itself answer any other', async () => {
    await app.stop();
    const registered = { id: 'A0QUARTER', botId: 'B0BOT', botUserId: 'U0BOT', commands: ['/x'] };
    app = await startTestApp({ app: registered });
    const dana = app.workspace.person('U0DANA');
    expect((await dana.types('C0GENERAL', '/y')).outcome).toBe('unknown_command');
    expect((await dana.types('C0GENERAL', '/x')).outcome).toBe('acknowledged');
    expect(app.received).toHaveLength(1);
  });
});
