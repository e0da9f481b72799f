import { describe, expect, it } from '@jest/globals';
import { hashOf } from '../kernel/canonical-json.ts';
import { settle } from '../kernel/deferred.fixture.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import type { LedgerEvent } from '../ledger/ledger.ts';
import { createMemoryLedger } from '../ledger/memory-ledger.ts';
import { line, replyOf } from '../reply/reply.ts';
import type { Attempt } from './attempt.ts';
import { type AttemptLog, createAttemptLog } from './attempt-log.ts';
import type { Plan } from './operation.ts';

const change: Attempt = {
  id: 'req-asked1',
  operationId: 'op-asked1',
  principal: 'slack:U1',
  origin: { surface: 'slack/command' },
  words: { kind: 'form', operation: 'thing', given: {}, fields: { thing: 'lamp' }, dryRun: false },
  dedupeKeys: ['view-1'],
  changes: true,
};
const read: Attempt = { ...change, changes: false };
const plan: Plan = {
  effects: [{ operation: 'thing:build', target: 'lamp' }],
  resource: { type: 'Image', id: 'lamp', attributes: {} },
  facts: { thing: 'lamp' },
};
const permit = { kind: 'permit', approvals: 2, reasons: ['a thing needs two'] } as const;
const deny = { kind: 'deny', reasons: ['frozen'] } as const;

/** The lines that some calls leave. */
const linesAfter = async (
  act: (attempts: AttemptLog) => Promise<unknown>,
): Promise<readonly LedgerEvent[]> => {
  const clock = createManualClock();
  const ledger = createMemoryLedger({ clock });
  await act(createAttemptLog(ledger, [], clock, createRecordingLog()));
  await settle();
  return ledger.history.map(({ seq: _seq, stream: _stream, timestamp: _time, ...event }) => event);
};

describe('the lines of an attempt', () => {
  it('tell who asked for what, from where, under which ids and keys', async () => {
    expect(await linesAfter((attempts) => attempts.received(change))).toEqual([
      { ...change, event: 'attempt.received', actor: 'slack:U1' },
    ]);
  });

  it('tell what the policy permitted, to do what, with the hash of the effects', async () => {
    expect(await linesAfter((attempts) => attempts.decided(change, permit, plan))).toEqual([
      {
        event: 'attempt.decided',
        actor: 'slack:U1',
        id: 'req-asked1',
        source: { surface: 'slack/command' },
        decision: 'permit',
        policies: ['a thing needs two'],
        approvals: 2,
        plan: plan.effects,
        planHash: hashOf(plan.effects),
      },
    ]);
  });

  it('tell what the policy denied, also where nothing was planned', async () => {
    expect(await linesAfter((attempts) => attempts.decided(change, deny, undefined))).toEqual([
      {
        event: 'attempt.decided',
        actor: 'slack:U1',
        id: 'req-asked1',
        source: { surface: 'slack/command' },
        decision: 'deny',
        policies: ['frozen'],
      },
    ]);
  });

  it('tell what was wrong with the policy when it could not be asked', async () => {
    const broken = { ...deny, fault: 'absent: Group' };

    expect(
      await linesAfter((attempts) => attempts.decided(change, broken, undefined)),
    ).toMatchObject([{ decision: 'deny', policies: ['frozen'], fault: 'absent: Group' }]);
  });

  it('tell how it ended, in the words that were said', async () => {
    const reply = replyOf(line('Done'));

    expect(
      await linesAfter((attempts) => attempts.answered(change, { end: 'answered', reply })),
    ).toEqual([
      { event: 'attempt.answered', actor: 'slack:U1', id: 'req-asked1', end: 'answered', reply },
    ]);
  });
});

/** Whether a call waits for the ledger, which never answers here. */
const waits = async (act: (attempts: AttemptLog) => Promise<unknown>): Promise<boolean> => {
  const clock = createManualClock();
  const ledger = {
    ...createMemoryLedger({ clock }),
    append: () => new Promise<never>(() => undefined),
  };
  const ended: string[] = [];
  void act(createAttemptLog(ledger, [], clock, createRecordingLog())).then(() =>
    ended.push('ended'),
  );
  await settle();
  return ended.length === 0;
};

describe('what is waited for', () => {
  it('is every line of what may change something', async () => {
    expect(await waits((attempts) => attempts.received(change))).toBe(true);
    expect(await waits((attempts) => attempts.decided(change, permit, plan))).toBe(true);
    expect(await waits((attempts) => attempts.answered(change, { end: 'submitted' }))).toBe(true);
  });

  it('is of a read only that it was denied', async () => {
    expect(await waits((attempts) => attempts.received(read))).toBe(false);
    expect(await waits((attempts) => attempts.decided(read, permit, plan))).toBe(false);
    expect(await waits((attempts) => attempts.answered(read, { end: 'answered' }))).toBe(false);
    expect(await waits((attempts) => attempts.decided(read, deny, plan))).toBe(true);
    expect(await waits((attempts) => attempts.answered(read, { end: 'denied' }))).toBe(true);
  });
});
