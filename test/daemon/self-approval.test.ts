import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waysToApprove } from './approving.ts';
import { ask, cardOf, requestImage } from './asking.ts';
import { buildTown, platform, type Town } from './town.ts';

/** An image of its own for each way, so that one hole is not taken for several. */
const ways = waysToApprove.map(
  ([how, approve], index) => [how, `go:latest --name own-${index}`, approve] as const,
);

describe('the requester of an image who is an approver too', () => {
  let town: Town;
  beforeAll(async () => {
    town = await buildTown();
    town.workspace.join(platform, 'U0ALICE');
    await town.start();
  });
  afterAll(() => town.stop());

  it.each(ways)('cannot approve it by %s', async (_, image, approve) => {
    const { id } = await requestImage(town, town.alice, image);

    expect(await approve(town, town.alice, id)).toContain('nobody approves their own request');

    expect(cardOf(town, id)?.buttons).toHaveLength(2);
    const decided = (await town.ledger()).filter(({ event }) => event === 'attempt.decided');
    expect(decided.at(-1)).toMatchObject({ actor: 'slack:U0ALICE', decision: 'deny' });
  });

  it('leaves it to another approver', async () => {
    const { id } = await requestImage(town, town.alice, 'rust:latest-dev');
    expect(await ask(town, town.amir, `/request-image approve ${id}`)).toContain('You approved');
  });
});
