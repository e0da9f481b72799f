import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { createManualClock, type ManualClock } from '../../lib/kernel/manual-clock.ts';
import { answerAfter, ask, dmSays } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, type Town } from './town.ts';
import { day, endIn, minute, rules } from './whitelisting.ts';

const hour = 60 * minute;

/** When the owner of what is let in for a week is asked: a tenth of the week before its end. */
const noticeAfter = 7 * day * 0.9;

/** Drains a daemon. */
const end = async (daemon: DaemonProcess): Promise<void> => {
  daemon.kill('SIGTERM');
  expect(await daemon.ended).toBe(0);
};

/** The messages for good about an address. */
const about = (messages: readonly SeenMessage[], address: string): readonly SeenMessage[] =>
  messages.filter(({ text, ephemeral }) => !ephemeral && text.includes(`${address}/32 (DEV`));

describe('an address whose time is nearly over', () => {
  let town: Town;
  let clock: ManualClock;
  /** Two addresses for a week, the second an hour after the first; whoever tells of it has told of the first. */
  beforeEach(async () => {
    clock = createManualClock(systemClock.now());
    town = await buildTown({ whitelistClock: clock });
    const daemon = await town.start();
    await ask(town, town.dana, "/infra whitelist add 1.2.3.4 --ttl=7d --description='Home office'");
    await clock.advance(hour);
    await ask(town, town.dana, '/infra whitelist add 1.2.3.5 --ttl=7d');
    await end(daemon);
  });
  afterEach(() => town.stop());

  const questions = (address: string) => about(town.dana.dms(), address);
  const news = (address: string) => about(town.cards(), address);
  const first = (find: () => readonly SeenMessage[], what: string): Promise<SeenMessage> =>
    town.workspace.until(() => find()[0], { what });

  it('brings the owner one question, also over a restart', async () => {
    await clock.advance(noticeAfter - hour / 2);
    const daemon = await town.start();
    const question = await first(() => questions('1.2.3.4'), 'the question');
    expect(question.text).toBe(
      `⏳ 1.2.3.4/32 (DEV, Home office, added by <@U0DANA>) may connect until ${endIn(clock, 7 * day - noticeAfter - hour / 2)}.\nExtend it if it is still needed; Done ends it now.`,
    );
    await end(daemon);
    await clock.advance(hour);
    await town.start();
    await first(() => questions('1.2.3.5'), 'the question about the second');

    expect(questions('1.2.3.4')).toEqual([question]);
  });

  it('is extended by a click, and its question says so', async () => {
    await clock.advance(noticeAfter - hour / 2);
    await town.start();
    const question = await first(() => questions('1.2.3.4'), 'the question');
    expect(question.buttons.map(({ label }) => label)).toEqual(['Extend (7d)', 'Done']);

    expect(
      await answerAfter(town, town.dana, () => town.dana.clicks(question, 'Extend (7d)')),
    ).toContain(`1.2.3.4/32 may connect until ${endIn(clock, 7 * day)}`);
    const settled = await dmSays(
      town,
      town.dana,
      `@U0DANA>) may connect until ${endIn(clock, 7 * day)}`,
    );
    expect(settled).toMatchObject({ ts: question.ts, buttons: [] });
    expect(questions('1.2.3.4')).toHaveLength(1);
  });

  it('is removed by a click on Done, and its question says so', async () => {
    await clock.advance(noticeAfter - hour / 2);
    await town.start();
    const question = await first(() => questions('1.2.3.4'), 'the question');

    expect(await answerAfter(town, town.dana, () => town.dana.clicks(question, 'Done'))).toContain(
      '✅ WHITELIST REMOVE - DEV',
    );
    const settled = await dmSays(town, town.dana, 'was removed and is no longer let in');
    expect(settled).toMatchObject({ ts: question.ts, buttons: [] });
    expect(rules(town).filter((rule) => rule.startsWith('1.2.3.4'))).toEqual([]);
  });

  it('is told of in the notify channel when it is over, once over a crash', async () => {
    await clock.advance(7 * day - hour / 2);
    const daemon = await town.start();
    const told = await first(() => news('1.2.3.4'), 'the news');
    expect(told.text).toBe(
      '⌛ 1.2.3.4/32 (DEV, Home office, added by <@U0DANA>) has expired and is no longer let in. Connections already open end by themselves.',
    );
    expect(rules(town).filter((rule) => rule.startsWith('1.2.3.4'))).toEqual([]);
    daemon.kill('SIGKILL');
    await daemon.ended;
    await clock.advance(hour);
    await town.start();
    await first(() => news('1.2.3.5'), 'the news of the second');

    // Whether it counts as edited depends on what the dead daemon still wrote down.
    expect(news('1.2.3.4')).toMatchObject([{ ts: told.ts, text: told.text }]);
    expect(rules(town)).toEqual([]);
  });
});
