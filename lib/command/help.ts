import { type Branch, type Grammar, visibleSpecs } from './grammar.ts';
import type { ArgSpec, CommandSpec } from './spec.ts';
import { usageOf, usageOfArgument } from './usage.ts';

/** One argument, explained. */
export interface HelpArgument {
  /** As `<image>` or `[--name <name>]`. */
  readonly usage: string;
  readonly hint: string;
  readonly default?: string;
  /** What there is to choose from; absent for text. */
  readonly choices?: readonly string[];
}

/** One command, explained. */
interface HelpEntry {
  readonly usage: string;
  readonly summary: string;
  readonly example: string;
  /** Given where help is about this one command, and empty in lists. */
  readonly arguments: readonly HelpArgument[];
}

/** What help says, without any formatting. */
export interface HelpPage {
  /** As `/infra`, or `Commands` for everything. */
  readonly title: string;
  readonly entries: readonly HelpEntry[];
  /** What holds for all of them, one line each. */
  readonly footer: readonly string[];
}

const explainArgument = ([name, arg]: [string, ArgSpec]): HelpArgument => ({
  usage: usageOfArgument(name, arg),
  hint: arg.hint,
  ...(arg.default === undefined ? {} : { default: arg.default }),
  ...(arg.input.kind === 'choice' ? { choices: arg.input.options } : {}),
});

const explain = (spec: CommandSpec, withArguments: boolean): HelpEntry => ({
  usage: usageOf(spec),
  summary: spec.summary,
  example: spec.example,
  arguments: withArguments
    ? Object.entries(spec.args)
        .filter(([, { isHidden }]) => isHidden !== true)
        .map(explainArgument)
    : [],
});

/** The branch of a topic, or the last one on the way to it. */
const find = (grammar: Grammar, topic: string): Branch => {
  let branch = grammar.top;
  for (const word of topic.split(' ')) {
    const child = branch.children.get(word);
    if (child === undefined) {
      break;
    }
    branch = child;
  }
  return branch;
};

/**
 * Help about a topic of `parse`: a command with its arguments, or the list of the commands below a word, in the order of
 * declaration and without the hidden ones. An unknown topic gets the help of what is known of it.
 */
export const helpFor = (grammar: Grammar, topic: string): HelpPage => {
  const branch = find(grammar, topic);
  const isList = branch.spec === undefined || branch.children.size > 0;
  const specs = isList || branch.spec === undefined ? visibleSpecs(grammar, branch) : [branch.spec];
  return {
    title: branch.path === '' ? 'Commands' : `/${branch.path}`,
    entries: specs.map((spec) => explain(spec, spec === branch.spec)),
    footer: [
      'Put values of several words in quotes.',
      ...(isList ? ['Add --help to a command to see its arguments.'] : []),
      ...(specs.some(({ dryRun }) => dryRun)
        ? ['Add --dry-run where it is shown to see what would happen; it changes nothing.']
        : []),
    ],
  };
};
