import { cardOf } from '../daemon/asking.ts';
import type { Town } from '../daemon/town.ts';
import type { Keeper } from './keeper.ts';
import { insist, insistOnClick, insistOnDenial } from './people.ts';
import type { Random } from './random.ts';

/** How the people of a scenario treat one request. */
export type Treatment =
  | 'one approves'
  | 'both approve at once'
  | 'a double click'
  | 'approved by command'
  | 'denied by form'
  | 'denied by command'
  | 'cancelled'
  | 'approve against deny'
  | 'cancel against approve';

/** One request of a scenario. */
export interface Wish {
  /** The custom name, by which everything about this wish is found again. */
  readonly name: string;
  readonly image: string;
  readonly treatment: Treatment;
  /** Whether the provisioner's first answer is lost on the way. */
  readonly losesAnswer: boolean;
}

const treatments = [
  'one approves',
  'both approve at once',
  'a double click',
  'approved by command',
  'denied by form',
  'denied by command',
  'cancelled',
  'approve against deny',
  'cancel against approve',
] as const satisfies readonly Treatment[];

/** The story that everybody knows: one request, one approval. */
export const firstStory: readonly Wish[] = [
  { name: 'story-one', image: 'python:latest-dev', treatment: 'one approves', losesAnswer: false },
];

/** One to three requests with what people do to them. */
export const randomWishes = (random: Random): readonly Wish[] =>
  Array.from({ length: 1 + random.below(3) }, (_, index) => ({
    name: `wish-${index}`,
    image: random.pick(['python:latest-dev', 'go:latest', 'node:latest', 'wolfi-base:latest']),
    treatment: random.pick(treatments),
    losesAnswer: random.chance(0.2),
  }));

/**
 * The id of the request that an acknowledged envelope made, once its card is there. A repeated command may have made two:
 * this is the one of which its sender was told.
 */
const idOf = async (town: Town, envelope: string): Promise<string> => {
  const received = (await town.ledger()).find(
    ({ event, dedupeKeys }) =>
      event === 'attempt.received' && JSON.stringify(dedupeKeys).includes(`envelope:${envelope}`),
  );
  const id = String(received?.['id']);
  await town.workspace.until(() => cardOf(town, id), { within: 15_000, what: `the card of ${id}` });
  return id;
};

/** What the approvers of a base image do in the end, whatever came before: both click. */
const bothClick = (town: Town, keeper: Keeper, id: string): Promise<unknown> =>
  Promise.all([
    insistOnClick(town, keeper, town.alice, id, '✅ Approve'),
    insistOnClick(town, keeper, town.amir, id, '✅ Approve'),
  ]);

const treat = async (
  town: Town,
  keeper: Keeper,
  treatment: Treatment,
  id: string,
): Promise<unknown> => {
  const { alice, amir, dana } = town;
  switch (treatment) {
    case 'one approves':
      return insistOnClick(town, keeper, alice, id, '✅ Approve');
    case 'both approve at once':
      return bothClick(town, keeper, id);
    case 'a double click':
      return Promise.all([
        insistOnClick(town, keeper, alice, id, '✅ Approve'),
        insistOnClick(town, keeper, alice, id, '✅ Approve'),
      ]);
    case 'approved by command':
      return insist(keeper, amir, `/request-image approve ${id}`);
    case 'denied by form':
      return insistOnDenial(town, keeper, amir, id, 'We have that already');
    case 'denied by command':
      return insist(keeper, amir, `/request-image deny ${id} --reason "We have that already"`);
    case 'cancelled':
      return insist(keeper, dana, `/request-image cancel ${id}`);
    case 'approve against deny':
      return Promise.all([
        insistOnClick(town, keeper, alice, id, '✅ Approve'),
        insist(keeper, amir, `/request-image deny ${id} --reason "We have that already"`),
      ]);
    case 'cancel against approve':
      return Promise.all([
        insist(keeper, dana, `/request-image cancel ${id}`),
        insistOnClick(town, keeper, amir, id, '✅ Approve'),
      ]);
    default:
      return treatment satisfies never;
  }
};

const isDecided = (town: Town, id: string): boolean => cardOf(town, id)?.buttons.length === 0;

/** Plays one wish to its end, repeating what Slack says has failed. Resolves with the envelope that carried the request. */
export const playWish = async (town: Town, keeper: Keeper, wish: Wish): Promise<string> => {
  const { dana, lambda, workspace } = town;
  const envelope = await insist(
    keeper,
    dana,
    `/request-image ${wish.image} --name ${wish.name} --justification "Need for the scenario"`,
  );
  const id = await idOf(town, envelope);
  if (wish.losesAnswer) {
    lambda.faults.next('answer-lost', { action: 'provision' });
  }
  await treat(town, keeper, wish.treatment, id);
  // A base image may want a second approver, and a click may have died with the daemon: people look again.
  await workspace
    .until(() => isDecided(town, id), { within: 1_500 })
    .catch(() => bothClick(town, keeper, id));
  await workspace.until(() => isDecided(town, id), { within: 20_000, what: `an end of ${id}` });
  return envelope;
};
