import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import type { Notice, Noticeboard } from '../reply/noticeboard.ts';
import { plainText } from '../reply/plain-text.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { createFakeBoard } from '../request/workflow.fixture.ts';
import { createDashboard } from './dashboard.ts';
import { idOf, imageRequestOf } from './image-request.fixture.ts';
import { imageWording } from './image-wording.ts';

const second = 1_000;
const minute = 60 * second;

/** A dashboard over these requests, which a test may change; it is 2026-01-05, 09:00. */
const createBench = (
  requests: ApprovalRequest[] = [],
  board: Noticeboard & { readonly posts: readonly string[] } = createFakeBoard(),
) => {
  const clock = createManualClock();
  const log = createRecordingLog();
  const shown: { readonly at: number; readonly notice: Notice }[] = [];
  const state: { failure: Error | undefined } = { failure: undefined };
  const dashboard = createDashboard({
    list: async (where) => {
      if (state.failure !== undefined) {
        throw state.failure;
      }
      return requests.filter(where);
    },
    wordingOf: () => imageWording,
    noticeboard: {
      show: (notice, superseded) => {
        shown.push({ at: clock.now(), notice });
        return board.show(notice, superseded);
      },
    },
    clock,
    log,
    channel: 'C0NOTIFY',
  });
  const start = clock.now();
  return {
    dashboard,
    clock,
    log,
    board,
    requests,
    state,
    shown,
    /** When it was shown, in seconds since the beginning. */
    times: () => shown.map(({ at }) => (at - start) / second),
    words: () => {
      const last = shown.at(-1);
      return last === undefined ? [] : plainText(last.notice.reply).split('\n');
    },
  };
};

describe('the dashboard', () => {
  it('is not posted where nobody has ever requested an image', async () => {
    const { dashboard, clock, shown, requests } = createBench([
      imageRequestOf({ operation: 'infra stop' }),
    ]);
    dashboard.start();
    await clock.advance(20 * minute);
    expect(shown).toEqual([]);

    requests.push(imageRequestOf());
    dashboard.changed();
    await clock.advance(30 * second);
    expect(shown).toMatchObject([{ notice: { to: { channel: 'C0NOTIFY' }, kind: 'dashboard' } }]);
  });

  it('is shown half a minute after the start, and then every five minutes, for the ages', async () => {
    const { dashboard, clock, times, words } = createBench([imageRequestOf()]);
    dashboard.start();
    await clock.advance(11 * minute);

    expect(times()).toEqual([30, 330, 630]);
    expect(words()).toContain('Updated: 2026-01-05 09:10 UTC');
    expect(words()[2]).toContain('10 minutes old');
  });

  it('gathers changes for half a minute, and shows the last of them', async () => {
    const { dashboard, clock, times, requests, words } = createBench([imageRequestOf()]);
    dashboard.start();
    await clock.advance(minute);
    for (let id = 2; id <= 20; id += 1) {
      requests.push(imageRequestOf({ id: idOf(id) }));
      dashboard.changed();
      await clock.advance(second);
    }
    await clock.advance(minute);

    expect(times()).toEqual([30, 90]);
    expect(words()).toContain('Waiting for approval: 20');
  });

  it('is shown twice within half a minute in no case', async () => {
    const { dashboard, clock, times } = createBench([imageRequestOf()]);
    dashboard.start();
    await clock.advance(325 * second);
    dashboard.changed();
    await clock.advance(6 * second);
    dashboard.changed();
    await clock.advance(30 * second);

    expect(times()).toEqual([30, 330, 361]);
  });

  it('is shown again when something changes while it is being shown', async () => {
    const board = createFakeBoard();
    const release: (() => void)[] = [];
    const { dashboard, clock, times, words, requests } = createBench([imageRequestOf()], {
      ...board,
      show: async (notice) => {
        await new Promise<void>((resolve) => {
          release.push(resolve);
        });
        return board.show(notice);
      },
    });
    dashboard.start();
    await clock.advance(40 * second);
    requests.push(imageRequestOf({ id: idOf(2) }));
    dashboard.changed();
    await clock.advance(minute);
    expect(times()).toEqual([30]);
    release[0]?.();
    await clock.advance(30 * second);

    expect(times()).toEqual([30, 130]);
    expect(words()).toContain('Waiting for approval: 2');
  });

  it('has the same revision as long as nothing changes but the time', async () => {
    const { dashboard, clock, shown, requests } = createBench([
      imageRequestOf({ createdAt: '2025-12-01T09:00:00.000Z' }),
    ]);
    dashboard.start();
    await clock.advance(6 * minute);
    requests.push(imageRequestOf({ id: idOf(2), createdAt: '2025-12-02T09:00:00.000Z' }));
    await clock.advance(5 * minute);
    const revisions = shown.map(({ notice }) => notice.revision);

    expect(revisions[1]).toBe(revisions[0]);
    expect(revisions[2]).not.toBe(revisions[0]);
  });

  it('is one message for each channel, in every process, and comes again where it was deleted', async () => {
    const first = createBench([imageRequestOf()]);
    const again = createBench([imageRequestOf()], first.board);
    for (const { dashboard, clock } of [first, again]) {
      dashboard.start();
      await clock.advance(minute);
      await dashboard.stop();
    }
    const [notice] = first.shown.map((each) => each.notice);

    expect(first.board.posts).toEqual([`${notice?.requestId}/dashboard`]);
    expect(notice?.requestId).toMatch(/^req-[0-9a-z]{12}$/);
    expect(notice?.replaceIfGone).toBe(true);
  });

  it('tries again at its next turn, whatever went wrong', async () => {
    const { dashboard, clock, log, state, times } = createBench([imageRequestOf()]);
    state.failure = new Error('the store is gone');
    dashboard.start();
    await clock.advance(minute);
    expect(log.lines).toMatchObject([
      { level: 'error', event: 'image.dashboard_failed', error: 'the store is gone' },
    ]);
    state.failure = undefined;
    await clock.advance(5 * minute);

    expect(times()).toEqual([330]);
  });

  it('shows nothing before the start', async () => {
    const { dashboard, clock, shown } = createBench([imageRequestOf()]);
    dashboard.changed();
    await clock.advance(10 * minute);

    expect(shown).toEqual([]);
  });

  it('shows nothing more after the end, which waits for what runs', async () => {
    const board = createFakeBoard();
    const release: (() => void)[] = [];
    const { dashboard, clock, shown } = createBench([imageRequestOf()], {
      ...board,
      show: (_, superseded) =>
        new Promise((resolve) => {
          superseded?.addEventListener('abort', () => release.push(() => resolve(true)));
        }),
    });
    dashboard.start();
    await clock.advance(30 * second);
    const state = { isOver: false };
    const stop = async (): Promise<void> => {
      await dashboard.stop();
      state.isOver = true;
    };
    const stopped = stop();
    await clock.advance(0);
    expect(state.isOver).toBe(false);
    release.forEach((each) => each());
    await stopped;
    dashboard.changed();
    await clock.advance(10 * minute);

    expect(shown).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
