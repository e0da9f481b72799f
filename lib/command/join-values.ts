import { fail, type Result, succeed } from '../kernel/result.ts';
import type { ArgSpec, CommandSpec } from './spec.ts';
import type { OptionToken, Token } from './tokenize.ts';
import { usageOfArgument } from './usage.ts';

/** The flag of every command that has a dry run. */
export const dryRunFlag = 'dry-run';

/** The names of the arguments that are words, or options, in the order of declaration. */
export const namesAt = (spec: CommandSpec, at: ArgSpec['at']): readonly string[] =>
  Object.keys(spec.args).filter((name) => spec.args[name]?.at === at);

/** The declared option of that name, or undefined where the name is none or that of a word. */
const findOption = (spec: CommandSpec, name: string): ArgSpec | undefined => {
  const arg = Object.hasOwn(spec.args, name) ? spec.args[name] : undefined;
  return arg?.at === 'option' ? arg : undefined;
};

const needsValue = (name: string, arg: ArgSpec): string =>
  `--${name} needs a value. Write ${usageOfArgument(name, { ...arg, required: true })}.`;

/** Joins each declared option that stands without a value with the word behind it. The problem is a sentence. */
export const joinValues = (
  spec: CommandSpec,
  tokens: readonly Token[],
): Result<readonly Token[], string> => {
  const joined: Token[] = [];
  let waiting: { readonly option: OptionToken; readonly arg: ArgSpec } | undefined;
  for (const token of tokens) {
    const arg =
      token.kind === 'option' && token.value === undefined
        ? findOption(spec, token.name)
        : undefined;
    if (waiting !== undefined) {
      if (token.kind === 'option') {
        break;
      }
      joined.push({ ...waiting.option, value: token.text });
      waiting = undefined;
    } else if (token.kind === 'option' && arg !== undefined) {
      waiting = { option: token, arg };
    } else {
      joined.push(token);
    }
  }
  return waiting === undefined
    ? succeed(joined)
    : fail(needsValue(waiting.option.name, waiting.arg));
};
