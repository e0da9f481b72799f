import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createOutbound } from '../outbound.ts';
import { type ConnectProxy, startConnectProxy } from './connect-proxy.fixture.ts';
import { eventually } from './eventually.fixture.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createSocketTransport, type SocketTransport } from './socket-transport.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

let slack: TestSlack;
let proxy: ConnectProxy;
let clock: ManualClock;
let transport: SocketTransport;

beforeEach(async () => {
  slack = await startTestSlack({ origin: 'http://slack.test' });
  proxy = await startConnectProxy({ portOf: () => slack.workspace.port, neverCloses: true });
  clock = createManualClock();
  transport = createSocketTransport({
    appToken: slack.workspace.appToken,
    slackApiUrl: slack.workspace.apiUrl,
    outbound: createOutbound({
      httpProxy: `http://127.0.0.1:${proxy.port}`,
      httpsProxy: '',
      noProxy: '',
    }),
    connections: 2,
    clock,
    log: slack.recorded.log,
    logger: createSlackLogger(slack.recorded.log, 'slack.library'),
    random: () => 0.5,
    onEnvelope: (envelope) => void envelope.acknowledge(),
  });
  await transport.start();
  await clock.advance(3_000);
  await eventually(() => connected() === 2, 'both sockets');
});
afterEach(async () => {
  const stopped = transport.stop();
  await clock.advance(60_000);
  await stopped;
  await slack.stop();
  await proxy.stop();
});

const connected = (): number => slack.recorded.said('slack.connected').length;

describe('sockets by a proxy, with another side that never closes TCP', () => {
  it('thirty refreshes leave no connection behind', async () => {
    const before = proxy.open();
    for (let round = 1; round <= 30; round += 1) {
      await clock.advance(60_000);
      slack.workspace.sockets.refresh(0);
      await eventually(() => connected() === 2 + round, 'the new socket');
    }
    await clock.advance(60_000);
    await eventually(() => proxy.open() <= before, 'the end of the old connections');
    expect(slack.workspace.sockets.count).toBe(2);
    expect(transport.states().every(({ active }) => active)).toBe(true);
    expect(new Set(proxy.asked)).toEqual(new Set(['slack.test:80']));
  });

  it('stopping ends them all but for those of the Web API', async () => {
    const stopped = transport.stop();
    await clock.advance(60_000);
    await stopped;
    await eventually(() => slack.workspace.sockets.count === 0, 'the close');
    await eventually(() => proxy.open() <= 1, 'the end of the connections');
    expect(transport.states().some(({ active }) => active)).toBe(false);
  });
});
