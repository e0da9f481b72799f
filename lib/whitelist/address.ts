import { fail, type Result, succeed } from '../kernel/result.ts';
import { bitsOf, contains, formatRange, type IpRange, readRange, showRange } from './ip-range.ts';
import { whyUnusable } from './unusable-ranges.ts';

/** Which addresses may be let in. */
export interface AddressRules {
  /** The shortest prefix, that is the widest range, of each family. */
  readonly minPrefixV4: number;
  readonly minPrefixV6: number;
  /** Ranges that are let in although nothing comes from them over the internet, as those of a VPN; `10.1.0.0/16`. */
  readonly allowRanges: readonly string[];
}

/** No range wider than a /24 or a /64, and no exceptions. */
export const defaultAddressRules: AddressRules = {
  minPrefixV4: 24,
  minPrefixV6: 64,
  allowRanges: [],
};

/** Exact up to 2^53, in groups of three digits; more than that in words. */
const countOf = ({ family, prefix }: IpRange): string => {
  const bits = bitsOf[family] - prefix;
  return bits <= 53 ? (2 ** bits).toLocaleString('en-US') : `2^${bits}`;
};

const whyTooWide = (range: IpRange, rules: AddressRules): string | undefined => {
  const min = range.family === 'v4' ? rules.minPrefixV4 : rules.minPrefixV6;
  if (range.prefix >= min) {
    return undefined;
  }
  const widest =
    min === bitsOf[range.family]
      ? 'Only single addresses are let in: write the one that you come from.'
      : `The widest range that is let in is a /${min}: write one, or the single address that you come from.`;
  return range.prefix === 0
    ? `${showRange(range)} is everybody. ${widest}`
    : `${showRange(range)} is ${countOf(range)} addresses. ${widest}`;
};

const isAllowed = (range: IpRange, { allowRanges }: AddressRules): boolean =>
  allowRanges.some((written) => {
    const allowed = readRange(written);
    return allowed.ok && contains(allowed.value, range);
  });

/**
 * Reads an address or a range as people write it, by itself: canonical, as `1.2.3.4/32`, or a sentence that says what to write
 * instead. Whether it may be let in is for {@link checkAddress}: this one is for what is in already.
 */
export const readAddress = (typed: string): Result<string, string> => {
  const range = readRange(typed);
  return range.ok ? succeed(formatRange(range.value)) : range;
};

/**
 * The address or range that somebody wants to let in: canonical, as `1.2.3.4/32`, or a sentence for people that says why not
 * and what to write instead. Refused is what is no address, what is wider than the rules let in, and what overlaps a range
 * from which nothing comes over the internet, unless it lies within one of `allowRanges`.
 */
export const checkAddress = (typed: string, rules: AddressRules): Result<string, string> => {
  const range = readRange(typed);
  if (!range.ok) {
    return range;
  }
  const reason =
    whyTooWide(range.value, rules) ??
    (isAllowed(range.value, rules) ? undefined : whyUnusable(range.value));
  return reason === undefined ? succeed(formatRange(range.value)) : fail(reason);
};
