import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createOutbound } from '../outbound.ts';
import { eventually } from './eventually.fixture.ts';
import type { Envelope } from './open-connection.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createSocketTransport, type SocketTransport } from './socket-transport.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

let slack: TestSlack;
let clock: ManualClock;
let transport: SocketTransport;
let envelopes: Envelope[];

const create = (connections: number): SocketTransport =>
  createSocketTransport({
    appToken: slack.workspace.appToken,
    slackApiUrl: slack.workspace.apiUrl,
    outbound: createOutbound(undefined),
    connections,
    clock,
    log: slack.recorded.log,
    logger: createSlackLogger(slack.recorded.log, 'slack.library'),
    random: () => 0.5,
    onEnvelope: (envelope) => {
      envelopes.push(envelope);
      void envelope.acknowledge();
    },
  });

beforeEach(async () => {
  slack = await startTestSlack();
  clock = createManualClock();
  envelopes = [];
  transport = create(2);
});
afterEach(async () => {
  const stopped = transport.stop();
  await clock.advance(60_000);
  await stopped;
  await slack.stop();
});

const sockets = () => slack.workspace.sockets;
const active = (): number => transport.states().filter((state) => state.active).length;
const openings = (): number => slack.workspace.calls('apps.connections.open').length;
const failures = (): number => slack.recorded.said('slack.connect_failed').length;
const connected = (): number => slack.recorded.said('slack.connected').length;
const tcp = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
const command = async (): Promise<string> =>
  (await slack.workspace.person('U0DANA').types('C0GENERAL', '/infra status')).outcome;

/** Both sockets are open, and for long enough not to be taken for turned away. */
const startBoth = async (): Promise<void> => {
  await transport.start();
  await clock.advance(3_000);
  await eventually(() => active() === 2, 'both sockets');
  await clock.advance(60_000);
};

describe('starting', () => {
  it('resolves at the first hello, and connects the others one after the other', async () => {
    transport = create(3);
    await transport.start();
    expect(sockets().count).toBe(1);
    await clock.advance(2_999);
    expect(openings()).toBe(1);
    await clock.advance(1);
    await eventually(() => active() === 2, 'the second socket');
    await clock.advance(3_000);
    await eventually(() => active() === 3, 'the third socket');
    expect(await command()).toBe('acknowledged');
  });

  it.each([
    { kind: 'error', code: 'invalid_auth' },
    { kind: 'error', code: 'not_allowed_token_type' },
    { kind: 'error', code: 'internal_error' },
    { kind: 'http', status: 503 },
    { kind: 'reset' },
  ] as const)('goes on trying with pauses while Slack refuses: %j', async (fault) => {
    slack.workspace.faults.next('apps.connections.open', fault, 2);
    const started = transport.start();
    await eventually(() => failures() === 1, 'the first failure');
    expect(transport.states()).toMatchObject([
      { active: false, problem: expect.stringContaining('no connection: ') },
    ]);
    await clock.advance(375);
    await eventually(() => failures() === 2, 'the second failure');
    await clock.advance(750);
    await started;
    expect(active()).toBe(1);
  });
});

describe('while sockets come and go', () => {
  beforeEach(startBoth);

  it('a refresh is followed by a new socket at once, and the other one serves meanwhile', async () => {
    sockets().refresh(0);
    expect(await command()).toBe('acknowledged');
    await eventually(() => connected() === 3, 'the new socket');
    expect(await command()).toBe('acknowledged');
    expect(await command()).toBe('acknowledged');
    expect(envelopes).toHaveLength(3);
    await eventually(() => sockets().count === 2, 'the old socket to go');
  });

  it('a connection that was cut is followed by a new one', async () => {
    sockets().drop(0);
    await eventually(() => connected() === 3, 'the new socket');
    expect(active()).toBe(2);
  });

  it('thirty refreshes leave no socket behind, and never more than three are open', async () => {
    let most = 0;
    const stop = slack.workspace.onChange((change) => {
      if (change.kind === 'sockets') {
        most = Math.max(most, change.open);
      }
    });
    const before = tcp();
    for (let round = 1; round <= 30; round += 1) {
      await clock.advance(60_000);
      sockets().refresh(0);
      await eventually(() => connected() === 2 + round && sockets().count === 2, 'the exchange');
    }
    stop();
    expect(most).toBeLessThanOrEqual(3);
    await eventually(() => tcp() <= before + 2, 'the end of the old TCP connections');
  });

  it('after link_disabled it waits for an operator, and comes back when there was one', async () => {
    sockets().disable();
    await eventually(() => active() === 0, 'the end of the sockets');
    await clock.advance(10_000);
    expect(openings()).toBe(2);
    expect(transport.states()).toMatchObject([
      { active: false, problem: 'link_disabled' },
      { active: false, problem: 'link_disabled' },
    ]);
    await clock.advance(10_000);
    await eventually(() => active() === 2, 'both sockets');
  });

  it('a socket that is half open is retired within seconds', async () => {
    sockets().freeze(0);
    await eventually(() => connected() === 3, 'the new socket', 12_000);
    expect(await command()).toBe('acknowledged');
    expect(await command()).toBe('acknowledged');
    expect(active()).toBe(2);
  }, 15_000);

  it('a restart renews one socket after the other, so that there is always one', async () => {
    transport.restart('socket-mode: odd');
    await clock.advance(0);
    await eventually(() => connected() === 3 && active() === 2, 'the first new socket');
    await clock.advance(3_000);
    await eventually(() => connected() === 4 && active() === 2, 'the second new socket');
    expect(slack.recorded.said('slack.restarting')).toHaveLength(1);
    expect(await command()).toBe('acknowledged');
  });
});

describe('stopping', () => {
  it('closes every socket, and opens none any more', async () => {
    await startBoth();
    await transport.stop();
    await eventually(() => sockets().count === 0, 'the close');
    await clock.advance(3_600_000);
    expect(openings()).toBe(2);
    expect(active()).toBe(0);
  });

  it('before the others were begun leaves them out', async () => {
    await transport.start();
    await transport.stop();
    await clock.advance(60_000);
    expect(openings()).toBe(1);
  });

  it('in the middle of connecting closes what comes of it', async () => {
    slack.workspace.faults.next('apps.connections.open', { kind: 'late', by: 100 });
    void transport.start();
    await eventually(() => openings() === 1, 'the question for the URL');
    await transport.stop();
    await eventually(() => slack.recorded.said('slack.disconnected').length === 1, 'the end');
    await eventually(() => sockets().count === 0, 'the close');
    expect(active()).toBe(0);
  });
});
