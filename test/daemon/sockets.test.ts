import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../app/daemon/slack/eventually.fixture.ts';
import { type RawGateway, startRawGateway } from '../../app/daemon/slack/raw-gateway.fixture.ts';
import { ask } from './asking.ts';
import { buildTown, type Town } from './town.ts';

// The second socket follows the first after three seconds, and so it does when they are made anew.
jest.setTimeout(30_000);

let town: Town;
beforeEach(async () => {
  town = await buildTown();
});
afterEach(() => town.stop());

describe('a frame that makes Slack’s library throw where nobody catches', () => {
  let gateway: RawGateway;
  beforeEach(async () => {
    gateway = await startRawGateway(town.workspace.apiUrl);
  });
  afterEach(() => gateway.stop());

  it('makes the connections anew, one after the other, and the daemon goes on', async () => {
    const daemon = await town.start({ SLACK_API_URL: gateway.apiUrl });
    await eventually(() => gateway.open() === 2, 'both sockets');
    gateway.send({
      type: 'events_api',
      envelope_id: 'e1',
      // Nothing that Slack is known to send; socket-mode throws at it.
      payload: { type: 'event_callback', event: null },
    });
    await daemon.line('slack.restarting');
    await eventually(() => gateway.sockets.length === 4, 'two new sockets', 10_000);
    gateway.send({
      type: 'slash_commands',
      envelope_id: 'e2',
      payload: {
        command: '/infra',
        text: 'help',
        user_id: 'U0DANA',
        channel_id: 'C0GENERAL',
        response_url: 'http://127.0.0.1:1/commands/none',
        trigger_id: '1.2.3',
      },
    });
    await eventually(() => gateway.received.length > 0, 'the answer');
    expect(gateway.received).toEqual([
      { envelope_id: 'e2', payload: expect.objectContaining({ response_type: 'ephemeral' }) },
    ]);
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);
  });
});

describe('while sockets are refreshed one after the other', () => {
  it('no command goes unanswered', async () => {
    const daemon = await town.start();
    await town.workspace.until(() => town.workspace.sockets.count === 2, { what: 'both sockets' });
    for (let round = 0; round < 6; round += 1) {
      town.workspace.sockets.refresh(0);
      const { outcome } = await town.dana.types('C0GENERAL', '/infra help');
      expect(outcome).toBe('acknowledged');
      await town.workspace.until(() => town.workspace.sockets.count === 2, {
        what: 'both sockets again',
      });
    }
    expect(await ask(town, town.dana, '/infra status')).toContain('Infrastructure Status: DEV');
    expect(daemon.lines.filter(({ event }) => event === 'daemon.bug')).toEqual([]);
  });
});

describe('SIGTERM', () => {
  it('ends the daemon soon, although somebody holds a connection to its port and says nothing', async () => {
    const daemon = await town.start();
    const { port } = await daemon.line('http.listening');
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const begun = Date.now();
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);
    expect(Date.now() - begun).toBeLessThan(8_000);
    socket.destroy();
  });
});
