import type { z } from 'zod';
import { describeMismatch } from '../../lib/contract/describe-mismatch.ts';

/** The variables that a function was started with. */
export type FunctionEnvironment = Readonly<Record<string, string | undefined>>;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The configuration that a variable holds as JSON. Throws with one line that names the variable and each field that does not fit, without
 * values: Lambda shows it, and the function does not start.
 */
export const readConfiguration = <S extends z.ZodType>(
  schema: S,
  environment: FunctionEnvironment,
  variable: string,
): z.infer<S> => {
  const text = environment[variable];
  if (text === undefined || text === '') {
    throw new Error(`${variable} is not set: it holds the configuration of this function as JSON`);
  }
  const value = parseJson(text);
  if (value === undefined) {
    throw new Error(`${variable} is not JSON`);
  }
  const read = schema.safeParse(value);
  if (!read.success) {
    throw new Error(`${variable}: ${describeMismatch(read.error)}`);
  }
  return read.data;
};
