import { checkValues, missingNames, withDefaults } from './check-values.ts';
import { type Branch, type Grammar, visibleWords } from './grammar.ts';
import type { Parsed } from './parsed.ts';
import { type Reading, readArguments } from './read-arguments.ts';
import type { CommandSpec } from './spec.ts';
import { suggest } from './suggest.ts';
import { type Token, tokenize, type WordToken } from './tokenize.ts';
import { unknownCommand, usageAt } from './unknown-command.ts';
import { usageOf } from './usage.ts';

export type { Unparsable } from './parsed.ts';

const isBareWord = (token: Token): token is WordToken => token.kind === 'word' && !token.quoted;

const isFlag = (token: Token): boolean =>
  token.kind === 'option' && ['help', 'dry-run'].includes(token.name);

interface Walk {
  readonly branch: Branch;
  /** The flags among the words that lead to the branch. */
  readonly flags: readonly Token[];
  /** What follows; where there is anything, it does not begin with a flag. */
  readonly rest: readonly Token[];
}

/** Follows the leading words as far as they lead; flags may stand between them. */
const walk = (from: Branch, tokens: readonly Token[]): Walk => {
  let branch = from;
  const flags: Token[] = [];
  for (const [index, token] of tokens.entries()) {
    if (isFlag(token)) {
      flags.push(token);
      continue;
    }
    const child = isBareWord(token) ? branch.children.get(token.text.toLowerCase()) : undefined;
    if (child === undefined) {
      return { branch, flags, rest: tokens.slice(index) };
    }
    branch = child;
  }
  return { branch, flags, rest: [] };
};

/** What help is asked for: by `--help` anywhere, or by `help` in the place of a sub-command or of the first argument. */
const helpTopic = ({ branch, flags, rest }: Walk): string | undefined => {
  const [first, ...others] = rest;
  if ([...flags, ...rest].some((token) => token.kind === 'option' && token.name === 'help')) {
    return branch.path;
  }
  if (first !== undefined && isBareWord(first) && first.text.toLowerCase() === 'help') {
    return walk(branch, others).branch.path;
  }
  return first === undefined && branch.spec === undefined ? branch.path : undefined;
};

/** A check's sentence, with the name of the argument where the sentence does not say it. */
const withLabel = (label: string, sentence: string): string =>
  sentence.toLowerCase().includes(label.toLowerCase()) ? sentence : `${label}: ${sentence}`;

const checkReading = (spec: CommandSpec, { given, dryRun }: Reading): Parsed => {
  const { values, problems } = checkValues(spec, given);
  const sentences = Object.entries(problems).map(([name, sentence]) =>
    withLabel(spec.args[name]?.label ?? name, sentence),
  );
  if (sentences.length > 0) {
    return { kind: 'unparsable', problem: sentences.join(' '), usage: [usageOf(spec)] };
  }
  const missing = missingNames(spec, values);
  return missing.length > 0
    ? { kind: 'incomplete', spec, given: values, missing, dryRun }
    : { kind: 'command', spec, values: withDefaults(spec, values), dryRun };
};

const parseArguments = (spec: CommandSpec, rest: readonly Token[]): Parsed => {
  const reading = readArguments(spec, rest);
  return reading.ok
    ? checkReading(spec, reading.value)
    : { kind: 'unparsable', problem: reading.error, usage: [usageOf(spec)] };
};

/** At a command with sub-commands: whether its first word is a sub-command misspelt, and not its first argument. */
const isMisspelt = (grammar: Grammar, { branch, rest: [first, ...others] }: Walk): boolean =>
  first !== undefined &&
  isBareWord(first) &&
  !first.text.includes(':') &&
  others.every((token) => token.kind === 'word' || isFlag(token)) &&
  suggest(first.text, visibleWords(grammar, branch)) !== undefined;

const parseTokens = (grammar: Grammar, tokens: readonly Token[]): Parsed => {
  const walked = walk(grammar.top, tokens);
  const { branch, flags, rest } = walked;
  const [first, ...others] = rest;
  const topic = helpTopic(walked);
  if (topic !== undefined) {
    return { kind: 'help', topic };
  }
  if (branch.spec !== undefined && !isMisspelt(grammar, walked)) {
    return parseArguments(branch.spec, [...flags, ...rest]);
  }
  return first?.kind === 'word'
    ? unknownCommand(grammar, branch, first.text, [...others, ...flags], (line) =>
        parseLine(grammar, line),
      )
    : {
        kind: 'unparsable',
        problem: `Begin with a command: ${visibleWords(grammar, branch).join(', ')}. Options follow it.`,
        usage: usageAt(grammar, branch),
      };
};

/**
 * What a whole command means, as a button carries it and a mention says it: `/infra status dev`, also without its slash.
 * It is total: whatever people write has an answer, and it never throws.
 */
export const parseLine = (grammar: Grammar, line: string): Parsed => {
  const text = line.trimStart().replace(/^\//, '');
  const tokens = tokenize(text);
  if (tokens.ok) {
    return parseTokens(grammar, tokens.value);
  }
  const before = tokenize(text.slice(0, tokens.error.at));
  const { branch } = walk(grammar.top, before.ok ? before.value : []);
  return { kind: 'unparsable', problem: tokens.error.problem, usage: usageAt(grammar, branch) };
};

/** What the text behind a slash command means; the root is the slash command, with or without its slash. */
export const parse = (grammar: Grammar, root: string, text: string): Parsed =>
  parseLine(grammar, `${root} ${text}`);
