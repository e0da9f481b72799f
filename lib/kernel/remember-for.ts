import type { Clock, EpochMillis, Millis } from './clock.ts';

/**
 * Asks at most once in `age` and gives everybody in that time the same answer, also those who come while it is awaited. An answer
 * is as old as its question, so none is given that was asked for longer ago than `age`. Failures are not remembered.
 */
export const rememberFor = <T>(
  age: Millis,
  clock: Clock,
  ask: () => Promise<T>,
): (() => Promise<T>) => {
  let known: { readonly answer: Promise<T>; readonly askedAt: EpochMillis } | undefined;
  return async () => {
    if (known !== undefined && clock.now() - known.askedAt < age) {
      return known.answer;
    }
    const asked = { answer: ask(), askedAt: clock.now() };
    known = asked;
    try {
      return await asked.answer;
    } catch (error) {
      if (known === asked) {
        known = undefined;
      }
      throw error;
    }
  };
};
