import { enquote, quote } from './quote.ts';
import type { ArgValues, CommandSpec } from './spec.ts';

/** Whether a bare first word could be taken for a sub-command or a misspelt one, or for a call for help. */
const isAmbiguous = (spec: Pick<CommandSpec, 'name'>, word: string): boolean =>
  word.toLowerCase() === 'help' || (!spec.name.includes(' ') && !word.includes(':'));

/**
 * The text of a command with these values, as `/request-image deny req-abc123 --reason "Use python:latest"`, which parses
 * back to them. A left-out word before a given one is written with its default. Buttons carry such texts: Slack takes
 * 2,000 characters, and whoever lets people write long values into a button must limit them.
 */
export const formatCommand = (
  spec: Pick<CommandSpec, 'name' | 'args'>,
  values: ArgValues,
  dryRun = false,
): string => {
  const given = (name: string): string | undefined =>
    Object.hasOwn(values, name) ? values[name] : undefined;
  const entries = Object.entries(spec.args);
  const positions = entries.filter(([, arg]) => arg.at === 'position');
  const last = positions.findLastIndex(([name]) => given(name) !== undefined);
  const words = positions.slice(0, last + 1).map(([name, arg]) => given(name) ?? arg.default ?? '');
  const options = entries.flatMap(([name, arg]) => {
    const value = given(name);
    return arg.at === 'position' || value === undefined ? [] : [`--${name} ${quote(value)}`];
  });
  return [
    `/${spec.name}`,
    ...words.map((word, index) =>
      index === 0 && isAmbiguous(spec, word) ? enquote(word) : quote(word),
    ),
    ...options,
    ...(dryRun ? ['--dry-run'] : []),
  ].join(' ');
};
