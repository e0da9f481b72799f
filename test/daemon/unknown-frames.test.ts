import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../app/daemon/slack/eventually.fixture.ts';
import { type RawGateway, startRawGateway } from '../../app/daemon/slack/raw-gateway.fixture.ts';
import { dmSays } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { answersTo } from './mentioning.ts';
import { buildTown, general, type Town } from './town.ts';

let town: Town;
let daemon: DaemonProcess;

describe('frames that no workspace here sends', () => {
  let gateway: RawGateway;
  beforeEach(async () => {
    town = await buildTown();
    gateway = await startRawGateway(town.workspace.apiUrl);
    daemon = await town.start({ SLACK_API_URL: gateway.apiUrl, SLACK_SOCKET_CONNECTIONS: '1' });
  });
  afterEach(async () => {
    await town.stop();
    await gateway.stop();
  });
  const acknowledged = (id: string): Promise<void> =>
    eventually(() => JSON.stringify(gateway.received).includes(`"envelope_id":"${id}"`), id);

  it('app_rate_limited is acknowledged and named, and the sockets stay', async () => {
    gateway.send({
      type: 'events_api',
      envelope_id: 'e1',
      payload: {
        token: 'x',
        type: 'app_rate_limited',
        team_id: 'T0ACME',
        minute_rate_limited: 1_518_467_820,
        api_app_id: 'A0QUARTER',
      },
    });
    await acknowledged('e1');
    await daemon.line('slack.unhandled', { type: 'app_rate_limited' });
    gateway.send({
      type: 'slash_commands',
      envelope_id: 'e2',
      payload: {
        command: '/infra',
        text: 'help',
        user_id: 'U0DANA',
        channel_id: general,
        response_url: 'http://127.0.0.1:1/commands/none',
        trigger_id: '1.2.3',
      },
    });
    await acknowledged('e2');
    expect(gateway.sockets).toHaveLength(1);
    expect(gateway.open()).toBe(1);
    expect(daemon.output()).not.toMatch(/slack\.restarting|slack\.disconnected|daemon\.bug/);
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);
  });

  it('a shortcut is acknowledged, named, and whoever used it is told', async () => {
    gateway.send({
      type: 'interactive',
      envelope_id: 'e1',
      payload: {
        type: 'shortcut',
        callback_id: 'older_shortcut',
        trigger_id: '1.2.3',
        user: { id: 'U0DANA', username: 'dana', team_id: 'T0ACME' },
        team: { id: 'T0ACME', domain: 'acme' },
      },
    });
    await acknowledged('e1');
    await daemon.line('slack.unhandled', { type: 'shortcut' });
    const dm = await dmSays(town, town.dana, 'I do not know what to do with this.');
    expect(dm.text).toMatch(/^Error: .*type the command\.$/);
  });

  it('an event again in another envelope, as Slack sends it when it heard nothing, is one request', async () => {
    const { message } = await town.dana.says(general, 'an image, please');
    const event = {
      type: 'app_mention',
      user: 'U0DANA',
      text: '<@U0BOT> request-image rust:latest-dev --justification "Need for the new parser"',
      channel: general,
      ts: message.ts,
      event_ts: message.ts,
    };
    const payload = { type: 'event_callback', team_id: 'T0ACME', event_id: 'Ev1', event };
    for (const [retry_attempt, envelope_id] of ['e1', 'e2', 'e3'].entries()) {
      gateway.send({ type: 'events_api', envelope_id, payload, retry_attempt });
    }
    await Promise.all(['e1', 'e2', 'e3'].map(acknowledged));
    await town.workspace.until(() => town.cards()[0], { what: 'the card' });
    const answer = await town.workspace.until(() => answersTo(town.dana, message)[0], {
      what: 'the answer',
    });
    expect(answer.text).toMatch(/^Request submitted!/);
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);
    expect(town.cards()).toHaveLength(1);
    const created = (await town.ledger()).filter(
      ({ event: name }) => name === 'image.request.created',
    );
    expect(created).toHaveLength(1);
  });
});
