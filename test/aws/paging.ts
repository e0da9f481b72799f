import { AwsFault } from './aws-fault.ts';

/** One page of a list, and the token of the next. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Cuts the page out of a list that a token names: `size` members at most, or `asked` if that is less. */
export const pageOf = <T>(
  all: readonly T[],
  token: string | undefined,
  size: number,
  asked = size,
): Page<T> => {
  const start = token === undefined ? 0 : Number(/^page-(\d+)$/.exec(token)?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) {
    throw new AwsFault('InvalidParameterValue', `no such page: ${token ?? ''}`);
  }
  const end = start + Math.min(size, asked);
  return { items: all.slice(start, end), next: end < all.length ? `page-${end}` : undefined };
};
