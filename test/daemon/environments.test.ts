import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerAfter, ask } from './asking.ts';
import { cardSaying, cardsIn, desiredTasks } from './controlling.ts';
import { mention } from './mentioning.ts';
import { buildTown, general, platform, type Town } from './town.ts';

let town: Town;
beforeEach(async () => {
  town = await buildTown();
});
afterEach(() => town.stop());

/** What the orchestrator was asked for people's sake; the daemon itself looks for restarts every minute. */
const orchestratorCalls = () =>
  town.lambda.invocations.filter(
    (call) =>
      call.function === 'orchestrator' && !JSON.stringify(call.payload).includes('"guarded"'),
  );

describe('stop and start', () => {
  it('stops an environment, and its card ends in the words of the seed', async () => {
    await town.start();

    const answer = await ask(town, town.dana, '/infra stop dev');
    const card = await cardSaying(town, 'STOP - DEV', 'completed');

    expect(answer).toMatch(/^⏳ STOP - DEV\nOperation: op-[0-9a-z]{8}\n/);
    expect(card.text.split('\n').slice(0, 5)).toEqual([
      '✅ STOP - DEV',
      'Operation completed successfully.',
      'Details:',
      '- ECS services stopped: 2',
      '- RDS instances stopped: 1',
    ]);
    expect(card.buttons).toEqual([]);
    expect(cardsIn(town, 'STOP - DEV')).toHaveLength(1);
    expect(await desiredTasks(town, 'dev')).toEqual([0, 0]);
  });

  it('answers a mention in its thread, and shows the card in the channel, where all see it', async () => {
    await town.start();

    const answer = await mention(town, town.dana, '@quartermaster infra stop dev');
    const card = await cardSaying(town, '✅ STOP - DEV', 'completed', platform);

    expect(answer.threadTs).toBeDefined();
    expect(card.threadTs).toBeUndefined();
    expect(card.text).toContain('Operation completed successfully.');
  });

  it('starts everything with as many tasks as it had, although stop was said twice', async () => {
    await town.start();
    const before = await desiredTasks(town, 'dev');
    await ask(town, town.dana, '/infra stop dev');
    await cardSaying(town, 'STOP - DEV', 'completed');
    await ask(town, town.alice, '/infra stop dev');
    await town.workspace.until(() => cardsIn(town, '✅ STOP - DEV').length === 2, {
      within: 10_000,
      what: 'the second stop',
    });

    await ask(town, town.dana, '/infra start dev');
    const card = await cardSaying(town, 'START - DEV', 'completed');

    expect(card.text).toContain('- ECS services started: 2\n- RDS instances started: 1');
    expect(await desiredTasks(town, 'dev')).toEqual(before);
  });

  it('tells the end in the approval channel too, where notices go unless another is named', async () => {
    await town.start();

    await ask(town, town.dana, '/infra stop dev');

    const line = await cardSaying(town, 'STOP - DEV', 'completed', 'C0APPROVALS');
    expect(line.text).toContain('asked for by <@U0DANA> (op-');
  });

  it('shows what a dry run would do, and does nothing', async () => {
    await town.start();

    const answer = await ask(town, town.dana, '/infra stop dev --dry-run');

    expect(answer).toContain('Dry run: nothing was changed');
    expect(answer).toContain('acme-dev-db');
    expect(await desiredTasks(town, 'dev')).toEqual([2, 1]);
    expect(cardsIn(town, 'STOP - DEV')).toEqual([]);
  });

  it.each(['/infra stop prod', '/infra teardown prod', '/infra teardown prod --level=full'])(
    '%s is denied by policy, before the orchestrator is asked',
    async (typed) => {
      await town.start();

      const answer = await ask(town, town.alice, typed);

      expect(answer).toContain('production is never stopped or torn down from chat');
      expect(orchestratorCalls()).toEqual([]);
      expect(town.alice.modal).toBeUndefined();
    },
  );

  it('goes on after the daemon was killed, on the same card', async () => {
    const first = await town.start();
    await ask(town, town.dana, '/infra stop dev');
    await cardSaying(town, 'STOP - DEV', 'of 3');
    first.kill('SIGKILL');
    await first.ended;

    await town.start();
    await cardSaying(town, 'STOP - DEV', 'completed');

    expect(cardsIn(town, 'STOP - DEV')).toHaveLength(1);
    expect(
      town.orchestrator.cloud.sent.filter(({ command }) => command.do === 'stop-database'),
    ).toHaveLength(1);
  });

  it('goes to the requester where nobody invited the bot', async () => {
    town.workspace.leave(general, 'U0BOT');
    await town.start();

    await ask(town, town.dana, '/infra stop dev');

    await town.workspace.until(
      () => town.dana.dms().find(({ text }) => text.includes('✅ STOP - DEV')),
      { within: 10_000, what: 'the card as a direct message' },
    );
  });
});

describe('a guest', () => {
  it.each([
    '/infra stop dev',
    '/infra start dev',
    '/infra spinup dev',
    '/infra teardown dev --level=full',
    '/infra history',
    '/infra cancel op-abc123',
  ])('gets nothing by %s: no plan, no form, no call', async (typed) => {
    await town.start();

    const answer = await ask(town, town.gwen, typed);

    expect(answer).toContain('Not allowed: only full members of the workspace');
    expect(town.gwen.modal).toBeUndefined();
    expect(orchestratorCalls()).toEqual([]);
  });
});

describe('two people at one environment', () => {
  it('the second is told who is doing what, with the id of the operation', async () => {
    await town.start();
    const first = await ask(town, town.dana, '/infra stop dev');
    const id = /op-[0-9a-z]{8}/.exec(first)?.[0] ?? 'none';

    const second = await ask(town, town.alice, '/infra start dev');

    expect(second).toContain('<@U0DANA> is busy with STOP - DEV');
    expect(second).toContain(id);
    await cardSaying(town, 'STOP - DEV', 'completed');
  });

  it('an operation is cancelled by its button, and says so', async () => {
    await town.start();
    await ask(town, town.dana, '/infra stop staging');
    const card = await cardSaying(town, 'STOP - STAGING', 'of ');

    await answerAfter(town, town.dana, () => town.dana.clicks(card, 'Cancel', { asSeen: true }));

    const ended = await cardSaying(town, 'STOP - STAGING', 'cancelled');
    expect(ended.text).toContain('Operation cancelled: cancelled by dana');
    expect(ended.buttons).toEqual([]);
  });

  it('history shows who did what', async () => {
    await town.start();
    await ask(town, town.dana, '/infra stop dev');
    await cardSaying(town, 'STOP - DEV', 'completed');

    const history = await ask(town, town.alice, '/infra history dev --days 7');

    expect(history).toMatch(/STOP - DEV by <@U0DANA> – completed \(op-[0-9a-z]{8}\)/);
    expect(await ask(town, town.alice, '/infra history staging')).toContain('Nothing was done.');
  });
});

describe('a freeze', () => {
  it('denies with its reason and its end, and those who may break the glass', async () => {
    await writeFile(
      join(town.folder, 'quartermaster.yaml'),
      [
        'freezes: [{ name: christmas, from: 2020-01-01T00:00, to: 2099-01-02T00:00, time_zone: Europe/Berlin,',
        '  environments: [dev], operations: ["infra *"], reason: nobody is here }]',
        'approval: { break_glass: { users: [U0ALICE] } }',
      ].join('\n'),
    );
    await town.start();
    const broken = '--break-glass "INC-4711 the database must go"';

    expect(await ask(town, town.dana, '/infra stop dev')).toContain(
      'frozen until 2099-01-02 00:00 Europe/Berlin (christmas: nobody is here)',
    );
    expect(await ask(town, town.dana, `/infra stop dev ${broken}`)).toContain('frozen until');
    expect(await ask(town, town.dana, '/infra status dev')).toContain('Infrastructure Status: DEV');
    await ask(town, town.alice, `/infra stop dev ${broken}`);
    const card = await cardSaying(town, 'STOP - DEV', 'completed');
    expect(card.text).toContain('🚨 Break-glass: INC-4711 the database must go');
  });
});
