import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { cardOf } from '../daemon/asking.ts';
import type { Town } from '../daemon/town.ts';
import { boss } from './extras.ts';

import type { Keeper } from './keeper.ts';
import { insist, insistOnClick } from './people.ts';
import { commandFor, idOf, seeToTheEnd } from './treat-image.ts';

/** How long nobody decides on a request. */
export type Patience = 'until the reminder' | 'until the escalation' | 'until it expires';

/** A request that waits; time is set forward for it, so it is alone in its scenario. */
export interface WaitingWish {
  readonly kind: 'waiting';
  /** The custom name, by which everything about this wish is found again. */
  readonly name: string;
  readonly image: string;
  readonly patience: Patience;
}

/** All that can be waited for. */
export const patiences = [
  'until the reminder',
  'until the escalation',
  'until it expires',
] as const satisfies readonly Patience[];

const hour = 3_600_000;
const waits = {
  'until the reminder': 5 * hour,
  'until the escalation': 25 * hour,
  'until it expires': 73 * hour,
} as const satisfies Record<Patience, number>;

/** Lets the time pass, for this daemon or, if it dies of that, for the next. */
const pass = async (town: Town, keeper: Keeper, time: number): Promise<void> => {
  await keeper.ready();
  await town.skip(time).catch(() => undefined);
  await keeper.ready();
};

const lineAbout = (town: Town, id: string): SeenMessage | undefined =>
  town.cards().find(({ text }) => text.includes(id) && text.includes('has waited since'));

const cardOfBoss = (town: Town, id: string): SeenMessage | undefined =>
  town.workspace
    .person(boss)
    .dms()
    .find(({ text }) => text.includes(id));

const treat = async (
  town: Town,
  keeper: Keeper,
  { patience }: WaitingWish,
  id: string,
): Promise<void> => {
  const { alice, workspace } = town;
  const within = { within: 20_000, what: `${id} to wait ${patience}` };
  switch (patience) {
    case 'until the reminder':
      await workspace.until(() => lineAbout(town, id), within);
      return insistOnClick(town, keeper, alice, id, '✅ Approve');
    case 'until the escalation':
      await workspace.until(() => lineAbout(town, id) && cardOfBoss(town, id), within);
      return insistOnClick(town, keeper, workspace.person(boss), id, '✅ Approve', () =>
        cardOfBoss(town, id),
      );
    case 'until it expires':
      await workspace.until(() => cardOf(town, id)?.text.includes('Expired') === true, within);
      return undefined;
    default:
      return patience satisfies never;
  }
};

/** Plays it to its end. Resolves with the envelope that carried the request. */
export const playWaitingWish = async (
  town: Town,
  keeper: Keeper,
  wish: WaitingWish,
): Promise<string> => {
  const envelope = await insist(keeper, town.dana, commandFor(wish));
  const id = await idOf(town, wish.name);
  await pass(town, keeper, waits[wish.patience]);
  await treat(town, keeper, wish, id);
  await seeToTheEnd(town, keeper, town.dana, id);
  return envelope;
};
