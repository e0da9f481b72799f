import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { answerAfter, ask, cardSays, dmSays, provisionings } from './asking.ts';
import {
  approversRead,
  crowd,
  dmsSaying,
  messageSays,
  recordedOf,
  timesRecorded,
} from './crowd.ts';
import { requestIn } from './mentioning.ts';
import { buildTown, general, type Town } from './town.ts';

const justified = '--justification "Need it to bring the shop back"';
const incident = 'INC-4711: the shop is down';

describe('an image for which the glass is broken', () => {
  let town: Town;
  let eve: Person;
  beforeAll(async () => {
    town = await buildTown({
      seed: crowd,
      config: 'approval: { break_glass: { users: [U0DANA, U0ALICE] } }\n',
    });
    eve = town.workspace.person('U0EVE');
    await town.start({ ADMIN_USER_IDS: 'U0ALICE,U0AMIR,U0OSCAR' });
  });
  afterAll(() => town.stop());

  const breakGlass = (person: Person, image: string): Promise<string> =>
    ask(town, person, `/request-image ${image} ${justified} --break-glass "${incident}"`);

  it('is provisioned at once, and every approver is told, there and by a message of their own', async () => {
    const before = provisionings(town);
    const answer = await breakGlass(town.dana, 'go:latest');
    expect(answer).toContain('Request submitted!');
    expect(answer).toContain('Status: Begun without approval; every approver is told');
    const id = requestIn(answer);

    const line = await cardSays(town, id, 'Provisioned successfully');
    expect(line.text.split('\n')).toEqual([
      `📦 go:latest for <@U0DANA> (${id})`,
      '🚨 Approved by nobody • Provisioned successfully',
      `🚨 Break-glass by <@U0DANA>: ${incident}`,
      'To be reviewed by an approver.',
    ]);
    expect(line.buttons.map(({ label }) => label)).toEqual(['Sign off']);
    for (const person of [town.alice, town.amir, town.workspace.person('U0OSCAR')]) {
      const told = await dmSays(town, person, id);
      expect(told.text).toContain('🚨 The glass was broken, so nobody waited for your approval.');
      expect(told.text).toContain(incident);
      expect(told.buttons.map(({ label }) => label)).toEqual(['Sign off']);
    }
    expect((await dmSays(town, town.dana, id)).text).toContain(
      'Your image request went through without approval. An approver will review it.',
    );
    expect(provisionings(town)).toBe(before + 1);
    expect(await recordedOf(town, id)).toContainEqual(
      expect.objectContaining({
        event: 'image.request.created',
        actor: 'slack:U0DANA',
        brokenGlass: { incident },
      }),
    );
  });

  it('is signed off by an approver in the message that told them: its line says so, and who comes later is answered', async () => {
    const line = await approversRead(town, 'go:latest for <@U0DANA>');
    const id = requestIn(line.text);
    const [told] = dmsSaying(town.amir, id);
    const [other] = dmsSaying(town.alice, id);
    if (told === undefined || other === undefined) {
      throw new Error('not told');
    }

    expect(await answerAfter(town, town.amir, () => town.amir.clicks(told, 'Sign off'))).toContain(
      `You signed off ${id}`,
    );

    const shown = await messageSays(town, town.alice, line, 'Reviewed by <@U0AMIR>');
    expect(shown.buttons).toEqual([]);
    expect((await dmSays(town, town.dana, 'has signed off')).text).toBe(
      `<@U0AMIR> has signed off your break-glass: go:latest (${id}).`,
    );
    const late = await answerAfter(town, town.alice, () => town.alice.clicks(other, 'Sign off'));
    expect(late).toContain('was reviewed already; nothing was changed');
    expect(await timesRecorded(town, id, 'image.request.reviewed')).toBe(1);
    expect(await ask(town, town.dana, `/request-image status ${id}`)).toContain(
      'Reviewed by: <@U0AMIR>',
    );
  });

  it('is not signed off by whoever broke it, also if they are an approver, nor by others who are none', async () => {
    const id = requestIn(await breakGlass(town.alice, 'node:latest'));
    const line = await cardSays(town, id, 'Provisioned successfully');
    await dmSays(town, town.amir, id);
    const own = 'nobody reviews their own emergency';

    expect(
      await answerAfter(town, town.alice, () => town.alice.clicks(line, 'Sign off')),
    ).toContain(own);
    expect(await ask(town, town.alice, `/request-image review ${id}`)).toContain(own);
    expect(
      dmsSaying(town.alice, 'nobody waited for your approval').map(({ text }) => text),
    ).toEqual([expect.stringContaining('go:latest')]);
    for (const person of [town.dana, eve]) {
      expect(await ask(town, person, `/request-image review ${id}`)).toContain(
        'no policy permits request:review',
      );
    }
    expect(await timesRecorded(town, id, 'image.request.reviewed')).toBe(0);
    expect((await cardSays(town, id, 'To be reviewed')).buttons).toHaveLength(1);

    expect(await ask(town, town.amir, `/request-image review ${id}`)).toContain('You signed off');
    await cardSays(town, id, 'Reviewed by <@U0AMIR>');
  });

  it('is refused to whoever is not entitled to it, with the reason, and that is recorded', async () => {
    const before = provisionings(town);
    const cards = town.cards().length;
    const reason =
      'only the members of the break-glass group may use --break-glass; without it this is asked for as usual';
    for (const person of [eve, town.amir]) {
      expect(await breakGlass(person, 'deno:latest')).toContain(`Error: Not allowed: ${reason}`);
      const trail = await town.ledger();
      expect(trail.filter(({ event }) => event === 'attempt.decided').at(-1)).toMatchObject({
        actor: `slack:${person.id}`,
        decision: 'deny',
        policies: [reason],
        source: { surface: 'slack/command' },
      });
    }
    expect(town.cards()).toHaveLength(cards);
    expect(provisionings(town)).toBe(before);
  });

  it('is offered by the form to those alone who are entitled to it', async () => {
    for (const [person, offered] of [
      [town.dana, true],
      [eve, false],
    ] as const) {
      await person.types(general, '/request-image');
      const modal = await town.workspace.until(() => person.modal, { what: 'the form' });
      expect(modal.fields.some(({ label }) => label === 'Break glass')).toBe(offered);
      person.closesModal();
    }
  });
});
