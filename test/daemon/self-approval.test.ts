import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAfter, ask, cardOf, requestImage } from './asking.ts';
import { mention, tell } from './mentioning.ts';
import { buildTown, general, type Town } from './town.ts';

/** Each resolves with what Alice is answered when she approves her own request so. */
type Way = (town: Town, id: string) => Promise<string>;

/** Fills the field that the command leaves open, and sends the form. */
const byForm =
  (typed: string): Way =>
  async (town, id) => {
    await town.alice.types(general, typed);
    const modal = await town.workspace.until(() => town.alice.modal, { what: 'the form' });
    const label = modal.fields.find(({ blockId }) => blockId === 'id')?.label ?? '';
    return answerAfter(town, town.alice, () => town.alice.submits({ [label]: id }));
  };

/** How, and an image of its own for each, so that one hole is not taken for several. */
const ways: readonly (readonly [string, string, Way])[] = [
  [
    'by the button of its card',
    'helm:latest',
    (town, id) => {
      const card = cardOf(town, id);
      if (card === undefined) {
        throw new Error(`no card of ${id}`);
      }
      return answerAfter(town, town.alice, () => town.alice.clicks(card, '✅ Approve'));
    },
  ],
  [
    'by a command',
    'kubectl:latest',
    (town, id) => ask(town, town.alice, `/request-image approve ${id}`),
  ],
  ['by a form', 'go:latest', byForm('/request-image approve')],
  [
    'by a mention',
    'node:latest',
    async (town, id) =>
      (await mention(town, town.alice, `@quartermaster request-image approve ${id}`)).text,
  ],
  [
    'by a mention of the operation on whatever request',
    'deno:latest',
    async (town, id) =>
      (await mention(town, town.alice, `@quartermaster request approve ${id}`)).text,
  ],
  [
    'by a direct message',
    'git:latest',
    async (town, id) => (await tell(town, town.alice, `request-image approve ${id}`)).text,
  ],
];

describe('the requester of an image who is an approver too', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
    town.workspace.join('C0PLATFORM', 'U0ALICE');
    await town.start();
  });
  afterAll(() => town.stop());

  it.each(ways)('cannot approve it %s', async (_, image, approve) => {
    const { id } = await requestImage(town, town.alice, image);

    expect(await approve(town, id)).toContain('nobody approves their own request');

    expect(cardOf(town, id)?.buttons).toHaveLength(2);
    const decided = (await town.ledger()).filter(({ event }) => event === 'attempt.decided');
    expect(decided.at(-1)).toMatchObject({ actor: 'slack:U0ALICE', decision: 'deny' });
  });

  it('leaves it to another approver', async () => {
    const { id } = await requestImage(town, town.alice, 'rust:latest-dev');
    expect(await ask(town, town.amir, `/request-image approve ${id}`)).toContain('You approved');
  });
});
