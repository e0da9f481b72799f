import { describe, expect, it } from '@jest/globals';
import { settle } from '../kernel/deferred.fixture.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { createMemoryLedger, type MemoryLedger } from '../ledger/memory-ledger.ts';
import { line, replyOf } from '../reply/reply.ts';
import type { Answer, Attempt } from './attempt.ts';
import { createAttemptLog } from './attempt-log.ts';

const minutes = (count: number): number => count * 60_000;

const attemptOf = (number: number, others: Partial<Attempt> = {}): Attempt => ({
  id: `req-asked${number}`,
  operationId: `op-asked${number}`,
  principal: 'slack:U1',
  origin: { surface: 'slack/command', channel: 'C1' },
  words: { kind: 'text', root: 'thing', text: 'lamp' },
  dedupeKeys: [`trigger-${number}`, `envelope-${number}`],
  changes: true,
  ...others,
});
const answer: Answer = { end: 'submitted', reply: replyOf(line('Request submitted!')) };

const openLog = (world = { clock: createManualClock() }, before?: MemoryLedger) => {
  const history = before?.history ?? [];
  const ledger = createMemoryLedger({ clock: world.clock, history });
  const log = createRecordingLog();
  return { ...world, ledger, log, attempts: createAttemptLog(ledger, history, world.clock, log) };
};

describe('what was seen before', () => {
  it('is found by any of its keys, without an answer while it is being worked on', async () => {
    const { attempts } = openLog();
    const attempt = attemptOf(1);
    expect(attempts.seen(attempt.dedupeKeys)).toBeUndefined();

    const recording = attempts.received(attempt);

    // A repetition must not slip through while the line is being written.
    expect(attempts.seen(['trigger-1'])).toEqual({ attempt, answer: undefined });
    await recording;
    expect(attempts.seen(['something else', 'envelope-1'])).toEqual({ attempt, answer: undefined });
    expect(attempts.seen(['something else'])).toBeUndefined();
    expect(attempts.seen([])).toBeUndefined();
  });

  it('has its first answer as soon as that is recorded, and not before', async () => {
    const { attempts } = openLog();
    await attempts.received(attemptOf(1));

    const recording = attempts.answered(attemptOf(1), answer);

    expect(attempts.seen(['trigger-1'])?.answer).toBeUndefined();
    await recording;
    expect(attempts.seen(['trigger-1'])?.answer).toEqual(answer);
  });

  it('is remembered for ten minutes after it came in, and then forgotten', async () => {
    const { attempts, clock } = openLog();
    await attempts.received(attemptOf(1));
    await attempts.answered(attemptOf(1), answer);
    await clock.advance(minutes(10) - 1);
    expect(attempts.seen(['envelope-1'])?.answer).toEqual(answer);

    await clock.advance(1);

    expect(attempts.seen(['envelope-1'])).toBeUndefined();
    expect(attempts.seen(['trigger-1'])).toBeUndefined();
  });

  it('is remembered for longer while it changes something and has no answer', async () => {
    const { attempts, clock } = openLog();
    await attempts.received(attemptOf(1));
    await attempts.received(attemptOf(2, { changes: false }));

    await clock.advance(minutes(60));

    expect(attempts.seen(['trigger-1'])).toMatchObject({ attempt: attemptOf(1) });
    expect(attempts.seen(['trigger-2'])).toBeUndefined();
  });

  it('is known after a restart, with its answer, until its ten minutes are over', async () => {
    const first = openLog();
    await first.attempts.received(attemptOf(1));
    await first.attempts.answered(attemptOf(1), answer);
    await first.attempts.received(attemptOf(2));
    await first.attempts.answered(attemptOf(2), { end: 'asked' });
    await first.clock.advance(minutes(9));

    const second = openLog(first, first.ledger);

    expect(second.attempts.seen(['envelope-1'])).toEqual({ attempt: attemptOf(1), answer });
    expect(second.attempts.seen(['envelope-2'])?.answer).toEqual({ end: 'asked' });
    await first.clock.advance(minutes(1));
    expect(second.attempts.seen(['envelope-1'])).toBeUndefined();
    expect(openLog(first, first.ledger).attempts.seen(['trigger-1'])).toBeUndefined();
  });

  it('is the later one of two that share a key, before and after a restart', async () => {
    const first = openLog();
    const later = attemptOf(2, { dedupeKeys: ['trigger-2', 'envelope-1'] });
    await first.attempts.received(attemptOf(1));
    await first.attempts.answered(attemptOf(1), answer);
    await first.clock.advance(minutes(11));
    expect(first.attempts.seen(later.dedupeKeys)).toBeUndefined();
    await first.attempts.received(later);

    expect(first.attempts.seen(['envelope-1'])?.attempt).toEqual(later);
    expect(openLog(first, first.ledger).attempts.seen(['envelope-1'])?.attempt).toEqual(later);
  });
});

describe('when an attempt came in', () => {
  it('is known while it is worked on and after a restart, from when it was received first', async () => {
    const first = openLog();
    const came = first.clock.now();
    await first.attempts.received(attemptOf(1));
    await first.clock.advance(minutes(20));
    expect(first.attempts.receivedAt(attemptOf(1))).toBe(came);

    expect(openLog(first, first.ledger).attempts.receivedAt(attemptOf(1))).toBe(came);
  });
});

describe('what is unfinished', () => {
  it('is what may change something and has no answer', async () => {
    const { attempts } = openLog();
    await attempts.received(attemptOf(1));
    await attempts.received(attemptOf(2));
    await attempts.received(attemptOf(3, { changes: false }));
    await attempts.answered(attemptOf(1), answer);

    expect(attempts.unfinished()).toEqual([attemptOf(2)]);
  });

  it('is found after a restart, however long it took, and goes on in the same stream', async () => {
    const first = openLog();
    await first.attempts.received(attemptOf(1));
    await first.attempts.decided(
      attemptOf(1),
      { kind: 'permit', approvals: 1, reasons: ['a thing needs approval'] },
      undefined,
    );
    await first.clock.advance(minutes(600));

    const second = openLog(first, first.ledger);
    expect(second.attempts.unfinished()).toEqual([attemptOf(1)]);
    await second.attempts.answered(attemptOf(1), answer);

    expect(second.attempts.unfinished()).toEqual([]);
    expect(second.ledger.history.map(({ stream, event }) => [stream, event])).toEqual([
      ['attempt/trigger-1', 'attempt.received'],
      ['attempt/trigger-1', 'attempt.decided'],
      ['attempt/trigger-1', 'attempt.answered'],
    ]);
  });

  it('is not what belongs to other streams or makes no sense', async () => {
    const first = openLog();
    const strange = { ...attemptOf(1), event: 'attempt.received', actor: 'slack:U1' };
    await first.ledger.append('attempts/trigger-1', 0, [strange]);
    await first.ledger.append('attempt/trigger-2', 0, [{ ...strange, principal: 'nobody' }]);
    await first.ledger.append('attempt/trigger-3', 0, [{ ...strange, event: 'attempt.imported' }]);

    expect(openLog(first, first.ledger).attempts.unfinished()).toEqual([]);
  });

  it.each([
    { end: 17 },
    { end: 'answered', reply: null },
    { end: 'answered', reply: 'Switched' },
    { end: 'answered', reply: { text: 'Switched' } },
  ])('stays unfinished where the line of its answer cannot be read: %j', async (fields) => {
    const first = openLog();
    await first.attempts.received(attemptOf(1));
    await first.ledger.append('attempt/trigger-1', 1, [
      { event: 'attempt.answered', actor: 'slack:U1', ...fields },
    ]);

    const second = openLog(first, first.ledger);

    expect(second.attempts.unfinished()).toEqual([attemptOf(1)]);
    await second.attempts.answered(attemptOf(1), answer);
    expect(second.attempts.unfinished()).toEqual([]);
  });
});

describe('what cannot be recorded', () => {
  it('was not received where it changes something: its repetition is a new request', async () => {
    const { attempts, ledger } = openLog();
    ledger.failNext();

    await expect(attempts.received(attemptOf(1))).rejects.toMatchObject({
      code: 'LEDGER_UNWRITABLE',
    });

    expect(attempts.seen(['trigger-1', 'envelope-1'])).toBeUndefined();
    expect(attempts.unfinished()).toEqual([]);
  });

  it('has no answer where the answer cannot be recorded', async () => {
    const { attempts, ledger } = openLog();
    await attempts.received(attemptOf(1));
    ledger.failNext();

    await expect(attempts.answered(attemptOf(1), answer)).rejects.toMatchObject({
      code: 'LEDGER_UNWRITABLE',
    });

    expect(attempts.seen(['trigger-1'])?.answer).toBeUndefined();
  });

  it('is only logged where it is a read', async () => {
    const { attempts, ledger, log } = openLog();
    const read = attemptOf(1, { changes: false });
    ledger.failNext();

    await attempts.received(read);
    await attempts.answered(read, answer);
    await settle();

    expect(log.of('attempt.not_recorded')).toMatchObject([
      { level: 'error', request_id: 'req-asked1', error: expect.stringContaining('its medium') },
      { level: 'error', request_id: 'req-asked1' },
    ]);
    expect(attempts.seen(['trigger-1'])?.answer).toEqual(answer);
  });
});
