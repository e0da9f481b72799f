import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { cardOf } from '../daemon/asking.ts';
import { general, type Town } from '../daemon/town.ts';
import type { Keeper } from './keeper.ts';

/** How often somebody repeats what got no answer, and how long they wait before. */
const patience = 20;
const moment = 100;

/** A daemon that was killed may be noticed by Slack before it is noticed here: who repeats at once would use up all tries meanwhile. */
const waitAMoment = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, moment);
  });

/**
 * Types a command as a person does: what Slack reports as failed is repeated when the daemon is back; what was acknowledged
 * is not. Resolves with the ids of the envelopes that were acknowledged: one.
 */
export const insist = async (keeper: Keeper, person: Person, typed: string): Promise<string> => {
  for (let tries = 0; tries < patience; tries += 1) {
    await keeper.ready();
    const { outcome, envelopeId } = await person.types(general, typed);
    if (outcome === 'acknowledged' && envelopeId !== undefined) {
      return envelopeId;
    }
    await waitAMoment();
  }
  throw new Error(`nobody took ${typed}`);
};

const isOpen = (card: SeenMessage | undefined): boolean => (card?.buttons.length ?? 0) > 0;

/** Clicks on a card, which `find` finds where it is not the one in the approval channel, until the click is acknowledged or the card has that button no more. */
export const insistOnClick = async (
  town: Town,
  keeper: Keeper,
  person: Person,
  id: string,
  label: string,
  find = (): SeenMessage | undefined => cardOf(town, id),
): Promise<void> => {
  for (let tries = 0; tries < patience; tries += 1) {
    await keeper.ready();
    const card = find();
    if (card?.buttons.some((button) => button.label === label) !== true) {
      return;
    }
    if ((await person.clicks(card, label, { asSeen: true })) === 'acknowledged') {
      return;
    }
    await waitAMoment();
  }
  throw new Error(`nobody took ${person.name}'s ${label} on ${id}`);
};

/** Opens the form behind Deny and sends it, until it is taken or the card has no buttons any more. */
export const insistOnDenial = async (
  town: Town,
  keeper: Keeper,
  person: Person,
  id: string,
  reason: string,
): Promise<void> => {
  for (let tries = 0; tries < patience; tries += 1) {
    await insistOnClick(town, keeper, person, id, '❌ Deny');
    const opened = await town.workspace
      .until(() => person.modal !== undefined || !isOpen(cardOf(town, id)), {
        within: 1_500,
        what: 'the form',
      })
      .catch(() => false);
    if (!isOpen(cardOf(town, id))) {
      return;
    }
    if (opened && (await person.submits({ Reason: reason })) === 'closed') {
      return;
    }
    if (person.modal !== undefined) {
      person.closesModal({ whole: true });
    }
    await waitAMoment();
  }
  throw new Error(`nobody took ${person.name}'s denial of ${id}`);
};
