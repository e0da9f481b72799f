import { redactDeep } from './redact-deep.ts';
import { secretShapes } from './secret-shapes.ts';
import { spellingsOf } from './secret-spellings.ts';

/** Takes secrets out of what is logged, recorded or shown. Never throws. */
export interface Redactor {
  /** The text with `[redacted]` in place of every secret; a text without secrets comes back unchanged. */
  readonly text: (text: string) => string;
  /**
   * A copy without secrets: in texts, in keys, and in whatever stands under a key that names one. Errors, maps and
   * sets stay such; what has a `toJSON` becomes what that gives, other class instances become plain objects, bytes
   * are left out. What is nested deeper than 32 levels, or beyond the first 50,000 values, is left out with a word
   * that says so.
   */
  readonly value: <T>(value: T) => T;
}

const replacement = '[redacted]';

/** Shorter ones would redact half of every text. */
const shortestSecret = 6;

type Range = readonly [start: number, end: number];

const rangesOfSpelling = (text: string, spelling: string): readonly Range[] => {
  const ranges: Range[] = [];
  for (let at = text.indexOf(spelling); at !== -1; at = text.indexOf(spelling, at + 1)) {
    ranges.push([at, at + spelling.length]);
  }
  return ranges;
};

const rangesOfShape = (text: string, shape: RegExp): readonly Range[] =>
  Array.from(text.matchAll(shape), (match): Range => [match.index, match.index + match[0].length]);

/** Overlapping and touching finds become one, so that no rest of a secret stays beside another. */
const replaceRanges = (text: string, found: readonly Range[]): string => {
  let result = '';
  let done = 0;
  for (const [start, end] of found.toSorted((one, other) => one[0] - other[0])) {
    if (start > done || (start === 0 && done === 0)) {
      result += text.slice(done, start) + replacement;
    }
    done = Math.max(done, end);
  }
  return result + text.slice(done);
};

/**
 * Makes a redactor that knows these secrets and, besides, the shapes that secrets have. Secrets of fewer than six
 * characters are ignored, and so is one that is a part of the word `[redacted]` itself.
 */
export const createRedactor = (secrets: readonly string[]): Redactor => {
  const known = secrets.filter(
    (secret) => secret.length >= shortestSecret && !replacement.includes(secret),
  );
  const spellings = [...new Set(known.flatMap(spellingsOf))];
  const text = (original: string): string => {
    const found = [
      ...spellings.flatMap((spelling) => rangesOfSpelling(original, spelling)),
      ...secretShapes.flatMap((shape) => rangesOfShape(original, shape)),
    ];
    return found.length === 0 ? original : replaceRanges(original, found);
  };
  return { text, value: (value) => redactDeep(value, text, replacement) };
};
