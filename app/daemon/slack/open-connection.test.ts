import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/kernel/clock.ts';
import { createDeferred } from '../../../lib/kernel/deferred.fixture.ts';
import { describeError } from '../../../lib/kernel/errors.ts';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createOutbound } from '../outbound.ts';
import { createRecordedLog, type RecordedLog } from '../recorded-log.fixture.ts';
import { eventually } from './eventually.fixture.ts';
import { type Connection, type Envelope, openConnection } from './open-connection.ts';
import { type RawGateway, startRawGateway } from './raw-gateway.fixture.ts';
import { createSlackLogger } from './slack-logger.ts';

let gateway: RawGateway;
let clock: ManualClock;
let recorded: RecordedLog;
let envelopes: Envelope[];

beforeEach(async () => {
  gateway = await startRawGateway();
  clock = createManualClock();
  recorded = createRecordedLog();
  envelopes = [];
});
afterEach(() => gateway.stop());

const open = (slackApiUrl = gateway.apiUrl): Promise<Connection> =>
  openConnection({
    appToken: 'xapp-not-a-real-token',
    slackApiUrl,
    outbound: createOutbound(undefined),
    clock,
    logger: createSlackLogger(recorded.log, 'slack.library'),
    onEnvelope: (envelope) => envelopes.push(envelope),
  });

/** Closes on the manual clock, which must go on when the other side does not answer. */
const close = async (connection: Connection): Promise<void> => {
  const closed = connection.close();
  await clock.advance(1_000);
  await closed;
};

describe('a connection', () => {
  it('is open from hello on', async () => {
    const connection = await open();
    expect(connection.isActive()).toBe(true);
    await close(connection);
    expect(connection.isActive()).toBe(false);
    expect(await connection.retired).toBe('closed');
    await eventually(() => gateway.open() === 0, 'the close');
  });

  it('hands envelopes on, and their acknowledgements back, with what they carry', async () => {
    const connection = await open();
    gateway.send({
      envelope_id: 'e1',
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: { command: '/infra' },
    });
    gateway.send({
      envelope_id: 'e2',
      type: 'events_api',
      payload: { type: 'event_callback', event: { type: 'message' } },
      retry_attempt: 1,
      retry_reason: 'timeout',
    });
    await eventually(() => envelopes.length === 2, 'two envelopes');
    expect(envelopes).toMatchObject([
      { id: 'e1', type: 'slash_commands', body: { command: '/infra' }, retryAttempt: 0 },
      { id: 'e2', type: 'events_api', retryAttempt: 1 },
    ]);
    await envelopes[0]?.acknowledge({ text: 'hi' });
    await envelopes[1]?.acknowledge();
    await eventually(() => gateway.received.length === 2, 'two acknowledgements');
    expect(gateway.received).toEqual([
      { envelope_id: 'e1', payload: { text: 'hi' } },
      { envelope_id: 'e2', payload: {} },
    ]);
    await close(connection);
  });

  it('hands on what it does not know too, so that it can be acknowledged', async () => {
    const connection = await open();
    gateway.send({ envelope_id: 'e1', type: 'new_thing', payload: {}, retry_attempt: null });
    gateway.send({ envelope_id: 'e2', type: 'bodiless' });
    await eventually(() => envelopes.length === 2, 'two envelopes');
    expect(envelopes).toMatchObject([
      { id: 'e1', type: 'new_thing', body: {}, retryAttempt: 0 },
      { id: 'e2', type: 'bodiless', body: {} },
    ]);
    await close(connection);
  });

  it('hands on events without an event, which socket-mode would throw at, and acknowledges them', async () => {
    const connection = await open();
    const limited = { type: 'app_rate_limited', team_id: 'T0ACME', minute_rate_limited: 1 };
    gateway.send({ envelope_id: 'e1', type: 'events_api', payload: limited, retry_attempt: 0 });
    gateway.send({ envelope_id: 'e2', type: 'events_api', payload: {} });
    gateway.send({
      envelope_id: 'e3',
      type: 'events_api',
      payload: { event: { type: 'message' } },
    });
    await eventually(() => envelopes.length === 3, 'three envelopes');
    expect(envelopes).toMatchObject([
      { id: 'e1', type: 'events_api', body: limited, retryAttempt: 0 },
      { id: 'e2', type: 'events_api', body: {} },
      { id: 'e3', type: 'events_api', body: { event: { type: 'message' } } },
    ]);
    for (const { acknowledge } of envelopes) {
      await acknowledge();
    }
    await eventually(() => gateway.received.length === 3, 'three acknowledgements');
    expect(gateway.received).toMatchObject([
      { envelope_id: 'e1' },
      { envelope_id: 'e2' },
      { envelope_id: 'e3' },
    ]);
    expect(connection.isActive()).toBe(true);
    await close(connection);
  });

  it('is not disturbed by frames that are none', async () => {
    const connection = await open();
    gateway.send('no JSON');
    gateway.send({ type: 'without an envelope' });
    gateway.send({ envelope_id: 'e1', type: 'slash_commands', payload: {} });
    await eventually(() => envelopes.length > 0, 'the envelope');
    expect(envelopes).toMatchObject([{ id: 'e1' }]);
    expect(connection.isActive()).toBe(true);
    expect(recorded.said('slack.library')).toMatchObject([
      { level: 'warn', fields: { message: 'a frame that is no envelope was passed over' } },
    ]);
    await close(connection);
  });

  it.each(['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets'])(
    'is retired as soon as it is told to go: %s',
    async (reason) => {
      const connection = await open();
      gateway.send({ type: 'disconnect', reason, debug_info: { host: 'applink' } });
      expect(await connection.retired).toBe(reason);
      expect(connection.isActive()).toBe(false);
      await eventually(() => gateway.open() === 0, 'the close');
    },
  );

  it('is retired when the other side cuts it', async () => {
    const connection = await open();
    gateway.sockets[0]?.terminate();
    expect(await connection.retired).toBe('closed');
    expect(connection.isActive()).toBe(false);
  });

  it('is retired within ten seconds when the other side has vanished, and with it every answer', async () => {
    const connection = await open();
    gateway.sockets[0]?.pause();
    const begun = systemClock.now();
    expect(await connection.retired).toBe('closed');
    // Pings unanswered for five seconds, and then no answer to the close either.
    expect(systemClock.now() - begun).toBeLessThan(12_000);
    expect(connection.isActive()).toBe(false);
    await close(connection);
  });

  it('closes in a second although the other side does not answer, as Slack does not', async () => {
    const connection = await open();
    gateway.sockets[0]?.pause();
    await close(connection);
    expect(await connection.retired).toBe('closed');
    expect(connection.isActive()).toBe(false);
  });
});

describe('opening a connection', () => {
  it('rejects when Slack refuses it, and says why', async () => {
    gateway.greetWith((socket) => socket.close(1_000));
    await expect(open()).rejects.toThrow('no connection: the WebSocket was closed');
    await expect(open('http://127.0.0.1:1/')).rejects.toThrow(/^no connection: /);
  });

  it('rejects when there is no hello within 20 seconds, and leaves no socket behind', async () => {
    gateway.greetWith(() => undefined);
    const failure = open().catch(describeError);
    await eventually(() => gateway.sockets.length === 1, 'the connection');
    await clock.advance(20_000);
    await clock.advance(1_000);
    expect(await failure).toMatch(/^no connection: opening a socket took longer than 20000 ms/);
    await eventually(() => gateway.open() === 0, 'the close');
  });

  it('closes the socket that opens although nobody waits for it any more', async () => {
    const answered = createDeferred<void>();
    gateway.holdUntil(answered.promise);
    const failure = open().catch(describeError);
    await clock.advance(20_000);
    expect(await failure).toMatch(/took longer/);
    answered.resolve();
    await eventually(() => gateway.sockets.length === 1, 'the late connection');
    await eventually(() => gateway.open() === 0, 'its end');
  });
});
