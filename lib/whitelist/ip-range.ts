import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { fail, type Result, succeed } from '../kernel/result.ts';

/** The two kinds of addresses, which EC2 counts apart. */
export type IpFamily = 'v4' | 'v6';

/** The addresses that share the first `prefix` bits of a network; a single address is a range of its own. */
export interface IpRange {
  readonly family: IpFamily;
  /** The first address, in the form of RFC 5952. */
  readonly network: string;
  /** 0–32 or 0–128. */
  readonly prefix: number;
}

/** The number of bits of an address of each family. */
export const bitsOf = { v4: 32, v6: 128 } as const satisfies Record<IpFamily, number>;

/** The family of an address or a range, as it is written. */
export const familyOf = (address: string): IpFamily => (address.includes(':') ? 'v6' : 'v4');

/** As `1.2.3.4/32`: the one way in which a range is written in payloads, tables and rules. */
export const formatRange = ({ network, prefix }: IpRange): string => `${network}/${prefix}`;

/** As people write it: `1.2.3.4` for a single address, else `1.2.3.0/24`. */
export const showRange = (range: IpRange): string =>
  range.prefix === bitsOf[range.family] ? range.network : formatRange(range);

const rangeOf = (ip: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): IpRange =>
  ip.kind() === 'ipv4'
    ? { family: 'v4', network: ip.toString(), prefix }
    : { family: 'v6', network: ipaddr.IPv6.parse(ip.toString()).toRFC5952String(), prefix };

const networkOf = ({ family, network, prefix }: IpRange): IpRange => {
  const cidr = `${network}/${prefix}`;
  return rangeOf(
    family === 'v4'
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr),
    prefix,
  );
};

/** Whether the two have an address in common. */
export const overlap = (one: IpRange, other: IpRange): boolean =>
  one.family === other.family &&
  networkOf({ ...one, prefix: Math.min(one.prefix, other.prefix) }).network ===
    networkOf({ ...other, prefix: Math.min(one.prefix, other.prefix) }).network;

/** Whether all addresses of the inner range are in the outer one. */
export const contains = (outer: IpRange, inner: IpRange): boolean =>
  outer.prefix <= inner.prefix && overlap(outer, inner);

/** What is wrong with a text that looks like an IPv4 address and is none. */
const explainDotted = (text: string): string => {
  if (/(^|\.)(0[xX]|0\d)/.test(text)) {
    return `'${text}' can be read in several ways. Write the four numbers in decimals without leading zeros, as 1.2.3.4.`;
  }
  return text.split('.').length === 4
    ? `'${text}' is not an IPv4 address: its numbers go from 0 to 255. Write it as 1.2.3.4.`
    : `'${text}' is not a whole IPv4 address. Write all four numbers, as 1.2.3.4.`;
};

const explainText = (text: string): string => {
  if (/^(0[xX])?[\da-fA-F]*(\.(0[xX])?[\da-fA-F]*)*$/.test(text) && /^\d/.test(text)) {
    return explainDotted(text);
  }
  if (text.includes('%')) {
    return `'${text}' names a network interface, which means nothing elsewhere. Write the public address without %.`;
  }
  return /^\d+\.\d+\.\d+\.\d+:\d+$|^\[/.test(text)
    ? `'${text}' has more in it than an address. Write the address alone, without a port or brackets.`
    : `'${text}' is not an IP address. Write one as 1.2.3.4 or 2600:1f18::1, or a range as 1.2.3.0/24.`;
};

/** `::ffff:1.2.3.4` is 1.2.3.4, and so is treated. */
const unwrap = (ip: ipaddr.IPv6, prefix: number): IpRange =>
  prefix >= 96 && ip.isIPv4MappedAddress()
    ? rangeOf(ip.toIPv4Address(), prefix - 96)
    : rangeOf(ip, prefix);

/** The library takes `::1.2.3.4` for `::ffff:1.2.3.4`, which is another address: so it gets hexadecimal groups alone. */
const parseIpv6 = (text: string): ipaddr.IPv6 =>
  ipaddr.IPv6.parse(
    text.replace(/[\d.]+\.[\d.]+$/, (dotted) => {
      const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(dotted).octets;
      return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
    }),
  );

const readPrefix = (written: string | undefined, bits: number): Result<number, string> => {
  if (written === undefined) {
    return succeed(bits);
  }
  return /^(0|[1-9]\d{0,2})$/.test(written) && Number(written) <= bits
    ? succeed(Number(written))
    : fail(
        `'/${written}' is not a prefix. After the slash stands a number from 0 to ${bits}, as in ${
          bits === bitsOf.v4 ? '1.2.3.0/24' : '2600:1f18:1:2::/64'
        }.`,
      );
};

/**
 * Reads an address or a range as people write it: `1.2.3.4`, `1.2.3.0/24`, `2600:1f18::1`, in any notation of IPv6. An IPv4-mapped
 * IPv6 address is taken as the IPv4 address. The error is a sentence that says what to write instead: for short, octal and
 * hexadecimal forms of IPv4 too, and for a range whose first address is another than the one written.
 */
export const readRange = (typed: string): Result<IpRange, string> => {
  const [address = '', written, ...more] = typed.trim().split('/');
  const v4 = isIPv4(address);
  if (!(v4 || isIPv6(address)) || address.includes('%') || more.length > 0) {
    return fail(explainText(more.length > 0 ? typed.trim() : address));
  }
  const prefix = readPrefix(written, v4 ? bitsOf.v4 : bitsOf.v6);
  if (!prefix.ok) {
    return prefix;
  }
  const range = v4
    ? rangeOf(ipaddr.IPv4.parse(address), prefix.value)
    : unwrap(parseIpv6(address), prefix.value);
  const network = networkOf(range);
  return network.network === range.network
    ? succeed(range)
    : fail(
        `${formatRange(range)} is an address inside a range. Did you mean ${formatRange(network)}, or ${range.network} alone?`,
      );
};
