import type { ArgSpec, CommandSpec } from './spec.ts';

const wordShape = /^[a-z][a-z0-9-]*$/;

/** Words with a meaning of their own in every command. */
const reserved: readonly string[] = ['help', 'dry-run'];

const isWord = (word: string): boolean => wordShape.test(word) && !reserved.includes(word);

const findNameProblems = (spec: CommandSpec, specs: readonly CommandSpec[]): readonly string[] => {
  const { name } = spec;
  const isGroup = specs.some((other) => other.name.startsWith(`${name} `));
  return [
    ...(name.split(' ').every(isWord)
      ? []
      : ['its name must be lower-case words that are not reserved']),
    ...(specs.find((other) => other.name === name) === spec
      ? []
      : ['another command has the same name']),
    ...(isGroup && name.includes(' ')
      ? ['only the first word of a slash command can be a command and have commands below it']
      : []),
  ];
};

const findArgProblems = (name: string, arg: ArgSpec): readonly string[] => {
  const checked = arg.default === undefined ? undefined : arg.check(arg.default);
  return [
    ...(isWord(name)
      ? []
      : [`the argument '${name}' must be a lower-case word that is not reserved`]),
    ...(arg.required && checked !== undefined ? [`'${name}' is required and has a default`] : []),
    ...(checked === undefined || (checked.ok && checked.value === arg.default)
      ? []
      : [`the default of '${name}' is not a value that its check gives`]),
    ...(arg.input.kind === 'choice' && arg.input.options.length === 0
      ? [`'${name}' has no options`]
      : []),
  ];
};

/** A word can be given only behind those before it, so each of these must be certain to have a value. */
const findOrderProblems = ({ args }: CommandSpec): readonly string[] => {
  const positions = Object.entries(args).filter(([, arg]) => arg.at === 'position');
  const firstOptional = positions.findIndex(([, arg]) => !arg.required);
  const behind = firstOptional === -1 ? [] : positions.slice(firstOptional);
  return [
    ...behind
      .filter(([, arg]) => arg.required)
      .map(([name]) => `'${name}' is required behind an optional word`),
    ...behind
      .slice(0, -1)
      .filter(([, arg]) => arg.default === undefined && !arg.required)
      .map(([name]) => `'${name}' needs a default, because another word follows it`),
  ];
};

/** Everything that makes these declarations ambiguous or contradictory, one line each; empty where all is well. */
export const findSpecProblems = (specs: readonly CommandSpec[]): readonly string[] =>
  specs.flatMap((spec) =>
    [
      ...findNameProblems(spec, specs),
      ...Object.entries(spec.args).flatMap(([name, arg]) => findArgProblems(name, arg)),
      ...findOrderProblems(spec),
    ].map((problem) => `/${spec.name}: ${problem}`),
  );
