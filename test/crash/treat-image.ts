import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { cardOf } from '../daemon/asking.ts';
import type { Town } from '../daemon/town.ts';
import { joiner } from './extras.ts';
import type { ImageWish } from './image-treatments.ts';
import type { Keeper } from './keeper.ts';
import { insist, insistOnClick, insistOnDenial } from './people.ts';
import { news, truths, unapprovedNews } from './truths.ts';

/** The command that asks for an image. */
export const commandFor = ({ image, name }: Pick<ImageWish, 'image' | 'name'>): string =>
  `/request-image ${image} --name ${name} --justification "Need for the scenario"`;

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

/** Somebody approves by the button on the card. */
const approve = (town: Town, keeper: Keeper, approver: Person, id: string): Promise<unknown> =>
  insistOnClick(town, keeper, approver, id, '✅ Approve');

/** An approver denies by a typed command. */
const denyByCommand = ({ amir }: Town, keeper: Keeper, id: string): Promise<unknown> =>
  insist(keeper, amir, `/request-image deny ${id} --reason "We have that already"`);

/** The requester takes the request back. */
const cancel = ({ dana }: Town, keeper: Keeper, id: string): Promise<unknown> =>
  insist(keeper, dana, `/request-image cancel ${id}`);

/** What the approvers of a base image do in the end, whatever came before: both click. */
const bothClick = (town: Town, keeper: Keeper, id: string): Promise<unknown> =>
  Promise.all([approve(town, keeper, town.alice, id), approve(town, keeper, town.amir, id)]);

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

/** Treats a request as the wish has it. */
export const treat = async (
  town: Town,
  keeper: Keeper,
  { treatment, image, name, leaver }: ImageWish,
  id: string,
): Promise<unknown> => {
  const { alice, amir, workspace, registry } = town;
  switch (treatment) {
    case 'one approves':
      return approve(town, keeper, alice, id);
    case 'both approve at once':
      return bothClick(town, keeper, id);
    case 'a double click':
      return Promise.all([approve(town, keeper, alice, id), approve(town, keeper, alice, id)]);
    case 'approved by command':
      return insist(keeper, amir, `/request-image approve ${id}`);
    case 'denied by form':
      return insistOnDenial(town, keeper, amir, id, 'We have that already');
    case 'denied by command':
      return denyByCommand(town, keeper, id);
    case 'cancelled':
      return cancel(town, keeper, id);
    case 'approve against deny':
      return Promise.all([approve(town, keeper, alice, id), denyByCommand(town, keeper, id)]);
    case 'cancel against approve':
      return Promise.all([cancel(town, keeper, id), approve(town, keeper, amir, id)]);
    case 'the tier changes':
      registry.switches.retiered.set(image, 'BASE');
      return approve(town, keeper, alice, id);
    case 'the approver leaves':
      await approve(town, keeper, workspace.person(leaver), id);
      return workspace.deactivate(leaver);
    case 'nobody need approve':
      return undefined;
    case 'the glass is broken':
      return insistOnReview(town, keeper, id);
    case 'somebody joins':
      await insist(keeper, workspace.person(joiner), commandFor({ image, name }));
      return approve(town, keeper, alice, id);
    default:
      return treatment satisfies never;
  }
};

/** Whether the approval channel and its requester have been told the end. */
const hasEnded = (town: Town, requester: Person, id: string): boolean => {
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
