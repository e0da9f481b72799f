import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { pause, systemClock } from '../../lib/kernel/clock.ts';
import { ask, invoked } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, general, type Town } from './town.ts';

const head = 'AWS had started the database acme-dev-db of DEV again after seven days;';

let town: Town;
beforeEach(async () => {
  town = await buildTown();
});
afterEach(() => town.stop());

const end = async (daemon: DaemonProcess): Promise<void> => {
  daemon.kill('SIGTERM');
  expect(await daemon.ended).toBe(0);
};

/** What is said of restarts in a channel. */
const news = (channel: string): readonly SeenMessage[] =>
  town.alice.reads(channel).filter(({ text }) => text.includes('AWS had started'));

const newsSaying = (words: string, channel = general): Promise<SeenMessage> =>
  town.workspace.until(() => news(channel).find(({ text }) => text.includes(words)), {
    within: 20_000,
    what: `news with "${words}"`,
  });

const databaseStatus = async (): Promise<string | undefined> => {
  const state = await town.orchestrator.cloud.describe('dev');
  return state.ok ? state.value.databases[0]?.status : undefined;
};

/** Lets the orchestrator's own schedule run, as it does every minute in an account, until nothing is going on any more. */
const scheduleToTheEnd = async (): Promise<void> => {
  const { schedule, store } = town.orchestrator;
  do {
    await schedule();
    await pause(systemClock, 50);
  } while ((await store.running()).length > 0);
};

/** Stops dev, ends the daemon, and lets AWS start the database again. */
const stopAndRestart = async (): Promise<void> => {
  const daemon = await town.start({ NOTIFY_CHANNEL_ID: general });
  await ask(town, town.dana, '/infra stop dev');
  await town.workspace.until(
    () => town.alice.reads(general).find(({ text }) => text.includes('✅ STOP - DEV')),
    { within: 20_000, what: 'the end of the stop' },
  );
  await end(daemon);
  town.orchestrator.cloud.world.restartDatabase('dev', 'acme-dev-db');
};

describe('a database that AWS starts again by itself', () => {
  it('is told of in the notify channel, once, with its end, over restarts of the daemon', async () => {
    await stopAndRestart();
    await town.orchestrator.schedule();

    const first = await town.start({ NOTIFY_CHANNEL_ID: general });
    const told = await newsSaying('being stopped again');
    expect(told.text).toMatch(
      /^♻️ AWS had started the database acme-dev-db of DEV again after seven days; it is being stopped again \(op-[0-9a-z]{12}\)\.$/,
    );
    await end(first);
    await scheduleToTheEnd();
    expect(await databaseStatus()).toBe('stopped');
    const second = await town.start({ NOTIFY_CHANNEL_ID: general });
    const ended = await newsSaying('was stopped again');
    await end(second);
    // Another channel from now on: what was told before is not told there again.
    await town.start({ NOTIFY_CHANNEL_ID: 'C0APPROVALS' });
    await town.workspace.until(() => guardedAnswers() >= 4 || undefined, { what: 'another look' });

    expect(ended).toMatchObject({ ts: told.ts, text: expect.stringContaining(head) });
    expect(news(general)).toEqual([ended]);
    expect(news('C0APPROVALS')).toEqual([]);
  });

  it('is told of where it cannot be stopped, with the reason', async () => {
    await stopAndRestart();
    town.orchestrator.cloud.switches.refuseNext = 1;
    await scheduleToTheEnd();
    const [operation] = await town.orchestrator.store.guarding();

    await town.start({ NOTIFY_CHANNEL_ID: general });

    const failed = await newsSaying('was not stopped again');
    expect(failed.text).toContain(
      `❌ ${head} it was not stopped again (${operation?.id}): refused: access denied`,
    );
    expect(news(general)).toHaveLength(1);
  });
});

const guardedAnswers = (): number =>
  town.lambda.invocations.filter(({ payload }) =>
    JSON.stringify(payload).includes('"action":"guarded"'),
  ).length;

describe('the watch over restarts', () => {
  it('keeps no daemon from ending, though the orchestrator never answers it', async () => {
    town.lambda.faults.next('no-answer', { action: 'guarded' });
    const daemon = await town.start();
    await invoked(town, 'guarded');
    daemon.kill('SIGTERM');

    expect(await daemon.ended).toBe(0);
  });

  it('ends by itself where no orchestrator is configured', async () => {
    const daemon = await town.start({ ORCHESTRATOR_LAMBDA_ARN: '' });

    expect(await daemon.line('environment.restarts_not_watched')).toMatchObject({
      missing: 'ORCHESTRATOR_LAMBDA_ARN',
    });
    await end(daemon);
  });
});
