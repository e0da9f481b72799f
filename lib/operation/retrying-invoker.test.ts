import { describe, expect, it } from '@jest/globals';
import { type FunctionCall, readAnswer } from '../contract/function-call.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import type { FunctionInvoker, InvocationOutcome } from './function-invoker.ts';
import {
  changingBounds,
  createRetryingInvoker,
  type RetryBounds,
  readingBounds,
} from './retrying-invoker.ts';

const header = {
  operation_id: 'op-abc123',
  user_info: { user_id: 'U1', username: 'ann', display_name: 'Ann' },
} as const;

const provision = {
  function: 'image-provisioner',
  payload: { action: 'provision', ...header, image: 'python:latest-dev' },
} as const satisfies FunctionCall;

const status = {
  function: 'orchestrator',
  payload: { action: 'status', ...header, environment: 'dev' },
} as const satisfies FunctionCall;

type Failure = Exclude<InvocationOutcome<never>, { kind: 'answered' }>;

const throttled: Failure = { kind: 'not-run', retry: true, reason: 'throttled' };
const refused: Failure = { kind: 'not-run', retry: false, reason: 'access denied' };
const lost: Failure = { kind: 'lost', reason: 'reset' };
const crashed: Failure = { kind: 'crashed', errorType: 'Error', message: 'boom' };

/** Gives the outcomes in order, the last one for ever, and keeps what it was called with and when. */
const setUp = (outcomes: readonly Failure[], bounds: Partial<RetryBounds> = {}, duration = 0) => {
  const clock = createManualClock(0);
  const calls: { at: number; call: FunctionCall }[] = [];
  const invoker: FunctionInvoker = {
    invoke: (call) => {
      calls.push({ at: clock.now(), call });
      const outcome = outcomes[Math.min(calls.length, outcomes.length) - 1] ?? lost;
      return new Promise((resolve) => {
        clock.schedule(duration, () => resolve(outcome));
      });
    },
  };
  const retrying = createRetryingInvoker({
    invoker,
    clock,
    random: () => 0,
    changing: { ...changingBounds, ...bounds },
  });
  return { clock, calls, retrying };
};

const aLongTime = 600_000;

describe('the retrying invoker', () => {
  it.each([
    ['crashed', crashed],
    ['unreadable', { kind: 'unreadable', reason: 'x' }],
    ['not configured', { kind: 'not-configured', variable: 'X' }],
    ['refused for good', refused],
  ] as const)('does not repeat what %s', async (_, outcome) => {
    const { clock, calls, retrying } = setUp([outcome]);

    const result = retrying.invoke(provision);
    await clock.advance(aLongTime);

    await expect(result).resolves.toEqual(outcome);
    expect(calls).toHaveLength(1);
  });

  it('does not repeat what was answered, be it a refusal', async () => {
    const clock = createManualClock(0);
    let runs = 0;
    const answer = { success: false, error: { code: 'CONFLICT', message: 'x' } } as const;
    const invoker: FunctionInvoker = {
      invoke: (call) => {
        runs += 1;
        const read = readAnswer(call, answer);
        return Promise.resolve(read.ok ? { kind: 'answered', answer: read.value } : lost);
      },
    };

    const result = createRetryingInvoker({ invoker, clock, random: () => 0 }).invoke(provision);
    await clock.advance(aLongTime);

    await expect(result).resolves.toEqual({ kind: 'answered', answer });
    expect(runs).toBe(1);
  });

  it('asks again with the very same payload after a lost answer', async () => {
    const { clock, calls, retrying } = setUp([lost, crashed]);

    const result = retrying.invoke(provision);
    await clock.advance(aLongTime);

    await expect(result).resolves.toEqual(crashed);
    expect(calls.map(({ call }) => call)).toEqual([provision, provision]);
  });

  it('doubles its pauses up to the longest one', async () => {
    const bounds = { attempts: 5, firstPause: 1_000, longestPause: 3_000, totalTime: aLongTime };
    const { clock, calls, retrying } = setUp([throttled], bounds);

    const result = retrying.invoke(provision);
    await clock.advance(aLongTime);

    await expect(result).resolves.toEqual(throttled);
    // With random 0 a pause is half of 1000, 2000, 3000, 3000.
    expect(calls.map(({ at }) => at)).toEqual([0, 500, 1_500, 3_000, 4_500]);
  });

  it('takes up to the whole pause by chance', async () => {
    const clock = createManualClock(0);
    const times: number[] = [];
    const invoker: FunctionInvoker = {
      invoke: () => {
        times.push(clock.now());
        return Promise.resolve(throttled);
      },
    };
    const changing = { attempts: 2, firstPause: 1_000, longestPause: 1_000, totalTime: 10_000 };

    const retrying = createRetryingInvoker({ invoker, clock, random: () => 0.5, changing });
    const result = retrying.invoke(provision);
    await clock.advance(aLongTime);

    await result;
    expect(times).toEqual([0, 750]);
  });

  it('begins no attempt after the total time', async () => {
    const bounds = { attempts: 100, firstPause: 1_000, longestPause: 1_000, totalTime: 10_000 };
    const { clock, calls, retrying } = setUp([lost], bounds, 4_000);

    const result = retrying.invoke(provision);
    await clock.advance(aLongTime);

    await expect(result).resolves.toEqual(lost);
    expect(calls.map(({ at }) => at)).toEqual([0, 4_500, 9_000]);
  });

  it('calls it lost when an earlier answer was lost and the last attempt did not run', async () => {
    const { clock, retrying } = setUp([lost, refused]);

    const result = retrying.invoke(provision);
    await clock.advance(aLongTime);

    await expect(result).resolves.toMatchObject({
      kind: 'lost',
      reason: expect.stringContaining('access denied'),
    });
  });

  it('gives reading calls up much earlier than changing ones', async () => {
    const changing = setUp([throttled]);
    const reading = setUp([throttled]);

    const results = [changing.retrying.invoke(provision), reading.retrying.invoke(status)];
    await changing.clock.advance(aLongTime);
    await reading.clock.advance(aLongTime);

    await Promise.all(results);
    expect(changing.calls).toHaveLength(changingBounds.attempts);
    expect(reading.calls).toHaveLength(readingBounds.attempts);
    expect(reading.calls.at(-1)?.at).toBeLessThanOrEqual(readingBounds.totalTime);
  });

  it('ends its pause at once on abort, without another attempt and without a timer left', async () => {
    const { clock, calls, retrying } = setUp([throttled]);
    const giveUp = new AbortController();

    const result = retrying.invoke(provision, giveUp.signal);
    await clock.advance(1);
    giveUp.abort();

    await expect(result).resolves.toEqual(throttled);
    expect(calls).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('does not pause when the abort came during the attempt', async () => {
    const { clock, calls, retrying } = setUp([lost], {}, 1_000);
    const giveUp = new AbortController();

    const result = retrying.invoke(provision, giveUp.signal);
    giveUp.abort();
    await clock.advance(1_000);

    await expect(result).resolves.toEqual(lost);
    expect(calls).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
