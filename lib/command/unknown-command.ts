import { type Branch, type Grammar, join, visibleSpecs, visibleWords } from './grammar.ts';
import { namesAt } from './join-values.ts';
import type { Parsed, Unparsable } from './parsed.ts';
import { enquote, quote } from './quote.ts';
import type { CommandSpec } from './spec.ts';
import { suggest } from './suggest.ts';
import type { Token } from './tokenize.ts';
import { usageOf, usageOfArgument } from './usage.ts';

/** How the commands at and below a branch are written, one line each. */
export const usageAt = (grammar: Grammar, branch: Branch): readonly string[] =>
  branch.spec === undefined ? visibleSpecs(grammar, branch).map(usageOf) : [usageOf(branch.spec)];

const writeToken = (token: Token): string => {
  if (token.kind === 'word') {
    return token.quoted ? enquote(token.text) : quote(token.text);
  }
  return token.value === undefined ? `--${token.name}` : `--${token.name} ${quote(token.value)}`;
};

/** The command with the right word and the rest of what was written, where that makes sense; else with the word alone. */
const correct = (
  path: string,
  rest: readonly Token[],
  parseLine: (line: string) => Parsed,
): string => {
  const line = [`/${path}`, ...rest.map(writeToken)].join(' ');
  const parsed = parseLine(line);
  return parsed.kind === 'unparsable' ? (parsed.suggestion ?? `/${path}`) : line;
};

/** How to write a word that looks like a misspelt command and is meant as the command's first argument. */
const force = (spec: CommandSpec, word: string): string => {
  const options = Object.entries(spec.args)
    .filter(([, arg]) => arg.at === 'option' && arg.required)
    .map(([name, arg]) => usageOfArgument(name, arg));
  const line = [
    `/${spec.name}`,
    options.length === 0 ? enquote(word) : quote(word),
    ...options,
  ].join(' ');
  return namesAt(spec, 'position')
    .slice(0, 1)
    .map((name) => ` If '${word}' is meant as the ${name}, write: ${line}`)
    .join('');
};

/**
 * Says that a word is no command at a branch, and which one was probably meant. `rest` are the tokens without that word;
 * `parseLine` tells whether they make sense behind the right one.
 */
export const unknownCommand = (
  grammar: Grammar,
  branch: Branch,
  word: string,
  rest: readonly Token[],
  parseLine: (line: string) => Parsed,
): Unparsable => {
  const words = visibleWords(grammar, branch);
  const near = suggest(word, words);
  const problem = `There is no command '/${join(branch.path, word)}'.`;
  const usage = usageAt(grammar, branch);
  if (near === undefined) {
    return { kind: 'unparsable', problem: `${problem} Commands: ${words.join(', ')}.`, usage };
  }
  const path = join(branch.path, near);
  return {
    kind: 'unparsable',
    problem: `${problem}${branch.spec === undefined ? '' : force(branch.spec, word)}`,
    suggestion: correct(path, rest, parseLine),
    usage,
  };
};
