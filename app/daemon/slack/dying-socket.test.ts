import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDeferred } from '../../../lib/kernel/deferred.fixture.ts';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createOutbound } from '../outbound.ts';
import { createRecordedLog } from '../recorded-log.fixture.ts';
import { eventually } from './eventually.fixture.ts';
import { openConnection } from './open-connection.ts';
import { type RawGateway, startRawGateway } from './raw-gateway.fixture.ts';
import { createSlackLogger } from './slack-logger.ts';
import { createSocketSlot } from './socket-slot.ts';

const clock = createManualClock();
const { log } = createRecordedLog();

describe('a socket of which nobody has said yet that it is gone', () => {
  it('is not active any more in the state of its slot', async () => {
    let isOpen = true;
    const { promise: retired, resolve: retire } = createDeferred<string>();
    const slot = createSocketSlot({
      open: async () => ({ retired, isActive: () => isOpen, close: async () => retire('closed') }),
      onConnected: () => undefined,
      clock,
      log,
      random: () => 0.5,
    });
    await clock.advance(0);
    expect(slot.state()).toMatchObject({ active: true });

    isOpen = false;

    expect(slot.state()).toMatchObject({ active: false });
    await slot.stop();
  });
});

describe('a connection whose other side begins to close it and leaves TCP open', () => {
  let gateway: RawGateway;
  beforeEach(async () => {
    gateway = await startRawGateway();
  });
  afterEach(() => gateway.stop());

  it('is not active from that moment on', async () => {
    const connection = await openConnection({
      appToken: 'xapp-not-a-real-token',
      slackApiUrl: gateway.apiUrl,
      outbound: createOutbound(undefined),
      clock,
      logger: createSlackLogger(log, 'slack.library'),
      onEnvelope: () => undefined,
    });
    let isRetired = false;
    void connection.retired.finally(() => {
      isRetired = true;
    });
    const [theirs] = gateway.sockets;
    expect(connection.isActive()).toBe(true);

    // Who does not read does not see our half of the handshake, and so does not end TCP.
    theirs?.pause();
    theirs?.close(1000);

    await eventually(() => !connection.isActive(), 'the end of the connection', 2_000);
    expect(isRetired).toBe(false);
    const closed = connection.close();
    await clock.advance(1_000);
    await closed;
  });
});
