import type { SeenMessage } from '../../app/sandbox/workspace/people/seen-message.ts';
import { general, type Town } from './town.ts';

/** The cards in a channel with these words at their head, as `STOP - DEV`, as Alice reads them; answers that only she sees are none. */
export const cardsIn = ({ alice }: Town, head: string, channel = general): readonly SeenMessage[] =>
  alice.reads(channel).filter(({ ephemeral, text }) => !ephemeral && text.includes(head));

/** The card with these words at its head, once it says `words`. */
export const cardSaying = (
  town: Town,
  head: string,
  words: string,
  channel = general,
): Promise<SeenMessage> =>
  town.workspace.until(
    () => cardsIn(town, head, channel).find(({ text }) => text.includes(words)),
    { within: 20_000, what: `a card ${head} with ${words}` },
  );

/** How many tasks each service of an environment should run, in the order of their names. */
export const desiredTasks = async (
  { orchestrator }: Town,
  environment: string,
): Promise<readonly number[]> => {
  const state = await orchestrator.cloud.describe(environment);
  return state.ok ? state.value.services.map(({ desired }) => desired) : [];
};
