import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { createSequence } from '../kernel/sequence.ts';
import { createFollower } from './follower.ts';
import { requestOf } from './proposal.fixture.ts';
import { openTeller } from './teller.fixture.ts';

/** A follower of a request whose step may always work a little later, because its requester cannot be identified now. */
const openFollower = () => {
  const clock = createManualClock();
  const rounds: string[] = [];
  const follower = createFollower({
    steps: {
      find: () => {
        throw new Error('not now');
      },
      identify: () => Promise.reject(new Error('not now')),
      findFreeze: () => undefined,
      memberships: () => Promise.reject(new Error('not now')),
      ladder: {},
      clock,
      found: new Set(),
      finding: createSequence(),
      checked: new Set(),
      policy: {
        decide: () => ({ kind: 'deny', reasons: [] }),
        permits: () => ({ kind: 'deny', reasons: [] }),
      },
    },
    load: async () => requestOf({ status: 'approved' }),
    take: async () => undefined,
    tell: ({ id }) => rounds.push(id),
    clock,
    log: createRecordingLog(),
  });
  return { clock, rounds, follower };
};

describe('before the end of the process', () => {
  it('a message that waits for another try is left to the next one', async () => {
    const { clock, shown, teller } = openTeller(async () => false);
    teller.tell(requestOf());
    await teller.idle();
    expect(clock.pending).toBe(1);

    teller.rest();

    expect(clock.pending).toBe(0);
    await clock.advance(3_600_000);
    expect(shown).toHaveLength(1);
  });

  it('a message that fails from then on is left too, but told once', async () => {
    const { clock, shown, teller } = openTeller(async () => false);
    teller.rest();
    teller.tell(requestOf());
    await teller.idle();
    expect(shown).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('a step that waits for another try is left to the next one', async () => {
    const { clock, rounds, follower } = openFollower();
    follower.follow('req-lamp001');
    await follower.idle();
    expect(clock.pending).toBe(1);

    follower.rest();

    expect(clock.pending).toBe(0);
    await clock.advance(3_600_000);
    expect(rounds).toHaveLength(1);
  });

  it('a step that fails from then on is left too', async () => {
    const { clock, rounds, follower } = openFollower();
    follower.rest();
    follower.follow('req-lamp001');
    await follower.idle();
    expect(rounds).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
