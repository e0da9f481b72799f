import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { cardOf } from '../daemon/asking.ts';
import type { Town } from '../daemon/town.ts';
import { joiner, trusted } from './extras.ts';
import type { Keeper } from './keeper.ts';
import { insist, insistOnClick, insistOnDenial } from './people.ts';
import type { Random } from './random.ts';
import { news, truths, unapprovedNews } from './truths.ts';

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
  | 'cancel against approve'
  | 'the tier changes'
  | 'the approver leaves'
  | 'nobody need approve'
  | 'the glass is broken'
  | 'somebody joins';

/** What goes wrong around a request besides the crash. */
export type Hindrance =
  | 'nothing'
  | 'the answer is lost'
  | 'the function throws when it is done'
  | 'the directory is down';

/** A request for an image. */
export interface ImageWish {
  readonly kind: 'image';
  /** The custom name, by which everything about this wish is found again. */
  readonly name: string;
  readonly image: string;
  readonly treatment: Treatment;
  readonly hindrance: Hindrance;
  /** The approver of this wish who may leave the workspace; nobody else's. */
  readonly leaver: string;
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
  'the tier changes',
  'the approver leaves',
  'nobody need approve',
  'the glass is broken',
  'somebody joins',
] as const satisfies readonly Treatment[];

/** The story that everybody knows: one request, one approval. */
export const storyOf = (name: string): readonly ImageWish[] => [
  {
    kind: 'image',
    name,
    image: 'python:latest-dev',
    treatment: 'one approves',
    hindrance: 'nothing',
    leaver: 'U0LEAVER0',
  },
];

const hindrances = [
  'nothing',
  'nothing',
  'nothing',
  'the answer is lost',
  'the function throws when it is done',
  'the directory is down',
] as const satisfies readonly Hindrance[];

/** A request by chance; `name` is its custom name. */
export const randomImageWish = (random: Random, name: string, leaver: string): ImageWish => ({
  kind: 'image',
  name,
  image: random.pick(['python:latest-dev', 'go:latest', 'node:latest', 'wolfi-base:latest']),
  treatment: random.pick(treatments),
  hindrance: random.pick(hindrances),
  leaver,
});

/** The id of the request that asked for this custom name, once it stands in the approval channel. */
export const idOf = async (town: Town, name: string): Promise<string> => {
  const created = (await town.ledger()).find(
    (event) => event['event'] === 'image.request.created' && event['name'] === name,
  );
  if (created === undefined) {
    await town.workspace.until(() => town.cards().some(({ text }) => text.includes(name)), {
      within: 15_000,
      what: `something about ${name}`,
    });
    return idOf(town, name);
  }
  const id = String(created['requestId']);
  await town.workspace.until(() => cardOf(town, id), { within: 15_000, what: `the card of ${id}` });
  return id;
};

/** What the approvers of a base image do in the end, whatever came before: both click. */
const bothClick = (town: Town, keeper: Keeper, id: string): Promise<unknown> =>
  Promise.all([
    insistOnClick(town, keeper, town.alice, id, '✅ Approve'),
    insistOnClick(town, keeper, town.amir, id, '✅ Approve'),
  ]);

/** How often approvers look whether a request wants them (again). */
const looks = 24;

/** Somebody signs off, again and again until the card says so: a command that was taken may have been refused. */
const insistOnReview = async (town: Town, keeper: Keeper, id: string): Promise<void> => {
  const isReviewed = (): boolean => cardOf(town, id)?.text.includes('Reviewed by') === true;
  for (let look = 0; look < looks && !isReviewed(); look += 1) {
    await insist(keeper, town.amir, `/request-image review ${id}`);
    await town.workspace.until(isReviewed, { within: 1_500 }).catch(() => false);
  }
};

const treat = async (
  town: Town,
  keeper: Keeper,
  { treatment, image, name, leaver }: ImageWish,
  id: string,
): Promise<unknown> => {
  const { alice, amir, dana, workspace, registry } = town;
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
    case 'the tier changes':
      registry.switches.retiered.set(image, 'BASE');
      return insistOnClick(town, keeper, alice, id, '✅ Approve');
    case 'the approver leaves':
      await insistOnClick(town, keeper, workspace.person(leaver), id, '✅ Approve');
      return workspace.deactivate(leaver);
    case 'nobody need approve':
      return undefined;
    case 'the glass is broken':
      return insistOnReview(town, keeper, id);
    case 'somebody joins':
      await insist(keeper, workspace.person(joiner), commandFor({ image, name }));
      return insistOnClick(town, keeper, alice, id, '✅ Approve');
    default:
      return treatment satisfies never;
  }
};

/** Whether the approval channel and its requester have been told the end. */
export const hasEnded = (town: Town, requester: Person, id: string): boolean => {
  const card = cardOf(town, id);
  return (
    Object.values(truths).some((truth) => card?.text.includes(truth) === true) &&
    requester
      .dms()
      .some(
        ({ text }) =>
          text.includes(id) &&
          [...Object.values(news), unapprovedNews].some((words) => text.includes(words)),
      )
  );
};

/**
 * Waits for the end of a request. A base image wants a second approver, a changed plan asks again, and a click may have died with
 * the daemon: approvers look again and again.
 */
export const seeToTheEnd = async (
  town: Town,
  keeper: Keeper,
  requester: Person,
  id: string,
): Promise<void> => {
  for (let look = 0; look < looks; look += 1) {
    const ended = await town.workspace
      .until(() => hasEnded(town, requester, id), { within: 1_500 })
      .catch(() => false);
    if (ended) {
      return;
    }
    await bothClick(town, keeper, id);
  }
  throw new Error(`${id} does not end; its card says ${cardOf(town, id)?.text}`);
};

const hinder = ({ lambda, workspace }: Town, hindrance: Hindrance): void => {
  switch (hindrance) {
    case 'the answer is lost':
      return lambda.faults.next('answer-lost', { action: 'provision' });
    case 'the function throws when it is done':
      return lambda.faults.next('throws-after-running', { action: 'provision' });
    case 'the directory is down':
      return workspace.faults.next('users.info', { kind: 'http', status: 503 }, 3);
    case 'nothing':
      return undefined;
    default:
      return hindrance satisfies never;
  }
};

/** Who asks: dana, unless the treatment wants somebody of a trusted team. */
const requesterOf = ({ workspace, dana }: Town, { treatment }: ImageWish): Person =>
  treatment === 'nobody need approve' ? workspace.person(trusted) : dana;

/** The command that asks for an image. */
export const commandFor = ({ image, name }: Pick<ImageWish, 'image' | 'name'>): string =>
  `/request-image ${image} --name ${name} --justification "Need for the scenario"`;

const glass = ({ treatment }: ImageWish): string =>
  treatment === 'the glass is broken' ? ' --break-glass "INC-1: the shop is down"' : '';

/** Plays it to its end, repeating what Slack says has failed. Resolves with the envelope that carried the request. */
export const playImageWish = async (
  town: Town,
  keeper: Keeper,
  wish: ImageWish,
): Promise<string> => {
  const requester = requesterOf(town, wish);
  const envelope = await insist(keeper, requester, `${commandFor(wish)}${glass(wish)}`);
  const id = await idOf(town, wish.name);
  hinder(town, wish.hindrance);
  await treat(town, keeper, wish, id);
  await seeToTheEnd(town, keeper, requester, id);
  return envelope;
};
