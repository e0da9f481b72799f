import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { type PolicySource, placeOf } from './policy-source.ts';

/** What is wrong, in one line, without its place. */
export const describeProblem = ({ message, help, sourceLocations }: DetailedError): string => {
  const hints = [sourceLocations?.[0]?.label, help].filter((hint) => typeof hint === 'string');
  return hints.length === 0 ? message : `${message} (${hints.join('; ')})`;
};

/**
 * Errors of Cedar with all that they bring along, one line each, as `default.cedar:12:3: unexpected token`.
 * `start` is where the text that Cedar read begins in the source, in bytes.
 */
export const tellProblems = (
  source: PolicySource,
  errors: readonly DetailedError[],
  start = 0,
): readonly string[] =>
  errors.flatMap((error) => [
    `${placeOf(source, start + (error.sourceLocations?.[0]?.start ?? 0))}: ${describeProblem(error)}`,
    ...tellProblems(source, error.related ?? [], start),
  ]);
