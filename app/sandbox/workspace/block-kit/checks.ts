import { isJsonObject } from '../json.ts';

/**
 * Looks at a value and answers with what is wrong, worded as Slack words it:
 * `[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]`. Nothing wrong: no problems.
 */
export type Check = (value: unknown, pointer: string) => readonly string[];

/** One problem in Slack's words, with the place. */
export const problem = (message: string, pointer: string): string =>
  `[ERROR] ${message} [json-pointer:${pointer}]`;

/** Text of `min` (1) to `max` characters. */
export const text =
  ({ min = 1, max }: { readonly min?: number; readonly max: number }): Check =>
  (value, pointer) => {
    if (typeof value !== 'string') {
      return [problem('must provide a string', pointer)];
    }
    if (value.length < min) {
      return [problem(`must be more than ${min - 1} characters`, pointer)];
    }
    return value.length > max ? [problem(`must be less than ${max + 1} characters`, pointer)] : [];
  };

/** True or false. */
export const flag: Check = (value, pointer) =>
  typeof value === 'boolean' ? [] : [problem('must provide a boolean', pointer)];

/** A whole number within bounds. */
export const integer =
  (min: number, max: number): Check =>
  (value, pointer) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : [problem(`must be an integer between ${min} and ${max}`, pointer)];

/** One of these words. */
export const oneOf =
  (...words: readonly string[]): Check =>
  (value, pointer) =>
    words.some((word) => word === value)
      ? []
      : [problem(`must be a valid enum value: ${words.join(', ')}`, pointer)];

/** Whatever it is: for parts that this workspace passes on without looking. */
export const anything: Check = () => [];

/** An array of `min` to `max` items, each of which passes `of`. */
export const list =
  (of: Check, { min = 1, max }: { readonly min?: number; readonly max: number }): Check =>
  (value, pointer) => {
    if (!Array.isArray(value)) {
      return [problem('must provide an array', pointer)];
    }
    if (value.length < min) {
      return [problem(`no fewer than ${min} items allowed`, pointer)];
    }
    if (value.length > max) {
      return [problem(`no more than ${max} items allowed`, pointer)];
    }
    return value.flatMap((item, index) => of(item, `${pointer}/${index}`));
  };

/** An object with these members and no others; `type` is left to `byType`. */
export const shape =
  (
    required: Readonly<Record<string, Check>>,
    optional: Readonly<Record<string, Check>> = {},
  ): Check =>
  (value, pointer) => {
    if (!isJsonObject(value)) {
      return [problem('must provide an object', pointer)];
    }
    const missing = Object.keys(required)
      .filter((key) => value[key] === undefined)
      .map((key) => problem(`missing required field: ${key}`, pointer));
    const wrong = Object.entries(value).flatMap(([key, member]) => {
      const check = required[key] ?? optional[key];
      if (check !== undefined) {
        return member === undefined ? [] : check(member, `${pointer}/${key}`);
      }
      return key === 'type' ? [] : [problem(`invalid additional property: ${key}`, pointer)];
    });
    return [...missing, ...wrong];
  };

/** An object whose `type` says which check it must pass. */
export const byType =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, pointer) => {
    if (!isJsonObject(value)) {
      return [problem('must provide an object', pointer)];
    }
    const { type } = value;
    if (typeof type !== 'string') {
      return [problem('missing required field: type', pointer)];
    }
    const check = Object.hasOwn(checks, type) ? checks[type] : undefined;
    return check?.(value, pointer) ?? [problem(`unsupported type: ${type}`, `${pointer}/type`)];
  };

/** Passes all of these; only the first that fails is heard. */
export const inTurn =
  (...checks: readonly Check[]): Check =>
  (value, pointer) => {
    for (const check of checks) {
      const problems = check(value, pointer);
      if (problems.length > 0) {
        return problems;
      }
    }
    return [];
  };

/** Items whose member `key`, where it is given, is their own. */
export const unique =
  (key: string): Check =>
  (value, pointer) => {
    const seen = new Set<unknown>();
    return (Array.isArray(value) ? value : []).flatMap((item, index) => {
      const name = isJsonObject(item) ? item[key] : undefined;
      if (typeof name === 'string' && seen.has(name)) {
        return [problem(`\`${key}\` ${name} already exists`, `${pointer}/${index}/${key}`)];
      }
      seen.add(name);
      return [];
    });
  };
