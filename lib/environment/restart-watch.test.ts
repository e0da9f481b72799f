import { describe, expect, it } from '@jest/globals';
import { refuse } from '../contract/error-envelope.ts';
import type { Restarted } from '../contract/orchestrator.ts';
import type { RequestId } from '../kernel/ids.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import { createScriptedInvoker } from '../operation/scripted-invoker.fixture.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { plainText } from '../reply/plain-text.ts';
import { createRestartWatch } from './restart-watch.ts';

const minute = 60_000;

const restart: Restarted = {
  environment: 'dev',
  id: 'orders',
  found_at: '2026-01-05T09:00:00.000Z',
  operation_id: 'op-guard1',
  state: 'in_progress',
};
const stopped: Restarted = { ...restart, state: 'succeeded' };
const failed: Restarted = { ...restart, state: 'failed', reason: 'refused: access denied' };

const head = 'AWS had started the database orders of DEV again after seven days;';
const going = `♻️ ${head} it is being stopped again (op-guard1).`;
const done = `♻️ ${head} it was stopped again (op-guard1).`;
const failure = `❌ ${head} it was not stopped again (op-guard1): refused: access denied. While it should be stopped, that is tried again every hour.`;

const answer = (...restarted: readonly Restarted[]) => ({ sends: { success: true, restarted } });

/** A watch over an orchestrator that answers this first; `messages` are what hangs in the channel. */
const createBench = (
  first: { readonly sends: object } | undefined,
  messages: Map<string, Notice> = new Map(),
) => {
  const clock = createManualClock();
  const log = createRecordingLog();
  const functions = createScriptedInvoker(
    first === undefined ? {} : { 'orchestrator guarded': first },
  );
  const state = { refuses: false };
  const watch = createRestartWatch({
    functions,
    noticeboard: {
      show: async (notice) => {
        const key = `${notice.requestId}/${notice.kind}`;
        if (!state.refuses && messages.get(key)?.revision !== notice.revision) {
          messages.set(key, notice);
        }
        return !state.refuses;
      },
      shown: async (requests: ReadonlySet<RequestId>) =>
        [...messages.values()].filter(({ requestId }) => requests.has(requestId)),
    },
    ids: { operation: () => 'op-watch1' },
    clock,
    log,
    notifyChannel: 'C0NOTIFY',
  });
  return {
    clock,
    log,
    functions,
    state,
    messages,
    watch,
    words: () => [...messages.values()].map(({ reply }) => plainText(reply)),
    /** What is said once the orchestrator has answered all this, a minute after each other. */
    after: async (...answers: readonly { readonly sends: object }[]) => {
      for (const each of answers) {
        functions.script.set('orchestrator guarded', each);
        await clock.advance(minute);
      }
    },
  };
};

describe('the watch over restarted databases', () => {
  it('asks the orchestrator at once and every minute, and tells the channel once', async () => {
    const { watch, clock, functions, words, messages } = createBench(answer(restart));
    watch.start();
    await clock.advance(2 * minute);

    expect(words()).toEqual([going]);
    expect([...messages.values()]).toMatchObject([{ to: { channel: 'C0NOTIFY' } }]);
    expect(functions.calls).toHaveLength(3);
    expect(functions.calls[0]).toEqual({
      function: 'orchestrator',
      payload: {
        action: 'guarded',
        operation_id: 'op-watch1',
        user_info: {
          user_id: 'system:restarts',
          username: 'restarts',
          display_name: 'Watch over restarted databases',
        },
      },
    });
  });

  it('edits the line once the database is stopped again', async () => {
    const { watch, after, words } = createBench(answer(restart));
    watch.start();
    await after(answer(stopped), answer(stopped));

    expect(words()).toEqual([done]);
  });

  it('tells a failure by a line of its own, and both lines when it is stopped after all', async () => {
    const { watch, after, words } = createBench(answer(restart));
    watch.start();
    await after(answer(failed));
    expect(words()).toEqual([going, failure]);
    await after(answer({ ...restart, operation_id: 'op-guard2' }));
    expect(words()).toEqual([going, failure]);
    await after(answer({ ...failed, operation_id: 'op-guard2' }));
    expect(words()).toEqual([going, failure]);
    await after(answer(stopped));

    expect(words()).toEqual([done, done]);
  });

  it.each([
    ['stopped', stopped, done],
    ['a failure', failed, failure],
  ])('tells what was over before the daemon came (%s) by one line', async (_, late, words) => {
    const bench = createBench(answer(late));
    bench.watch.start();
    await bench.after(answer(late));

    expect(bench.words()).toEqual([words]);
  });

  it('tells nothing again after a restart of the daemon, and goes on with the same line', async () => {
    const first = createBench(answer(restart));
    first.watch.start();
    await first.clock.advance(0);
    await first.watch.stop();
    const second = createBench(answer(restart), first.messages);
    second.watch.start();
    await second.after(answer(stopped));

    expect(second.words()).toEqual([done]);
  });

  it('tells another restart of the same database, and one of another environment, anew', async () => {
    const bench = createBench(
      answer(
        stopped,
        { ...restart, found_at: '2026-01-12T10:00:00.000Z' },
        { ...restart, environment: 'qa' },
      ),
    );
    bench.watch.start();
    await bench.clock.advance(0);

    expect(bench.words()).toEqual([done, going, going.replace('DEV', 'QA')]);
  });

  it('tries again what could not be shown', async () => {
    const { watch, clock, state, words } = createBench(answer(restart));
    state.refuses = true;
    watch.start();
    await clock.advance(0);
    state.refuses = false;
    await clock.advance(minute);

    expect(words()).toEqual([going]);
  });

  it('ends by itself where there is no orchestrator', async () => {
    const { watch, clock, log, functions } = createBench(undefined);
    watch.start();
    await clock.advance(10 * minute);

    expect(functions.calls).toHaveLength(1);
    expect(clock.pending).toBe(0);
    expect(log.lines).toMatchObject([
      { event: 'environment.restarts_not_watched', missing: 'NOT_SCRIPTED' },
    ]);
  });

  it('logs what goes wrong, and looks again a minute later', async () => {
    const { watch, clock, log, after, words } = createBench({
      sends: refuse('INTERNAL', 'The table is gone.'),
    });
    watch.start();
    await clock.advance(0);
    expect(log.lines).toMatchObject([
      { event: 'environment.restarts_unknown', code: 'INTERNAL', error: 'The table is gone.' },
    ]);
    await after(answer(restart));

    expect(words()).toEqual([going]);
  });

  it('tells nothing any more once it is stopped', async () => {
    const { watch, clock, words, log } = createBench(answer(restart));
    watch.start();
    await watch.stop();
    await clock.advance(10 * minute);

    expect(words()).toEqual([]);
    expect(log.lines).toEqual([]);
  });
});
