import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { orchestratorActions } from '../../lib/contract/orchestrator.ts';
import { pause, systemClock } from '../../lib/kernel/clock.ts';
import { ask } from './asking.ts';
import { buildTown, general, type Town } from './town.ts';

let town: Town;
beforeEach(async () => {
  town = await buildTown();
});
afterEach(() => town.stop());

/** Has an operation done on dev, by nobody's command. */
const bring = async (action: string, fields: object): Promise<void> => {
  const id = 'op-before1';
  const call = async (payload: object) => {
    const user_info = { user_id: 'U0DANA', username: 'dana', display_name: 'Dana' };
    const sent = await town.orchestrator.handler({ operation_id: id, user_info, ...payload });
    return orchestratorActions.operation.response.parse(sent).state;
  };
  let state = await call({ action, environment: 'dev', ...fields });
  while (state === 'in_progress') {
    await pause(systemClock, 50);
    state = await call({ action: 'operation' });
  }
  expect(state).toBe('succeeded');
};

/** All that commands could change. */
const world = async () => ({
  dev: await town.orchestrator.cloud.describe('dev'),
  staging: await town.orchestrator.cloud.describe('staging'),
  sent: [...town.orchestrator.cloud.sent],
  running: await town.orchestrator.store.running(),
  remembered: await town.orchestrator.store.remembered('dev'),
  wanted: await town.orchestrator.store.wanted('dev'),
  entries: await town.whitelist.store.list(),
  rules: ['sg-00000000000000d01', 'sg-00000000000000d02'].map((group) =>
    town.whitelist.groups.rulesOf(group),
  ),
});

describe('a dry run', () => {
  it.each([
    ['/infra stop dev', undefined],
    ['/infra teardown dev', undefined],
    ['/infra teardown dev --level=full', undefined],
    ['/infra start dev', { action: 'stop' }],
    ['/infra spinup dev', { action: 'teardown', level: 'full' }],
    ['/infra whitelist add 1.2.3.4 --env dev', undefined],
  ])('of %s says what it would do, and changes nothing', async (typed, before) => {
    if (before !== undefined) {
      const { action, ...fields } = before;
      await bring(action, fields);
    }
    await town.start();
    const untouched = await world();

    const answer = await ask(town, town.dana, `${typed} --dry-run`);

    expect(answer).toContain('Dry run: nothing was changed');
    expect(await world()).toEqual(untouched);
    expect(town.alice.reads(general).filter(({ ephemeral }) => !ephemeral)).toEqual([]);
    expect(town.cards()).toEqual([]);
    expect(town.dana.modal).toBeUndefined();
  });

  it('of what is done with an address that is let in changes nothing either', async () => {
    await town.start();
    await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --env dev');
    const untouched = await world();

    for (const typed of ['extend 1.2.3.4 --ttl=9d', 'remove 1.2.3.4', 'refresh dev']) {
      expect(await ask(town, town.dana, `/infra whitelist ${typed} --dry-run`)).toContain(
        'Dry run: nothing was changed',
      );
    }
    expect(await world()).toEqual(untouched);
  });

  it('of a cancellation cancels nothing', async () => {
    await town.start();
    const begun = await ask(town, town.dana, '/infra stop dev');
    const id = /op-[0-9a-z]+/.exec(begun)?.[0];

    expect(await ask(town, town.dana, `/infra cancel ${id} --dry-run`)).toContain(
      'Dry run: nothing was changed',
    );
    await town.workspace.until(
      () => town.alice.reads(general).find(({ text }) => text.includes('✅ STOP - DEV')),
      { within: 20_000, what: 'the end of the stop' },
    );
  });

  it.each(['/infra status dev', '/infra whitelist list', '/infra history dev'])(
    'of %s, which only reads, is the answer itself',
    async (typed) => {
      await town.start();

      const answer = await ask(town, town.dana, typed);
      expect(await ask(town, town.dana, `${typed} --dry-run`)).toBe(answer);
      expect(answer).not.toContain('Error');
    },
  );

  it('is no mere refusal: the same commands without it do change something', async () => {
    await town.start();
    const untouched = await world();

    await ask(town, town.dana, '/infra whitelist add 1.2.3.4 --env dev');
    await ask(town, town.dana, '/infra stop dev');
    await town.workspace.until(
      () => town.alice.reads(general).find(({ text }) => text.includes('✅ STOP - DEV')),
      { within: 20_000, what: 'the end of the stop' },
    );

    const changed = await world();
    expect(changed.entries).not.toEqual(untouched.entries);
    expect(changed.rules).not.toEqual(untouched.rules);
    expect(changed.dev).not.toEqual(untouched.dev);
    expect(changed.wanted).toBe('stopped');
  });
});
