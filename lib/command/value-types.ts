import { isRequestId } from '../kernel/ids.ts';
import { fail, type Result, succeed } from '../kernel/result.ts';
import type { Input } from './spec.ts';
import { suggest } from './suggest.ts';

/** What a value may be: how a form asks for it and how it is checked. Checking a checked value changes nothing. */
export interface ValueType {
  readonly input: Input;
  readonly check: (text: string) => Result<string, string>;
}

/** Text, which a form lets people type. */
export interface TextType extends ValueType {
  readonly input: Extract<Input, { readonly kind: 'text' }>;
}

/** Characters that nobody sees: they make nothing longer. */
const invisible = /\p{Cf}/gu;

/** Characters as people count them at a keyboard: code points, not UTF-16 units. */
const lengthOf = (text: string): number => Array.from(text.replaceAll(invisible, '')).length;

const characters = (count: number): string => `${count} character${count === 1 ? '' : 's'}`;

const checkLength = (text: string, min: number, max: number): Result<string, string> => {
  const length = lengthOf(text);
  if (length < min) {
    return fail(`Write at least ${characters(min)}; this has ${length}.`);
  }
  return length > max
    ? fail(`Write at most ${characters(max)}; this has ${length}.`)
    : succeed(text);
};

/** Free text of `min` to `max` characters (at least 1 by default) without the white space around it. */
export const text = ({
  min = 1,
  max,
  multiline = false,
}: {
  readonly min?: number;
  readonly max: number;
  readonly multiline?: boolean;
}): TextType => ({
  input: { kind: 'text', minLength: min, maxLength: max, multiline },
  check: (written) => {
    const value = written.trim();
    return !multiline && /[\n\r\u2028\u2029]/.test(value)
      ? fail('Write it on one line.')
      : checkLength(value, min, max);
  },
});

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * One of the options, in any case. The noun is what its error calls it, as in "Unknown environment 'nowhere'.
 * Environments: dev, staging, prod."; its plural is given where it does not end in `s` alone.
 */
export const choice = ({
  noun,
  plural = `${noun}s`,
  options,
}: {
  readonly noun: string;
  readonly plural?: string;
  readonly options: readonly string[];
}): ValueType => ({
  input: { kind: 'choice', options },
  check: (written) => {
    const value = written.trim();
    const found = options.find((each) => each.toLowerCase() === value.toLowerCase());
    if (found !== undefined) {
      return succeed(found);
    }
    const near = suggest(value, options);
    const meant = near === undefined ? '' : ` Did you mean '${near}'?`;
    return fail(
      `Unknown ${noun} '${value}'.${meant} ${capitalised(plural)}: ${options.join(', ')}.`,
    );
  },
});

/** A word of a shape, at most `max` characters. The sentence says what to write where the shape is another. */
export const pattern = ({
  shape,
  sentence,
  max = 255,
}: {
  /** Anchored at both ends. */
  readonly shape: RegExp;
  readonly sentence: string;
  readonly max?: number;
}): TextType => ({
  input: { kind: 'text', minLength: 1, maxLength: max, multiline: false },
  check: (written) => {
    const value = written.trim();
    return value.search(shape) === -1 ? fail(sentence) : checkLength(value, 1, max);
  },
});

/**
 * The same text, picked in a form by searching for it: the operation must suggest values for this argument. Typed in a command it is
 * what it was.
 */
export const searchable = (
  { input: { minLength, maxLength }, check }: TextType,
  { minQuery }: { readonly minQuery: number },
): ValueType => ({ input: { kind: 'search', minLength, maxLength, minQuery }, check });

/** The id of a request, in any case. */
export const requestId = (): ValueType => ({
  input: { kind: 'text', minLength: 10, maxLength: 16, multiline: false },
  check: (written) => {
    const id = written.trim().toLowerCase();
    return isRequestId(id)
      ? succeed(id)
      : fail(`'${written.trim()}' is not a request ID; those look like req-abc123.`);
  },
});
