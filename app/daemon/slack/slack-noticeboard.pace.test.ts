import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/kernel/clock.ts';
import { createManualClock, type ManualClock } from '../../../lib/kernel/manual-clock.ts';
import { createMemoryLedger, type MemoryLedger } from '../../../lib/ledger/memory-ledger.ts';
import { createStore } from '../../../lib/ledger/store.ts';
import type { Notice, Noticeboard } from '../../../lib/reply/noticeboard.ts';
import { line, replyOf } from '../../../lib/reply/reply.ts';
import { eventually } from './eventually.fixture.ts';
import { evolveMessage } from './message-record.ts';
import { createPacer } from './pacer.ts';
import { createSlackNoticeboard } from './slack-noticeboard.ts';
import { startTestSlack, type TestSlack } from './test-slack.fixture.ts';

const channel = 'C0APPROVALS';

let slack: TestSlack;
let ledger: MemoryLedger;
let clock: ManualClock;
let board: Noticeboard;

beforeEach(async () => {
  clock = createManualClock();
  // One clock for both: what goes too fast for Slack is turned away.
  slack = await startTestSlack({ clock });
  ledger = createMemoryLedger({ clock: systemClock });
  board = createSlackNoticeboard({
    web: slack.web,
    pacer: createPacer(clock),
    clock,
    log: slack.recorded.log,
    store: createStore({ ledger, history: [], prefix: 'message', evolve: evolveMessage }),
  });
});
afterEach(() => slack.stop());

const card = (revision: string, others: Partial<Notice> = {}): Notice => ({
  requestId: 'req-abc123',
  kind: 'card',
  to: { channel },
  reply: replyOf(line('Request ', revision)),
  revision,
  ...others,
});
const shown = () => slack.workspace.person('U0ALICE').reads(channel);
const texts = (method: string) =>
  slack.workspace.calls(method).map(({ args }) => String(args['text']));
const waiting = () => eventually(() => clock.pending === 1, 'a wait');

const many = (count: number): readonly Notice[] =>
  Array.from({ length: count }, (_, index) =>
    card('pending', {
      requestId: `req-many${String(index).padStart(2, '0')}`,
      reply: replyOf(line(`Card ${index}`)),
    }),
  );

describe('a message that changes faster than people read', () => {
  beforeEach(async () => {
    await board.show(card('pending'));
    await board.show(card('approved'));
  });

  it('is edited at once, and again after three seconds', async () => {
    const running = board.show(card('running'));
    await waiting();
    expect(texts('chat.update')).toEqual(['Request approved']);
    await clock.advance(3_000);
    expect(await running).toBe(true);
    expect(texts('chat.update')).toEqual(['Request approved', 'Request running']);
  });

  it('gives up the word that waits for a newer one, and shows the final one without delay', async () => {
    const superseded = new AbortController();
    const running = board.show(card('running'), superseded.signal);
    await waiting();
    superseded.abort();
    expect(await running).toBe(true);
    expect(await board.show(card('done', { isFinal: true }))).toBe(true);
    expect(texts('chat.update')).toEqual(['Request approved', 'Request done']);
    expect(ledger.history.map(({ revision }) => revision)).toEqual([
      undefined,
      'pending',
      'approved',
      'done',
    ]);
  });

  it('does not begin with a word that is outdated already', async () => {
    expect(await board.show(card('running'), AbortSignal.abort())).toBe(true);
    expect(texts('chat.update')).toEqual(['Request approved']);
  });

  it('gives up an outdated word also between two tries, and needs no other try of it', async () => {
    slack.workspace.faults.rateLimit('chat.update', 30);
    const superseded = new AbortController();
    const last = board.show(card('almost done', { isFinal: true }), superseded.signal);
    await waiting();
    superseded.abort();
    expect(await last).toBe(true);
    const done = board.show(card('done', { isFinal: true }));
    await clock.advance(30_000);
    expect(await done).toBe(true);
    expect(shown()).toMatchObject([{ text: 'Request done' }]);
  });

  it('is edited after a limit that Slack set, which other edits wait for too', async () => {
    await board.show(card('pending', { requestId: 'req-other1' }));
    slack.workspace.faults.rateLimit('chat.update', 30);
    const done = board.show(card('done', { isFinal: true }));
    await waiting();
    const other = board.show(card('done', { requestId: 'req-other1', isFinal: true }));
    await clock.advance(29_999);
    expect(texts('chat.update')).toEqual(['Request approved', 'Request done']);
    await clock.advance(1);
    expect(await Promise.all([done, other])).toEqual([true, true]);
    expect(shown().map(({ text }) => text)).toEqual(['Request done', 'Request done']);
  });
});

describe('more messages than a channel takes at once', () => {
  it('are posted one a second, in their order, and none is lost', async () => {
    const all = Promise.all(many(15).map((notice) => board.show(notice)));
    await eventually(() => shown().length === 12, 'a burst');
    for (const count of [13, 14, 15]) {
      await clock.advance(1_000);
      await eventually(() => shown().length === count, `${count} cards`);
    }
    expect(await all).toEqual(Array(15).fill(true));
    expect(
      shown()
        .slice(12)
        .map(({ text }) => text),
    ).toEqual(['Card 12', 'Card 13', 'Card 14']);
  });

  it('leave no trace of a word that was superseded before its turn, and post the newer one in its place', async () => {
    await Promise.all(many(12).map((notice) => board.show(notice)));
    const superseded = new AbortController();
    const pending = board.show(card('pending'), superseded.signal);
    await waiting();
    superseded.abort();
    expect(await pending).toBe(true);
    const denied = board.show(card('denied'));
    await clock.advance(1_000);
    expect(await denied).toBe(true);
    expect(texts('chat.postMessage').at(-1)).toBe('Request denied');
    expect(texts('chat.update')).toEqual([]);
    expect(ledger.history.slice(24).map(({ event }) => event)).toEqual([
      'message.posting',
      'message.posted',
    ]);
  });
});
