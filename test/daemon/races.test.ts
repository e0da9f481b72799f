import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAfter, ask, cardSays, dmSays, provisionings, requestImage } from './asking.ts';
import { buildTown, general, type Town } from './town.ts';

describe('two hands on one request', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
    await town.start();
  });
  afterAll(() => town.stop());

  it('two approvers at the same moment provision once, and both are answered', async () => {
    const { id, card } = await requestImage(town);
    const before = provisionings(town);

    const answers = await Promise.all([
      answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve')),
      answerAfter(town, town.amir, () => town.amir.clicks(card, '✅ Approve')),
    ]);

    await cardSays(town, id, 'Provisioned successfully');
    expect(provisionings(town) - before).toBe(1);
    expect(answers.toSorted()[0]).toContain('You approved');
    expect(answers.toSorted()[1]).toMatch(
      /is approved by <@U0(ALICE|AMIR)> already; nothing was changed/,
    );
  });

  it('a double click provisions once and is answered twice, without an error', async () => {
    const { id, card } = await requestImage(town, town.dana, 'node:latest');
    const before = provisionings(town);

    await Promise.all([
      town.alice.clicks(card, '✅ Approve'),
      town.alice.clicks(card, '✅ Approve', { asSeen: true }),
    ]);

    await cardSays(town, id, 'Provisioned successfully');
    const answers = await town.workspace.until(
      () => {
        const about = town.alice.ephemerals().filter(({ text }) => text.includes(id));
        return about.length === 2 ? about : undefined;
      },
      { what: 'two answers' },
    );
    expect(provisionings(town) - before).toBe(1);
    expect(answers.map(({ text }) => text).join()).not.toContain('Error');
    await dmSays(town, town.dana, id);
    expect(town.dana.dms().filter(({ text }) => text.includes(id))).toHaveLength(1);
  });

  it('approve against deny: one of them counts, and the other is told which', async () => {
    const { id, card } = await requestImage(town, town.dana, 'go:latest');
    const before = provisionings(town);

    const answers = await Promise.all([
      answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve')),
      ask(town, town.amir, `/request-image deny ${id} --reason "We have another one"`),
    ]);

    const dm = await dmSays(town, town.dana, id);
    const approved = dm.text.includes('has been approved!');
    expect(provisionings(town) - before).toBe(approved ? 1 : 0);
    expect(answers[0]).toContain(approved ? 'You approved' : 'is denied by <@U0AMIR> already');
    expect(answers[1]).toContain(approved ? 'is approved by <@U0ALICE> already' : 'You denied');
    const ends = (await town.ledger()).filter(
      ({ event, requestId }) =>
        requestId === id &&
        ['image.request.approved', 'image.request.denied'].includes(String(event)),
    );
    expect(ends).toHaveLength(1);
  });

  it('an envelope that is delivered twice is one request, and gets the first answer again', async () => {
    const { envelopeId } = await town.dana.types(
      general,
      '/request-image redis:latest-dev --name our-redis --justification "Need for the session cache"',
    );
    await town.workspace.until(
      () => town.dana.ephemerals().find(({ text }) => text.includes('our-redis')),
      { what: 'the answer' },
    );
    const cards = await town.workspace.until(() => {
      const all = town.cards().filter(({ text }) => text.includes('our-redis'));
      return all.length > 0 ? all : undefined;
    });

    town.workspace.redeliver(envelopeId ?? '');
    await town.workspace.until(
      () => (acknowledgements(town, envelopeId) === 2 ? true : undefined),
      { what: 'a second acknowledgement' },
    );
    await ask(town, town.dana, '/request-image list');

    expect(town.cards().filter(({ text }) => text.includes('our-redis'))).toHaveLength(
      cards.length,
    );
    expect((await created(town)).filter(({ image }) => image === 'redis:latest-dev')).toHaveLength(
      1,
    );
  });
});

describe('a restart between', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
  });
  afterAll(() => town.stop());

  it('an envelope that comes again after it is still one request', async () => {
    const first = await town.start();
    const { envelopeId } = await town.dana.types(
      general,
      '/request-image go:latest --justification "Need for the build of our tools"',
    );
    await town.workspace.until(() => town.cards()[0], { what: 'the card' });
    first.kill('SIGKILL');
    await first.ended;
    await town.start();

    town.workspace.redeliver(envelopeId ?? '');
    await town.workspace.until(
      () => (acknowledgements(town, envelopeId) === 2 ? true : undefined),
      {
        what: 'a second acknowledgement',
      },
    );
    await ask(town, town.dana, '/request-image list');

    expect(await created(town)).toHaveLength(1);
    expect(town.cards()).toHaveLength(1);
  });

  it('a card from before it can be approved', async () => {
    const [card] = town.cards();
    if (card === undefined) {
      throw new Error('no card');
    }
    await town.alice.clicks(card, '✅ Approve');
    await town.workspace.until(
      () => town.cards().find(({ text }) => text.includes('Provisioned successfully')),
      {
        what: 'the card to say so',
      },
    );
  });
});

const acknowledgements = ({ workspace }: Town, envelopeId: string | undefined): number =>
  workspace.envelopes().find(({ id }) => id === envelopeId)?.acknowledgements.length ?? 0;

const created = async (town: Town): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await town.ledger()).filter(({ event }) => event === 'image.request.created');
