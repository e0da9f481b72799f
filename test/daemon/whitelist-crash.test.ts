import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { createManualClock, type ManualClock } from '../../lib/kernel/manual-clock.ts';
import { ask, dmSays, invoked } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, general, type Town } from './town.ts';
import { day, rules } from './whitelisting.ts';

let town: Town;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock(systemClock.now());
  town = await buildTown({ whitelistClock: clock });
});
afterEach(() => town.stop());

const kill = async (daemon: DaemonProcess): Promise<void> => {
  daemon.kill('SIGKILL');
  await daemon.ended;
};

/** Lets an address in for a week, and goes to its last hours, at which its owner is asked by another daemon. */
const askOwner = async (): Promise<{ daemon: DaemonProcess; question: SeenMessage }> => {
  const first = await town.start();
  await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --ttl=7d');
  await kill(first);
  await clock.advance(6.5 * day);
  const daemon = await town.start();
  const question = await dmSays(town, town.dana, '⏳ 1.2.3.4/32');
  return { daemon, question };
};

describe('after kill -9', () => {
  it('a removal that was done before is answered as what it was', async () => {
    const daemon = await town.start();
    await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --ttl=7d');
    town.lambda.faults.next('no-answer', { action: 'remove' });
    await town.dana.types(general, '/infra whitelist remove 1.2.3.4');
    await invoked(town, 'remove');
    await kill(daemon);
    expect(rules(town)).toEqual([]);

    await town.start();

    const answer = await town.workspace.until(
      () => town.dana.ephemerals().find(({ text }) => text.includes('WHITELIST REMOVE')),
      { what: 'the answer' },
    );
    expect(answer.text).toBe(
      '✅ WHITELIST REMOVE - DEV\n1.2.3.4/32 may not connect any more. Connections already open end by themselves.',
    );
    expect(town.dana.ephemerals().filter(({ text }) => text.includes('not any more'))).toEqual([]);
  });

  it('the question about an entry that was removed by its button is settled', async () => {
    const { daemon, question } = await askOwner();
    town.lambda.faults.next('no-answer', { action: 'remove' });
    await town.dana.clicks(question, 'Done');
    await invoked(town, 'remove');
    await kill(daemon);

    await town.start();

    const settled = await dmSays(town, town.dana, 'was removed and is no longer let in');
    expect(settled).toMatchObject({ ts: question.ts, buttons: [] });
  });
});

describe('a question about an entry that changed while the daemon was down', () => {
  it.each([
    ['was extended', { action: 'extend', ttl_minutes: 43_200 }, 'may connect until'],
    ['was removed', { action: 'remove' }, 'was removed and is no longer let in'],
  ])('is settled where it %s', async (_, change, words) => {
    const { daemon, question } = await askOwner();
    await kill(daemon);
    const user_info = { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' };
    await town.whitelist.handler({
      operation_id: 'op-elsewhere',
      user_info,
      environment: 'dev',
      ip_address: '1.2.3.4/32',
      ...change,
    });

    await town.start();

    const settled = await dmSays(town, town.dana, words);
    await town.workspace.until(
      () => town.dana.dms().find(({ ts, buttons }) => ts === question.ts && buttons.length === 0),
      { what: 'the question without its buttons' },
    );
    expect(settled.ts).toBe(question.ts);
    expect(town.dana.dms()).toHaveLength(1);
  });

  it('is settled where it expired days ago', async () => {
    const { daemon, question } = await askOwner();
    await kill(daemon);
    await clock.advance(day);
    await town.whitelist.handler({
      action: 'expire',
      operation_id: 'op-schedule',
      user_info: { user_id: 'system:scheduler', username: 'scheduler', display_name: 'Scheduler' },
    });
    await clock.advance(2 * day);

    await town.start();

    const settled = await dmSays(town, town.dana, 'has expired and is no longer let in');
    expect(settled).toMatchObject({ ts: question.ts, buttons: [] });
  });
});
