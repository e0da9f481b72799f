import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { answerAfter, ask, cardSays, dmSays, provisionings, requestImage } from './asking.ts';
import { crowd, recordedOf, timesRecorded } from './crowd.ts';
import { requestIn } from './mentioning.ts';
import { buildTown, general, type Town } from './town.ts';

const justified = '--justification "Need for ML training pipeline"';

const approve = (town: Town, person: Person, card: SeenMessage): Promise<string> =>
  answerAfter(town, person, () => person.clicks(card, '✅ Approve'));

describe('the tier of an image request', () => {
  let town: Town;
  let eve: Person;
  let oscar: Person;
  beforeAll(async () => {
    town = await buildTown({
      seed: crowd,
      config: `teams:
  data-engineering: { users: [U0DANA] }
  sre: { users: [U0EVE, U0OSCAR] }
  web: { users: [U0OSCAR] }
`,
    });
    eve = town.workspace.person('U0EVE');
    oscar = town.workspace.person('U0OSCAR');
    await town.start({ AUTO_APPROVE_TEAMS: 'data-engineering' });
  });
  afterAll(() => town.stop());

  it('of a trusted team is none: it is provisioned at once, and approvers read one line', async () => {
    const answer = await ask(town, town.dana, `/request-image go:latest ${justified}`);
    expect(answer).toContain('Status: Approved automatically');
    const id = requestIn(answer);

    const line = await cardSays(town, id, 'Provisioned successfully');
    expect(line.text.split('\n')).toEqual([
      `📦 go:latest for <@U0DANA> (${id})`,
      '✅ Approved automatically • Provisioned successfully',
    ]);
    expect(line.buttons).toEqual([]);
    expect(town.cards().filter(({ text }) => text.includes(id))).toHaveLength(1);
    expect((await dmSays(town, town.dana, 'has been approved!')).text).toContain(
      'Available at: cgr.dev/acme/go:latest',
    );
    expect(await recordedOf(town, id)).toContainEqual(
      expect.objectContaining({ event: 'image.request.approved', actor: 'system:policy' }),
    );
  });

  it('is not chosen by saying that one is in a trusted team', async () => {
    const cards = town.cards().length;
    const before = provisionings(town);
    const typed = `/request-image node:latest --team data-engineering ${justified}`;
    for (const person of [eve, town.amir]) {
      expect(await ask(town, person, typed)).toContain(
        "Error: You are not in the team 'data-engineering'",
      );
    }
    expect(town.cards()).toHaveLength(cards);
    expect(provisionings(town)).toBe(before);

    const { id, card } = await requestImage(town, eve, 'node:latest');
    expect(card.text).toContain('Team: sre');
    expect(card.buttons).toHaveLength(2);
    expect(await timesRecorded(town, id, 'image.request.approved')).toBe(0);
  });

  it('is one approver for an application', async () => {
    const { id, card } = await requestImage(town, eve);
    expect(card.text).not.toContain('Approvals:');
    expect(await approve(town, town.alice, card)).toContain('You approved');
    const done = await cardSays(town, id, 'Provisioned successfully');
    expect(done.text).toContain('✅ Approved by <@U0ALICE> • Provisioned successfully');
    expect(done.text).not.toContain('Waiting for');
  });

  it('is two approvers for a base image, two people and not two approvals of one', async () => {
    const { id, card } = await requestImage(town, eve, 'wolfi-base:latest');
    const before = provisionings(town);
    expect(card.text).toContain('Approvals: 0 of 2');
    expect(card.text).toContain('Waiting for: <@U0ALICE>, <@U0AMIR>');

    expect(await approve(town, town.alice, card)).toContain('counts: 1 of 2');
    const half = await cardSays(town, id, 'Approvals: 1 of 2 – <@U0ALICE>');
    expect(half.text.split('\n')).toContain('Waiting for: <@U0AMIR>');
    expect(half.buttons).toHaveLength(2);
    expect(await approve(town, town.alice, card)).toContain('already: 1 of 2');
    expect(await ask(town, town.alice, `/request-image approve ${id}`)).toContain(
      'already: 1 of 2',
    );
    expect(await ask(town, eve, `/request-image status ${id}`)).toContain('Approvals: 1 of 2');
    expect(provisionings(town)).toBe(before);

    expect(await approve(town, town.amir, card)).toContain('You approved');
    const done = await cardSays(town, id, 'Provisioned successfully');
    expect(done.text).toContain('✅ Approved by <@U0ALICE>, <@U0AMIR>');
    expect(provisionings(town)).toBe(before + 1);
  });

  it('is two approvers for a base image of a trusted team, too', async () => {
    const { card } = await requestImage(town, town.dana, 'static:latest');
    expect(card.text).toContain('Team: data-engineering');
    expect(card.text).toContain('Approvals: 0 of 2');
  });

  it('is asked for by a form that offers their teams, of somebody who is in several', async () => {
    const nothing = oscar.ephemerals().length;
    await oscar.types(general, `/request-image deno:latest ${justified}`);
    const modal = await town.workspace.until(() => oscar.modal, { what: 'the form' });
    expect(oscar.ephemerals()).toHaveLength(nothing);
    expect(modal.fields.map(({ label }) => label)).toEqual(['Team']);
    expect(modal.fields[0]?.options.map(({ value }) => value)).toEqual(['sre', 'web']);

    const answer = await answerAfter(town, oscar, () => oscar.submits({ Team: 'web' }));

    const card = await cardSays(town, requestIn(answer), 'Team: web');
    expect(card.text).toContain('Image: deno:latest');
    expect(card.text).toContain('Justification: Need for ML training pipeline');
  });

  it.each([
    ['several teams is offered these', 'U0OSCAR', ['sre', 'web']],
    ['one team is not asked', 'U0EVE', undefined],
  ])('whoever is in %s by the whole form', async (_, id, teams) => {
    const person = town.workspace.person(id);
    await person.types(general, '/request-image');
    const { fields } = await town.workspace.until(() => person.modal, { what: 'the form' });
    const team = fields.find(({ label }) => label === 'Team');
    expect(team?.options.map(({ value }) => value)).toEqual(teams);
    person.closesModal();
  });
});

describe('the example policy of a security review', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown({
      seed: crowd,
      config: 'teams: { security: { users: [U0ALICE, U0AMIR] } }\n',
    });
    town.workspace.join('C0APPROVALS', 'U0OSCAR');
    await town.start({
      ADMIN_USER_IDS: 'U0OSCAR,U0ALICE,U0AMIR',
      POLICY_DIR: fileURLToPath(new URL('../../examples/policies', import.meta.url)),
    });
  });
  afterAll(() => town.stop());

  const reason = 'wolfi-base images are approved by the security team';

  it('leaves wolfi-base to the team, and the card waits for no other approver', async () => {
    const { id, card } = await requestImage(town, town.dana, 'wolfi-base:latest');
    const oscar = town.workspace.person('U0OSCAR');
    expect(card.text.split('\n')).toContain('Waiting for: <@U0ALICE>, <@U0AMIR>');

    expect(await approve(town, oscar, card)).toContain(`Error: Not allowed: ${reason}`);
    expect(await ask(town, oscar, `/request-image approve ${id}`)).toContain(reason);
    expect(await ask(town, town.dana, `/request-image approve ${id}`)).toContain('Not allowed');
    expect(await approve(town, town.alice, card)).toContain('counts: 1 of 2');
    expect(await approve(town, town.amir, card)).toContain('You approved');
    const done = await cardSays(town, id, 'Provisioned successfully');
    expect(done.text).toContain('✅ Approved by <@U0ALICE>, <@U0AMIR>');
  });

  it('is what the documentation shows', async () => {
    const [policy, page] = await Promise.all(
      ['examples/policies/security-review.cedar', 'docs/policies.md'].map((path) =>
        readFile(new URL(`../../${path}`, import.meta.url), 'utf8'),
      ),
    );
    expect(page).toContain(policy?.slice(policy.indexOf('@id')).trim() ?? 'nothing');
  });

  it('leaves every other image to every approver', async () => {
    const { id, card } = await requestImage(town, town.dana, 'node:latest');
    expect(card.text.split('\n')).toContain('Waiting for: <@U0OSCAR>, <@U0ALICE>, <@U0AMIR>');
    expect(await approve(town, town.workspace.person('U0OSCAR'), card)).toContain('You approved');
    await cardSays(town, id, '✅ Approved by <@U0OSCAR> • Provisioned successfully');
  });
});
