import { quote } from './quote.ts';
import type { ArgSpec, CommandSpec } from './spec.ts';

/** The name of the value in brackets, in quotes too where the example has to be quoted. */
const valueOf = (name: string, arg: ArgSpec): string => {
  const value = `<${arg.valueName ?? name}>`;
  return quote(arg.placeholder) === arg.placeholder ? value : `"${value}"`;
};

/** How an argument is written, as `<image>`, `[environment]`, `--reason "<reason>"` or `[--name <name>]`. */
export const usageOfArgument = (name: string, arg: ArgSpec): string => {
  if (arg.at === 'option') {
    const option = `--${name} ${valueOf(name, arg)}`;
    return arg.required ? option : `[${option}]`;
  }
  return arg.required ? valueOf(name, arg) : `[${arg.valueName ?? name}]`;
};

/** How a command is written: its words, then its required options, then its other options. */
export const usageOf = ({ name, args, dryRun }: CommandSpec): string => {
  const entries = Object.entries(args).filter(([, { isHidden }]) => isHidden !== true);
  const usages = (wanted: (arg: ArgSpec) => boolean): readonly string[] =>
    entries.filter(([, arg]) => wanted(arg)).map(([each, arg]) => usageOfArgument(each, arg));
  return [
    `/${name}`,
    ...usages((arg) => arg.at === 'position'),
    ...usages((arg) => arg.at === 'option' && arg.required),
    ...usages((arg) => arg.at === 'option' && !arg.required),
    ...(dryRun ? ['[--dry-run]'] : []),
  ].join(' ');
};
