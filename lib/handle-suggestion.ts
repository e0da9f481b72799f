import { ownValue } from './command/check-values.ts';
import type { House } from './house.ts';
import type { Millis } from './kernel/clock.ts';
import { withDeadline } from './kernel/deadline.ts';
import { describeError } from './kernel/errors.ts';
import type { PrincipalId } from './kernel/ids.ts';
import type { Suggestion } from './operation/operation.ts';
import { proposalQuestion } from './operation/proposal-question.ts';

/** What somebody is typing into a searchable field of a form. */
export interface Typing {
  readonly principal: PrincipalId;
  /** The name of the operation whose form it is. */
  readonly operation: string;
  /** The name of the argument whose field it is. */
  readonly argument: string;
  readonly typed: string;
}

/** Finds what may be picked for what is typed, at most a hundred values, within two seconds. Never rejects. */
export type SuggestionHandler = (typing: Typing) => Promise<readonly Suggestion[]>;

/** What suggesting takes of the house: nothing that writes. */
export type SuggestingHouse = Pick<
  House,
  'catalogue' | 'identify' | 'policy' | 'ids' | 'clock' | 'log'
>;

/** Whoever types sees nothing of what comes later than three seconds. */
const timeLimit: Millis = 2_000;

/** More than these nobody looks through. */
const mostSuggested = 100;

const nothing: readonly Suggestion[] = [];

/**
 * Suggests only to whoever may propose the operation: what there is to pick is no business of strangers. An operation that asks the
 * policy no such question suggests nothing. docs/adr/0010 says why nothing of this is recorded.
 */
const findSuggestions = async (
  { catalogue, identify, policy, ids }: SuggestingHouse,
  { principal: id, operation: name, argument, typed }: Typing,
): Promise<readonly Suggestion[]> => {
  const operation = catalogue.find(name);
  const suggest = ownValue(operation?.suggest ?? {}, argument);
  if (operation?.proposal === undefined || suggest === undefined) {
    return nothing;
  }
  const principal = await identify(id);
  if (principal === undefined) {
    return nothing;
  }
  const decision = policy.decide(proposalQuestion(principal, operation, operation.proposal));
  return decision.kind === 'deny'
    ? nothing
    : suggest(typed, { principal, requestId: ids.request(), operationId: ids.operation() });
};

/** Suggests values while somebody types. Whatever goes wrong is logged, and nothing is suggested. */
export const createSuggestionHandler =
  (house: SuggestingHouse): SuggestionHandler =>
  async (typing) => {
    const { clock, log } = house;
    try {
      const found = findSuggestions(house, typing);
      const suggested = await withDeadline(clock, timeLimit, 'suggesting values', found);
      return suggested.slice(0, mostSuggested);
    } catch (error) {
      const { operation, argument } = typing;
      log.warn('suggestion.failed', { operation, argument, error: describeError(error) });
      return nothing;
    }
  };
