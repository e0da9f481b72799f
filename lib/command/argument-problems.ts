import { dryRunFlag, namesAt } from './join-values.ts';
import { enquote } from './quote.ts';
import type { CommandSpec } from './spec.ts';
import { suggest } from './suggest.ts';
import type { Token } from './tokenize.ts';

const knownOptions = (spec: CommandSpec): readonly string[] => [
  ...namesAt(spec, 'option'),
  ...(spec.dryRun ? [dryRunFlag] : []),
];

const unknownOption = (spec: CommandSpec, name: string): string => {
  const known = knownOptions(spec);
  const near = suggest(name, known);
  if (near !== undefined) {
    return `/${spec.name} has no option --${name}. Did you mean --${near}?`;
  }
  const all = known.map((each) => `--${each}`).join(', ');
  return `/${spec.name} has no option --${name}. ${all === '' ? 'It takes no options.' : `Its options: ${all}.`}`;
};

const textOf = (token: Token): string => (token.kind === 'word' ? token.text : (token.value ?? ''));

const takesText = ({ args }: CommandSpec): boolean =>
  Object.values(args).some(({ at, input }) => at === 'position' && input.kind !== 'choice');

/** Shows what belongs in quotes: the words around the one at `index`, with the option before them that they follow. */
const showQuotes = (spec: CommandSpec, tokens: readonly Token[], index: number): string => {
  const start = tokens.slice(0, index).findLastIndex(({ kind }) => kind === 'option');
  const next = tokens.findIndex(({ kind }, each) => kind === 'option' && each > index);
  const words = tokens.slice(start + 1, next === -1 ? undefined : next);
  const option = tokens[start];
  if (option?.kind === 'option' && option.value !== undefined) {
    const value = [option, ...words].map(textOf).join(' ');
    return `Put several words in quotes: --${option.name} ${enquote(value)}`;
  }
  return takesText(spec)
    ? `Put several words in quotes: ${enquote(words.map(textOf).join(' '))}`
    : 'Leave it out.';
};

const extraWord = (spec: CommandSpec, tokens: readonly Token[]): string | undefined => {
  const words = tokens.flatMap((token, index) => (token.kind === 'word' ? [{ token, index }] : []));
  const extra = words[namesAt(spec, 'position').length];
  return extra === undefined
    ? undefined
    : `'${textOf(extra.token)}' is one word too many. ${showQuotes(spec, tokens, extra.index)}`;
};

const isFlagWithValue = (token: Token): boolean =>
  token.kind === 'option' && token.name === dryRunFlag && token.value !== undefined;

/** What is wrong with options and words, as a sentence with what to do; `parsed` holds the options by name. */
export const findArgumentProblem = (
  spec: CommandSpec,
  tokens: readonly Token[],
  parsed: ReadonlyMap<string, unknown>,
): string | undefined => {
  const options = Array.from(parsed).filter(([name]) => name !== '--');
  const known = knownOptions(spec);
  const unknown = options.find(([name]) => !known.includes(name));
  if (unknown !== undefined) {
    return unknownOption(spec, unknown[0]);
  }
  if (tokens.some(isFlagWithValue)) {
    return `--${dryRunFlag} takes no value. Write it alone.`;
  }
  const twice = options.find(([, value]) => Array.isArray(value));
  return twice === undefined
    ? extraWord(spec, tokens)
    : `--${twice[0]} is given more than once. Give it once.`;
};
