import { Fault } from '../kernel/errors.ts';
import type { CommandSpec } from './spec.ts';
import { findSpecProblems } from './spec-problems.ts';

/** A place in the grammar: a command, a group of commands, or (the root of a slash command only) both. */
export interface Branch {
  /** The words that lead here, as `infra whitelist`; empty at the top. */
  readonly path: string;
  readonly spec: CommandSpec | undefined;
  /** By their next word, in the order of declaration. */
  readonly children: ReadonlyMap<string, Branch>;
}

/** All commands, by the words that lead to them. */
export interface Grammar {
  readonly specs: readonly CommandSpec[];
  /** Its children are the slash commands. */
  readonly top: Branch;
}

/** A path with one more word. */
export const join = (path: string, word: string): string =>
  path === '' ? word : `${path} ${word}`;

const grow = (path: string, specs: readonly CommandSpec[]): Branch => {
  const prefix = join(path, '');
  const below = specs.filter(({ name }) => name.startsWith(prefix));
  const words = new Set(below.map(({ name }) => name.slice(prefix.length).split(' ', 1).join('')));
  return {
    path,
    spec: specs.find(({ name }) => name === path),
    children: new Map(Array.from(words, (word) => [word, grow(join(path, word), specs)])),
  };
};

/**
 * Puts commands under one grammar. A mistake in a declaration is a mistake in the code: it throws the fault
 * GRAMMAR_INVALID, with every mistake in its message.
 */
export const createGrammar = (specs: readonly CommandSpec[]): Grammar => {
  const problems = findSpecProblems(specs);
  if (problems.length > 0) {
    throw new Fault('GRAMMAR_INVALID', problems.join('\n'));
  }
  return { specs, top: grow('', specs) };
};

/** The commands at and below a branch that people are shown, in the order of declaration. */
export const visibleSpecs = ({ specs }: Grammar, { path }: Branch): readonly CommandSpec[] =>
  specs.filter(
    ({ name, hidden }) => hidden !== true && (name === path || name.startsWith(join(path, ''))),
  );

/** The next words after a branch that lead to something people are shown. */
export const visibleWords = (grammar: Grammar, branch: Branch): readonly string[] =>
  Array.from(branch.children)
    .filter(([, child]) => visibleSpecs(grammar, child).length > 0)
    .map(([word]) => word);
