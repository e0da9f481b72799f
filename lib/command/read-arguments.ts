import parseArgv from 'yargs-parser';
import { fail, type Result, succeed } from '../kernel/result.ts';
import { findArgumentProblem } from './argument-problems.ts';
import { dryRunFlag, joinValues, namesAt } from './join-values.ts';
import type { ArgValues, CommandSpec } from './spec.ts';
import type { Token } from './tokenize.ts';

/** What the tokens of a command say, before any value is checked. */
export interface Reading {
  /** By argument name. */
  readonly given: ArgValues;
  readonly dryRun: boolean;
}

const toArgument = (token: Token): string => {
  if (token.kind === 'word') {
    return token.text;
  }
  // The parser takes one pair of quotes off every value behind an equals sign, so each is given one.
  return token.value === undefined ? `--${token.name}` : `--${token.name}="${token.value}"`;
};

/** Options by name, and the words by `--`, all to the letter: `1.10` stays `1.10`. An option given twice is an array. */
const parseTokens = (spec: CommandSpec, tokens: readonly Token[]): ReadonlyMap<string, unknown> => {
  const options = tokens.filter(({ kind }) => kind === 'option');
  const words = tokens.filter(({ kind }) => kind === 'word');
  const { _, ...parsed } = parseArgv([...options.map(toArgument), '--', ...words.map(toArgument)], {
    string: [...namesAt(spec, 'option')],
    boolean: spec.dryRun ? [dryRunFlag] : [],
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'short-option-groups': false,
    },
  });
  return new Map(Object.entries<unknown>(parsed));
};

const collectValues = (spec: CommandSpec, parsed: ReadonlyMap<string, unknown>): ArgValues => {
  const words = parsed.get('--');
  const positions = namesAt(spec, 'position');
  const placed = Array.isArray(words)
    ? words.map((word, index): [string, unknown] => [positions[index] ?? '', word])
    : [];
  const options = namesAt(spec, 'option').map((name): [string, unknown] => [
    name,
    parsed.get(name),
  ]);
  return Object.fromEntries(
    [...placed, ...options].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
};

/**
 * Sorts the tokens behind a command's name into its arguments. The problem is a sentence with what to do: an option that
 * is unknown, given twice or without its value, or more words than the command takes.
 */
export const readArguments = (
  spec: CommandSpec,
  tokens: readonly Token[],
): Result<Reading, string> => {
  const joined = joinValues(spec, tokens);
  if (!joined.ok) {
    return joined;
  }
  const parsed = parseTokens(spec, joined.value);
  const problem = findArgumentProblem(spec, joined.value, parsed);
  return problem === undefined
    ? succeed({ given: collectValues(spec, parsed), dryRun: parsed.has(dryRunFlag) })
    : fail(problem);
};
