import { checkValues, missingNames, ownValue, withDefaults } from './check-values.ts';
import type { Command } from './parsed.ts';
import type { ArgValues, CommandSpec } from './spec.ts';

/** What people wrote into a form, by argument name; a field that was left empty is blank or null. */
export type FormFields = Readonly<Record<string, string | null | undefined>>;

/** A form that cannot be taken: one sentence for each argument at fault, by its name. */
export interface InvalidForm {
  readonly kind: 'invalid';
  readonly errors: Readonly<Record<string, string>>;
}

const fieldValue = (
  fields: FormFields,
  name: string,
  given: string | undefined,
): string | undefined => {
  const written = ownValue(fields, name);
  if (written === undefined) {
    return given;
  }
  return written === null || written.trim() === '' ? undefined : written;
};

/**
 * Joins a submitted form with what was given before it. A field that is in the form counts instead of the given value,
 * also when it is blank: then the argument is left out. Everything is checked again, because the given values have been
 * in other hands.
 */
export const fillForm = (
  spec: CommandSpec,
  given: ArgValues,
  fields: FormFields,
  dryRun = false,
): Command | InvalidForm => {
  const written = Object.fromEntries(
    Object.keys(spec.args).flatMap((name) => {
      const value = fieldValue(fields, name, ownValue(given, name));
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const { values, problems } = checkValues(spec, written);
  const missing = missingNames(spec, written).map(
    (name) => [name, `${spec.args[name]?.label} is missing.`] as const,
  );
  const errors = { ...problems, ...Object.fromEntries(missing) };
  return Object.keys(errors).length > 0
    ? { kind: 'invalid', errors }
    : { kind: 'command', spec, values: withDefaults(spec, values), dryRun };
};
