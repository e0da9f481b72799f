import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { dashboardTitle } from '../../lib/image/dashboard-notice.ts';
import { answerAfter, ask, cardSays, requestImage } from './asking.ts';
import { approvals, buildTown, general, skippingDaemon, type Town } from './town.ts';

/** The newest message that only this person sees. */
const lastAnswer = (person: Person): SeenMessage => {
  const answer = person.ephemerals().at(-1);
  if (answer === undefined) {
    throw new Error(`${person.name} was not answered`);
  }
  return answer;
};

/** What the person is answered to a click on the button of their last answer. */
const clickOn = (town: Town, person: Person, label: string): Promise<string> =>
  answerAfter(town, person, () => person.clicks(lastAnswer(person), label));

/** For so long, in milliseconds, the dashboard gathers changes. */
const gathering = 30_000;

const justified = '--justification "Need for ML training pipeline"';

describe('the administration of image requests', () => {
  let town: Town;
  const ids: string[] = [];
  beforeAll(async () => {
    town = await buildTown({ config: 'approval: { break_glass: { users: [U0DANA] } }\n' });
    await town.start();
    for (let number = 1; number <= 11; number += 1) {
      const { id } = await requestImage(town, town.dana, `python:latest --name python-${number}`);
      ids.push(id);
    }
  });
  afterAll(() => town.stop());

  it('shows an approver what waits, ten a page, and turns pages by a button', async () => {
    const first = await ask(town, town.alice, '/request-image admin-list');
    expect(first).toContain('Image requests that wait for approval');
    expect(first).toMatch(
      new RegExp(
        `- ${ids[0]}: python:latest as python-1 for <@U0DANA> \\(none\\) – Pending approval, [a-z0-9 ]+ old, 0 of 1 approvals, waits for <@U0ALICE>, <@U0AMIR>`,
      ),
    );
    expect(first).toContain('Page 1 of 2, 11 in all');
    expect(first).not.toContain(ids[10]);

    const second = await clickOn(town, town.alice, 'Next ▶');
    expect(second).toContain(`- ${ids[10]}: `);
    expect(second).toContain('Page 2 of 2, 11 in all');
    expect(await clickOn(town, town.alice, '◀ Previous')).toContain('Page 1 of 2');
    expect(await ask(town, town.alice, '/request-image admin-list --page 7')).toContain(
      'There is no page 7: 11 requests on 2 pages.',
    );
  });

  it.each(['admin-list', 'admin-list --status all', 'report'])(
    'is denied to whoever approves nothing: %s',
    async (command) => {
      const [, action] = /^(\S+)/.exec(command) ?? [];
      expect(await ask(town, town.dana, `/request-image ${command}`)).toContain(
        `Error: Not allowed: no policy permits image:${action}`,
      );
      expect(await ask(town, town.gwen, `/request-image ${command}`)).toContain(
        'Error: Not allowed',
      );
    },
  );

  it('shows broken glass above every list until an approver has signed it off', async () => {
    await ask(
      town,
      town.dana,
      `/request-image go:latest ${justified} --break-glass "INC-4711: the build is down"`,
    );
    const list = await ask(town, town.alice, '/request-image admin-list --status denied');
    expect(list).toContain('Break-glass that nobody has reviewed: 1');
    expect(list).toMatch(/go:latest by <@U0DANA>, .* UTC – INC-4711: the build is down/);

    expect(await clickOn(town, town.alice, 'Sign off')).toContain('You signed off');
    expect(await ask(town, town.alice, '/request-image admin-list --status denied')).not.toContain(
      'INC-4711',
    );
  });

  it('reports in numbers', async () => {
    const { id, card } = await requestImage(town, town.dana, 'node:latest');
    await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));
    await cardSays(town, id, 'Provisioned successfully');
    const other = await requestImage(town, town.dana, 'node:latest --name node-web');
    await ask(town, town.alice, `/request-image deny ${other.id} --reason "Use valkey"`);

    const report = await ask(town, town.alice, '/request-image report --days 7');
    expect(report.split('\n')).toEqual(
      expect.arrayContaining([
        'Image requests: the last 7 days',
        'Approval rate: 67 % (2 of 3)',
        'Not decided: 11 pending, 0 expired, 0 cancelled',
        'Time to approve: median less than a minute, 90 % within less than a minute (of 1 that people approved)',
        'Provisioned: 100 % (2 of 2)',
        'Break-glass: 1, 0 not reviewed',
      ]),
    );
  });
});

describe('the dashboard of image requests', () => {
  let town: Town;
  beforeEach(async () => {
    town = await buildTown({ entry: skippingDaemon });
  });
  afterEach(() => town.stop());

  const dashboards = (channel: string): readonly SeenMessage[] =>
    town.alice.reads(channel).filter(({ text }) => text.startsWith(dashboardTitle));
  const dashboardSays = (channel: string, words: string): Promise<SeenMessage> =>
    town.workspace.until(() => dashboards(channel).find(({ text }) => text.includes(words)), {
      what: `the dashboard to say "${words}"`,
    });

  it('appears in the notify channel, is edited in place, and is the same message after a restart', async () => {
    const notify = { NOTIFY_CHANNEL_ID: general };
    const daemon = await town.start(notify);
    await town.skip(gathering);
    const { id, card } = await requestImage(town);
    expect(dashboards(general)).toEqual([]);
    await town.skip(gathering);
    const first = await dashboardSays(general, `- ${id}: python:latest-dev for <@U0DANA>`);
    expect(first.text).toContain('Waiting for approval: 1');
    expect(first.text).toContain('Today (UTC): 1 requested, 0 approved');

    await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));
    await cardSays(town, id, 'Provisioned successfully');
    await town.skip(gathering);
    const second = await dashboardSays(general, '1 approved');
    expect(second).toMatchObject({ ts: first.ts });
    expect(second.text).toContain('Waiting for approval: 0');

    const other = await requestImage(town, town.dana, 'node:latest --name node-web');
    daemon.kill('SIGTERM');
    expect(await daemon.ended).toBe(0);
    await town.start(notify);
    await town.skip(gathering);
    expect(await dashboardSays(general, other.id)).toMatchObject({ ts: first.ts });
    expect(dashboards(general)).toHaveLength(1);
    expect(dashboards(approvals)).toEqual([]);
  });
});
