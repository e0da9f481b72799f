import { describe, expect, it } from '@jest/globals';
import { createManualClock, type ManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import type { Attempt } from './attempt.ts';
import { createAttemptLog } from './attempt-log.ts';
import { type ChangeLimit, createChangeLimit } from './change-limit.ts';

const dana = 'slack:UDANA';
const amir = 'slack:UAMIR';
const over = (retryAfterSeconds: number) => ({ changesPerMinute: 3, retryAfterSeconds });

const open = (): { clock: ManualClock; limit: ChangeLimit } => {
  const clock = createManualClock();
  return { clock, limit: createChangeLimit(3, [], clock) };
};
const count = (limit: ChangeLimit, times: number): void => {
  for (let index = 0; index < times; index += 1) {
    expect(limit.count(dana)).toBeUndefined();
  }
};

describe('a limit of three changes a minute', () => {
  it('lets three through and says how long the fourth has to wait', async () => {
    const { clock, limit } = open();
    count(limit, 3);
    await clock.advance(20_500);
    expect(limit.count(dana)).toEqual(over(40));
    await clock.advance(39_499);
    expect(limit.count(dana)).toEqual(over(1));
    await clock.advance(1);
    count(limit, 3);
  });

  it('slides: each change makes room when it is a minute old', async () => {
    const { clock, limit } = open();
    for (let index = 0; index < 3; index += 1) {
      count(limit, 1);
      await clock.advance(10_000);
    }
    expect(limit.count(dana)).toEqual(over(30));
    await clock.advance(30_000);
    count(limit, 1);
    expect(limit.count(dana)).toEqual(over(10));
  });

  it('does not count what is over it, so that trying again does not lock anybody out', async () => {
    const { clock, limit } = open();
    count(limit, 3);
    for (let second = 0; second < 59; second += 1) {
      await clock.advance(1_000);
      expect(limit.count(dana)).toEqual(over(59 - second));
    }
    await clock.advance(1_000);
    count(limit, 3);
  });

  it('is each person’s own', () => {
    const { limit } = open();
    count(limit, 3);
    expect(limit.count(dana)).toBeDefined();
    expect(limit.count(amir)).toBeUndefined();
  });

  it.each(['schedule:nightly', 'system:scheduler', 'webhook:deploys', 'key:ci'] as const)(
    'is none for %s, which is no person',
    (principal) => {
      const { limit } = open();
      for (let index = 0; index < 20; index += 1) {
        expect(limit.count(principal)).toBeUndefined();
      }
    },
  );

  it('locks nobody out for longer when the clock is set back', () => {
    let now = Date.UTC(2026, 0, 5, 9);
    const limit = createChangeLimit(3, [], { ...createManualClock(), now: () => now });
    count(limit, 3);
    now -= 3_600_000;
    expect(limit.count(dana)).toBeUndefined();
  });

  it('forgets those who have changed nothing for a minute, whatever many came', async () => {
    const { clock, limit } = open();
    for (let index = 0; index < 1_000; index += 1) {
      limit.count(`slack:U${index}`);
    }
    await clock.advance(60_000);
    count(limit, 3);
    expect(limit.count(dana)).toBeDefined();
    expect(limit.count('slack:U1')).toBeUndefined();
  });
});

const attempt = (number: number, others: Partial<Attempt> = {}): Attempt => ({
  id: `req-asked${number}`,
  operationId: `op-asked${number}`,
  principal: dana,
  origin: { surface: 'slack/command' },
  words: { kind: 'text', root: 'switch', text: '' },
  dedupeKeys: [`trigger-${number}`],
  changes: true,
  ...others,
});

describe('after a restart', () => {
  it('knows the changes of the last minute from the ledger, and nothing else', async () => {
    const clock = createManualClock();
    const ledger = createMemoryLedger({ clock });
    const attempts = createAttemptLog(ledger, [], clock, createRecordingLog());
    await attempts.received(attempt(1));
    await clock.advance(30_000);
    await attempts.received(attempt(2));
    await attempts.received(attempt(3));
    await attempts.received(attempt(4, { changes: false }));
    await attempts.received(attempt(5, { principal: amir }));
    await attempts.received(attempt(6, { overLimit: over(30) }));
    await clock.advance(30_000);

    const limit = createChangeLimit(3, ledger.history, clock);

    count(limit, 1);
    expect(limit.count(dana)).toEqual(over(30));
  });

  it('takes a lower limit at its word', async () => {
    const clock = createManualClock();
    const ledger = createMemoryLedger({ clock });
    const attempts = createAttemptLog(ledger, [], clock, createRecordingLog());
    for (let index = 0; index < 5; index += 1) {
      await attempts.received(attempt(index));
      await clock.advance(1_000);
    }
    const limit = createChangeLimit(3, ledger.history, clock);
    expect(limit.count(dana)).toEqual(over(57));
  });
});
