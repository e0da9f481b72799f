import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Millis } from '../../../lib/kernel/clock.ts';
import { createDeferred } from '../../../lib/kernel/deferred.fixture.ts';
import { createManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createRecordedLog } from '../recorded-log.fixture.ts';
import type { Connection } from './open-connection.ts';
import { createSocketSlot } from './socket-slot.ts';

interface FakeConnection extends Connection {
  readonly retire: (reason: string) => void;
  readonly isClosed: () => boolean;
}

const createFakeConnection = (): FakeConnection => {
  let closed = false;
  const { promise: retired, resolve: retire } = createDeferred<string>();
  return {
    retired,
    retire,
    isActive: () => !closed,
    isClosed: () => closed,
    close: async () => {
      closed = true;
      retire('closed');
    },
  };
};

/** What opening comes to, one after the other; `pending` never settles by itself, and then each opening works. */
type Outcome = 'works' | 'fails' | 'pending';

const createSlot = (outcomes: readonly Outcome[] = [], random = () => 0.5) => {
  const clock = createManualClock();
  const recorded = createRecordedLog();
  const connections: FakeConnection[] = [];
  const openedAt: Millis[] = [];
  const finished = createDeferred<void>();
  let connectedTimes = 0;
  const open = async (): Promise<Connection> => {
    const outcome = outcomes[openedAt.length] ?? 'works';
    openedAt.push(clock.now());
    if (outcome === 'fails') {
      throw new Error('no connection: invalid_auth');
    }
    if (outcome === 'pending') {
      await finished.promise;
    }
    const connection = createFakeConnection();
    connections.push(connection);
    return connection;
  };
  const onConnected = (): void => {
    connectedTimes += 1;
  };
  const slot = createSocketSlot({ open, onConnected, clock, log: recorded.log, random });
  return {
    slot,
    clock,
    recorded,
    connections,
    openedAt,
    finish: () => finished.resolve(),
    connectedTimes: () => connectedTimes,
    /** The time between each opening and the next. */
    waits: () => openedAt.slice(1).map((moment, index) => moment - (openedAt[index] ?? 0)),
  };
};

describe('a socket slot', () => {
  it('connects at once, and says since when', async () => {
    const { slot, clock, connectedTimes } = createSlot();
    const begun = clock.now();
    expect(slot.state()).toEqual({ active: false, since: begun, problem: 'not connected yet' });
    await clock.advance(5_000);
    expect(slot.state()).toEqual({ active: true, since: begun });
    expect(connectedTimes()).toBe(1);
  });

  it.each(['refresh_requested', 'warning', 'closed'])(
    'connects anew at once after %s, and closes the old connection',
    async (reason) => {
      const { clock, connections, openedAt, connectedTimes } = createSlot();
      await clock.advance(5 * 3_600_000);
      connections[0]?.retire(reason);
      await clock.advance(0);
      expect(openedAt).toHaveLength(2);
      expect(connections[0]?.isClosed()).toBe(true);
      expect(connectedTimes()).toBe(2);
    },
  );

  it('pauses before it comes back to where it was sent away within a second', async () => {
    const { clock, connections, openedAt } = createSlot();
    await clock.advance(999);
    connections[0]?.retire('refresh_requested');
    await clock.advance(0);
    expect(openedAt).toHaveLength(1);
    await clock.advance(500);
    expect(openedAt).toHaveLength(2);
  });

  it.each(['link_disabled', 'too_many_websockets'])(
    'waits many seconds after %s, which only others can mend',
    async (reason) => {
      const { slot, clock, connections, openedAt } = createSlot([], () => 0);
      await clock.advance(3_600_000);
      connections[0]?.retire(reason);
      await clock.advance(7_999);
      expect(openedAt).toHaveLength(1);
      expect(slot.state()).toMatchObject({ active: false, problem: reason });
      await clock.advance(1);
      expect(openedAt).toHaveLength(2);
    },
  );

  it('doubles its pauses while it cannot connect, up to half a minute, and logs each failure', async () => {
    const { slot, clock, recorded, waits } = createSlot(Array(9).fill('fails'), () => 1);
    await clock.advance(10 * 60_000);
    expect(waits()).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(recorded.said('slack.connect_failed')).toHaveLength(9);
    expect(slot.state().active).toBe(true);
  });

  it('says why it is not connected', async () => {
    const { slot, clock } = createSlot(['fails']);
    await clock.advance(0);
    expect(slot.state()).toMatchObject({ active: false, problem: 'no connection: invalid_auth' });
  });

  it('forgets its failures once a connection has lasted', async () => {
    const { clock, connections, waits } = createSlot(Array(6).fill('fails'), () => 1);
    await clock.advance(60_000);
    connections[0]?.retire('closed');
    await clock.advance(1_000);
    expect(waits()).toHaveLength(7);
    expect(connections).toHaveLength(2);
  });

  it('waits between half of the pause and the whole of it, whatever chance says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
          minLength: 12,
          maxLength: 12,
        }),
        async (draws) => {
          let draw = 0;
          const random = (): number => draws[draw++ % draws.length] ?? 0;
          const { clock, waits } = createSlot(Array(12).fill('fails'), random);
          await clock.advance(10 * 60_000);
          expect(waits()).toHaveLength(12);
          for (const [index, wait] of waits().entries()) {
            const full = Math.min(30_000, 500 * 2 ** index);
            expect(wait).toBeGreaterThanOrEqual(full / 2);
            expect(wait).toBeLessThanOrEqual(full);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('renewing a slot', () => {
  it('gives the connection up and makes another', async () => {
    const { slot, clock, connections } = createSlot();
    await clock.advance(60_000);
    slot.renew();
    await clock.advance(0);
    expect(connections.map((connection) => connection.isClosed())).toEqual([true, false]);
  });

  it('that is connecting already changes nothing', async () => {
    const { slot, clock, openedAt, finish } = createSlot(['pending']);
    await clock.advance(0);
    slot.renew();
    finish();
    await clock.advance(10_000);
    expect(openedAt).toHaveLength(1);
    expect(slot.state().active).toBe(true);
  });
});

describe('stopping a slot', () => {
  it('closes the connection and makes none any more', async () => {
    const { slot, clock, connections, openedAt } = createSlot();
    await clock.advance(60_000);
    await slot.stop();
    await clock.advance(3_600_000);
    expect(connections[0]?.isClosed()).toBe(true);
    expect(openedAt).toHaveLength(1);
    expect(slot.state().active).toBe(false);
  });

  it('while it is connecting closes what comes of it', async () => {
    const { slot, clock, connections, openedAt, finish } = createSlot(['pending']);
    await clock.advance(0);
    await slot.stop();
    finish();
    await clock.advance(3_600_000);
    expect(connections.map((connection) => connection.isClosed())).toEqual([true]);
    expect(openedAt).toHaveLength(1);
  });

  it('while it pauses ends the trying', async () => {
    const { slot, clock, openedAt } = createSlot(['fails']);
    await clock.advance(0);
    await slot.stop();
    await clock.advance(3_600_000);
    expect(openedAt).toHaveLength(1);
  });
});
