import { fail, type Result, succeed } from '../kernel/result.ts';
import { isEscapable, type QuotationMarks, quotationMarksOf } from './quotation-marks.ts';
import { type Piece, readSlackMarkup } from './slack-markup.ts';

/** A bare or a quoted word. A quoted word is never a sub-command or an option. */
export interface WordToken {
  readonly kind: 'word';
  readonly text: string;
  readonly quoted: boolean;
}

/** `--name`, `--name=` (both without a value) or `--name=value`; the name is in lower case. */
export interface OptionToken {
  readonly kind: 'option';
  readonly name: string;
  readonly value?: string;
}

/** One unit of a command's text, with quotes and Slack's markup taken away. */
export type Token = WordToken | OptionToken;

/** Why a text cannot be cut into tokens. */
export interface TokenProblem {
  /** What is wrong and how to write it instead. */
  readonly problem: string;
  /** Where the quotation starts that is at fault; the text before it is sound. */
  readonly at: number;
}

/** White space of every kind, and the invisible characters that are pasted along with addresses and names. */
const space = /[\p{White_Space}\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

/** What phones and desktops make of `-` and of `--`. */
const dashes: ReadonlyMap<string, string> = new Map([
  ['–', '-'],
  ['−', '-'],
  ['—', '--'],
  ['―', '--'],
]);

const optionHead = /[-–—−―]{1,2}(?=\p{L})/uy;
const letterOrDigit = /[\p{L}\p{N}]/uy;

const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
};

const isBoundary = (text: string, at: number): boolean =>
  at >= text.length || space.test(text.charAt(at));

const excerpt = (text: string): string => {
  const characters = Array.from(text);
  return characters.length > 30 ? `${characters.slice(0, 30).join('')}…` : text;
};

const neverClosed = (text: string, at: number, { closing }: QuotationMarks): TokenProblem => ({
  problem: `The quotation that starts at ${excerpt(text.slice(at))} is never closed. Put ${closing} after its last word.`,
  at,
});

const noSpaceBehind = (text: string, at: number, end: number): TokenProblem => ({
  problem:
    `There must be a space after the quotation ${excerpt(text.slice(at, end))}, before ${excerpt(text.slice(end))}. ` +
    String.raw`A quotation mark inside a quotation is written \".`,
  at,
});

const closes = (text: string, at: number, { marks, apostrophe }: QuotationMarks): boolean =>
  marks.includes(text.charAt(at)) && !(apostrophe && matchAt(letterOrDigit, text, at + 1) !== '');

/** One character inside a quotation, where only markup and escapes are more than they look. */
const readQuotedCharacter = (text: string, at: number): Piece => {
  const next = text.charAt(at + 1);
  return text.charAt(at) === '\\' && isEscapable(next)
    ? { value: next, end: at + 2 }
    : (readSlackMarkup(text, at) ?? { value: text.charAt(at), end: at + 1 });
};

const readBareCharacter = (text: string, at: number): Piece => {
  const char = text.charAt(at);
  return readSlackMarkup(text, at) ?? { value: dashes.get(char) ?? char, end: at + 1 };
};

const readQuotation = (
  text: string,
  at: number,
  marks: QuotationMarks,
): Result<Piece, TokenProblem> => {
  let value = '';
  let index = at + 1;
  while (index < text.length) {
    if (closes(text, index, marks)) {
      const end = index + 1;
      return isBoundary(text, end) ? succeed({ value, end }) : fail(noSpaceBehind(text, at, end));
    }
    const piece = readQuotedCharacter(text, index);
    value += piece.value;
    index = piece.end;
  }
  return fail(neverClosed(text, at, marks));
};

/** A token that starts without a quote; one may begin behind an equals sign, as in `--name="a b"`. */
const readBare = (
  text: string,
  at: number,
): Result<Piece & { readonly quotedEnd: boolean }, TokenProblem> => {
  let value = '';
  let index = at;
  while (!isBoundary(text, index)) {
    const marks = text.charAt(index - 1) === '=' ? quotationMarksOf(text.charAt(index)) : undefined;
    if (marks !== undefined) {
      const quotation = readQuotation(text, index, marks);
      return quotation.ok
        ? succeed({
            value: value + quotation.value.value,
            end: quotation.value.end,
            quotedEnd: true,
          })
        : quotation;
    }
    const piece = readBareCharacter(text, index);
    value += piece.value;
    index = piece.end;
  }
  return succeed({ value, end: index, quotedEnd: false });
};

const optionOf = (text: string, quotedEnd: boolean): OptionToken => {
  const equals = text.indexOf('=');
  const end = equals === -1 ? text.length : equals;
  const option = { kind: 'option', name: text.slice(0, end).toLowerCase() } as const;
  const value = text.slice(end + 1);
  return value === '' && !quotedEnd ? option : { ...option, value };
};

type Read = { readonly token: Token; readonly end: number };

const readToken = (text: string, at: number): Result<Read, TokenProblem> => {
  const marks = quotationMarksOf(text.charAt(at));
  if (marks !== undefined) {
    const read = readQuotation(text, at, marks);
    return read.ok
      ? succeed({
          token: { kind: 'word', text: read.value.value, quoted: true },
          end: read.value.end,
        })
      : read;
  }
  const head = matchAt(optionHead, text, at);
  const read = readBare(text, at + head.length);
  if (!read.ok) {
    return read;
  }
  const { value, end, quotedEnd } = read.value;
  const token: Token =
    head === '' ? { kind: 'word', text: value, quoted: false } : optionOf(value, quotedEnd);
  return succeed({ token, end });
};

/**
 * Cuts the text of a command into tokens as a person meant them, whatever their phone or Slack made of it. Quotes open
 * only at the start of a token or behind `=`, so `it's` is a word; inside quotes text stays as it was written, and a
 * backslash takes away the meaning of a quotation mark or a backslash. Outside them typographic dashes are hyphens again.
 */
export const tokenize = (text: string): Result<readonly Token[], TokenProblem> => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBoundary(text, at)) {
      at += 1;
      continue;
    }
    const read = readToken(text, at);
    if (!read.ok) {
      return read;
    }
    tokens.push(read.value.token);
    at = read.value.end;
  }
  return succeed(tokens);
};
