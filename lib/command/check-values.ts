import type { ArgSpec, ArgValues, CommandSpec } from './spec.ts';

/** The own property of that name: `constructor` and the like are never values. */
export const ownValue = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** The values that passed their checks, and a sentence for each that did not, both by argument name. */
export interface Checked {
  readonly values: ArgValues;
  readonly problems: Readonly<Record<string, string>>;
}

/** Puts every given value through its argument's check. Names that are not arguments are left out. */
export const checkValues = (spec: CommandSpec, given: ArgValues): Checked => {
  const values: [string, string][] = [];
  const problems: [string, string][] = [];
  for (const [name, arg] of Object.entries(spec.args)) {
    const text = ownValue(given, name);
    if (text === undefined) {
      continue;
    }
    const checked = arg.check(text);
    if (checked.ok) {
      values.push([name, checked.value]);
    } else {
      problems.push([name, checked.error]);
    }
  }
  return { values: Object.fromEntries(values), problems: Object.fromEntries(problems) };
};

/** The names of the required arguments that have no value, in the order of declaration. */
export const missingNames = (spec: CommandSpec, given: ArgValues): readonly string[] =>
  Object.entries(spec.args)
    .filter(([name, arg]) => arg.required && ownValue(given, name) === undefined)
    .map(([name]) => name);

/** The values with the defaults of the arguments that were left out, in the order of declaration. */
export const withDefaults = (spec: CommandSpec, values: ArgValues): ArgValues =>
  Object.fromEntries(
    Object.entries(spec.args).flatMap(([name, arg]: [string, ArgSpec]) => {
      const value = ownValue(values, name) ?? arg.default;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
