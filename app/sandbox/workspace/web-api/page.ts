import { fail, type Result, succeed } from '../../../../lib/kernel/result.ts';
import { type JsonObject, textAt } from '../json.ts';
import { type ApiAnswer, refuse } from './api-method.ts';

/** A part of a list and where the next part begins; no `next_cursor`: this was the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string;
}

const encode = (offset: number): string => Buffer.from(`offset:${offset}`).toString('base64');

const decode = (cursor: string | undefined): number => {
  if (cursor === undefined) {
    return 0;
  }
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  return Number(/^offset:(\d+)$/.exec(text)?.[1] ?? Number.NaN);
};

/** Cuts a list by the arguments `cursor` and `limit` (otherwise `usual`; never more than 1000 at once). */
export const pageOf = <T>(
  all: readonly T[],
  args: JsonObject,
  usual: number,
): Result<Page<T>, ApiAnswer> => {
  const start = decode(textAt(args, 'cursor'));
  if (Number.isNaN(start)) {
    return fail(refuse('invalid_cursor'));
  }
  const wanted = Number(textAt(args, 'limit') ?? usual);
  if (!Number.isInteger(wanted) || wanted < 0) {
    return fail(refuse('invalid_limit'));
  }
  const end = start + Math.min(wanted === 0 ? usual : wanted, 1_000);
  return succeed({
    items: all.slice(start, end),
    nextCursor: end < all.length ? encode(end) : '',
  });
};
