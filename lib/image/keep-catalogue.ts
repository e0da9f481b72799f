import type { Clock, EpochMillis, Millis } from '../kernel/clock.ts';
import type { Result } from '../kernel/result.ts';
import type { Refusal } from '../operation/operation.ts';
import type { AskCatalogue } from './ask-catalogue.ts';
import type { ImageCatalogue } from './plan-image.ts';

/** For so long nobody asks anew. */
const freshFor: Millis = 60_000;

/** For so long it is served, while it is renewed. */
const servedFor: Millis = 10 * 60_000;

/** For so long after a failure nobody asks again: somebody is typing, and a function that is down needs no more calls. */
const failedFor: Millis = 5_000;

type Answer = Result<ImageCatalogue, Refusal>;

interface Answered {
  readonly answer: Answer;
  readonly at: EpochMillis;
}

/**
 * Asks for a catalogue that may be ten minutes old: for help while somebody types, never for a decision. Those who ask at the same
 * time share one call, which is made in the name of the first. Rejects as `ask` does.
 */
export const createKeptCatalogue = (ask: AskCatalogue, clock: Clock): AskCatalogue => {
  let kept: Answered | undefined;
  let failed: Answered | undefined;
  let asking: Promise<Answer> | undefined;

  const within = (answered: Answered | undefined, limit: Millis): Answer | undefined =>
    answered !== undefined && clock.now() - answered.at < limit ? answered.answer : undefined;

  const renew: AskCatalogue = async (context) => {
    const answer = await ask(context);
    const answered = { answer, at: clock.now() };
    kept = answer.ok ? answered : kept;
    failed = answer.ok ? undefined : answered;
    return answer;
  };

  const renewOnce: AskCatalogue = (context) => {
    asking ??= renew(context).finally(() => {
      asking = undefined;
    });
    return asking;
  };

  return async (context) => {
    const fresh = within(kept, freshFor);
    if (fresh !== undefined) {
      return fresh;
    }
    const stale = within(kept, servedFor);
    const failure = within(failed, failedFor);
    if (failure !== undefined) {
      return stale ?? failure;
    }
    const renewed = renewOnce(context);
    if (stale === undefined) {
      return renewed;
    }
    // Whoever waits for it hears of its failure; here nobody does.
    void renewed.catch(() => undefined);
    return stale;
  };
};
