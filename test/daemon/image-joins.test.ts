import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { answerAfter, ask, cardSays, dmSays, provisionings, requestImage } from './asking.ts';
import { crowd, dmsSaying, timesRecorded } from './crowd.ts';
import { requestIn } from './mentioning.ts';
import { buildTown, type Town } from './town.ts';

const justified = '--justification "Need it for the nightly build"';

describe('an image that somebody else has asked for', () => {
  let town: Town;
  let eve: Person;
  let oscar: Person;
  beforeAll(async () => {
    town = await buildTown({ seed: crowd });
    eve = town.workspace.person('U0EVE');
    oscar = town.workspace.person('U0OSCAR');
    await town.start();
  });
  afterAll(() => town.stop());

  const wish = (person: Person, image: string): Promise<string> =>
    ask(town, person, `/request-image ${image} ${justified}`);
  const created = async (image: string): Promise<number> =>
    (await town.ledger()).filter(
      ({ event, image: of }) => event === 'image.request.created' && of === image,
    ).length;

  it('is asked for once: whoever joins is told, and so is the requester, at once and in the end', async () => {
    const { id, card } = await requestImage(town);
    const before = provisionings(town);

    expect((await wish(eve, 'python:latest-dev')).split('\n')).toEqual([
      '<@U0DANA> has asked for python:latest-dev already, so you have joined that request.',
      `Request ID: ${id}`,
      'Status: Pending approval',
      "You'll receive a DM when it is approved or denied.",
    ]);
    expect((await dmSays(town, town.dana, '<@U0EVE>')).text).toBe(
      `<@U0EVE> asks for python:latest-dev too and has joined your image request (${id}).`,
    );
    await cardSays(town, id, 'Also asked for by: <@U0EVE>');
    expect(await ask(town, eve, `/request-image status ${id}`)).toContain('Pending approval');

    await town.alice.clicks(card, '✅ Approve');
    const done = await cardSays(town, id, 'Provisioned successfully');
    expect(done.text).toContain('Also asked for by: <@U0EVE>');
    const told = [
      await dmSays(town, town.dana, 'Your image request has been approved!'),
      await dmSays(town, eve, 'The image request that you joined has been approved!'),
    ];
    for (const { text } of told) {
      expect(text).toContain('Available at: cgr.dev/acme/python:latest-dev');
      expect(text).toContain(`Request ID: ${id}`);
    }
    expect(eve.dms()).toHaveLength(1);
    expect(dmsSaying(town.dana, id)).toHaveLength(2);
    expect(provisionings(town)).toBe(before + 1);
    expect(await created('python:latest-dev')).toBe(1);
  });

  it('is denied to both, with the reason', async () => {
    const { id } = await requestImage(town, town.dana, 'haproxy:latest');
    await wish(eve, 'haproxy:latest');
    await ask(town, town.alice, `/request-image deny ${id} --reason "Use envoy instead"`);
    expect((await dmSays(town, town.dana, 'Your image request was denied')).text).toContain(
      'Reason: Use envoy instead',
    );
    expect((await dmSays(town, eve, 'that you joined was denied')).text).toContain(
      'Reason: Use envoy instead',
    );
  });

  it('may not be approved by an approver who has joined, and the card does not wait for them', async () => {
    const { id, card } = await requestImage(town, town.dana, 'go:latest');
    expect(card.text.split('\n')).toContain('Waiting for: <@U0ALICE>, <@U0AMIR>');
    expect(await wish(town.amir, 'go:latest')).toContain('you have joined that request');

    const joined = await cardSays(town, id, 'Also asked for by: <@U0AMIR>');
    expect(joined.text.split('\n')).toContain('Waiting for: <@U0ALICE>');
    const clicked = await answerAfter(town, town.amir, () => town.amir.clicks(card, '✅ Approve'));
    expect(clicked).toContain('nobody approves what they asked for too');
    expect(await timesRecorded(town, id, 'image.request.approved')).toBe(0);
    expect(await ask(town, town.alice, `/request-image approve ${id}`)).toContain('You approved');
    await dmSays(town, town.amir, 'that you joined has been approved!');
  });

  it('is not joined by an approver who has approved it, so that no approval is taken back', async () => {
    const { id, card } = await requestImage(town, town.dana, 'wolfi-base:latest');
    await answerAfter(town, town.amir, () => town.amir.clicks(card, '✅ Approve'));
    expect(await wish(town.amir, 'wolfi-base:latest')).toContain(
      'You have approved wolfi-base:latest already, for <@U0DANA>; nothing was added.',
    );
    expect(await timesRecorded(town, id, 'image.request.joined')).toBe(0);
    await answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));

    await cardSays(town, id, 'Provisioned successfully');
  });

  it('is their own where they have asked for it: nothing is added', async () => {
    const { id } = await requestImage(town, town.dana, 'node:latest');
    expect((await wish(town.dana, 'node:latest')).split('\n')).toEqual([
      'You have asked for node:latest already; nothing was added.',
      `Request ID: ${id}`,
      'Status: Pending approval',
    ]);
    expect(await wish(eve, 'node:latest')).toContain('you have joined');
    expect(await wish(eve, 'node:latest')).toContain(`Request ID: ${id}`);
    expect(await timesRecorded(town, id, 'image.request.joined')).toBe(1);
    expect(await created('node:latest')).toBe(1);
    expect(dmsSaying(town.dana, 'asks for node:latest too')).toHaveLength(1);
  });

  it('under a name that is asked for, for another one, is refused with what to do', async () => {
    const { id } = await requestImage(town, town.dana, 'deno:latest --name our-runtime');
    expect(await wish(eve, 'bun:latest --name our-runtime')).toContain(
      `Error: That name is taken: <@U0DANA> has asked for deno:latest as our-runtime (${id}). Please choose another name.`,
    );
    expect(await created('bun:latest')).toBe(0);
    expect(await wish(eve, 'bun:latest --name our-bun')).toContain('Request submitted!');
  });

  it('at the very same moment becomes one request with one card, which the others join', async () => {
    const people = [town.dana, eve, oscar];
    const answers = await Promise.all(people.map((person) => wish(person, 'kafka:latest')));

    const ids = new Set(answers.map(requestIn));
    expect(ids.size).toBe(1);
    const submitted = answers.filter((answer) => answer.startsWith('Request submitted!'));
    expect(submitted).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('you have joined'))).toHaveLength(2);
    expect(await created('kafka:latest')).toBe(1);
    const [id = ''] = ids;
    await cardSays(town, id, 'Also asked for by: ');
    const cards = town.cards().filter(({ text }) => text.includes('Image: kafka:latest'));
    expect(cards).toHaveLength(1);
  });

  it('may be asked for anew once the first request has ended', async () => {
    const { id } = await requestImage(town, town.dana, 'vault:latest');
    await ask(town, town.dana, `/request-image cancel ${id}`);
    const again = await wish(eve, 'vault:latest');
    expect(again).toContain('Request submitted!');
    expect(requestIn(again)).not.toBe(id);
  });
});
