import { type IpRange, overlap, readRange, showRange } from './ip-range.ts';

const howToFind = 'https://checkip.amazonaws.com shows it.';
const giveIpv4 = `Give your public IPv4 address; ${howToFind}`;
const giveIpv6 = 'Give the global address of your machine, which begins with 2 or 3.';

const isPrivate = [
  'private addresses, which no connection from the internet has',
  `Give the public address of your network; ${howToFind}`,
] as const;

const isExample = [
  'addresses for documentation, which nobody has',
  `Put your own public address in the place of the example; ${howToFind}`,
] as const;

/**
 * Ranges from which no connection over the internet can come, the narrower before the wider; what they are for, and what to
 * write instead. After the special-purpose address registries of IANA (RFC 6890).
 */
const table: readonly (readonly [range: string, meaning: string, remedy: string])[] = [
  ['10.0.0.0/8', ...isPrivate],
  ['172.16.0.0/12', ...isPrivate],
  ['192.168.0.0/16', ...isPrivate],
  [
    '100.64.0.0/10',
    'addresses inside the network of a provider (CGNAT)',
    `Give the address by which the provider shows you to others; ${howToFind}`,
  ],
  ['127.0.0.0/8', 'loopback addresses, by which a machine calls itself', giveIpv4],
  [
    '169.254.0.0/16',
    'link-local addresses, which a machine takes that was given none',
    `See that it gets an address, then give the public one; ${howToFind}`,
  ],
  ['0.0.0.0/8', 'placeholders for an unknown address', giveIpv4],
  ['192.0.0.0/24', 'addresses reserved for protocols', giveIpv4],
  ['192.0.2.0/24', ...isExample],
  ['198.51.100.0/24', ...isExample],
  ['203.0.113.0/24', ...isExample],
  ['192.88.99.0/24', 'addresses of 6to4 relays, which are out of use', giveIpv4],
  ['198.18.0.0/15', 'addresses for benchmarks in laboratories', giveIpv4],
  [
    '224.0.0.0/4',
    'multicast groups, to which one sends and which never connect',
    `Give the address of the machine that connects; ${howToFind}`,
  ],
  ['255.255.255.255/32', 'the broadcast address', giveIpv4],
  ['240.0.0.0/4', 'addresses reserved for the future', giveIpv4],
  ['::1/128', 'the loopback address, by which a machine calls itself', giveIpv6],
  ['::/128', 'the placeholder for an unknown address', giveIpv6],
  [
    '64:ff9b::/96',
    'IPv4 addresses translated for one network (NAT64)',
    `Give the IPv4 address; ${howToFind}`,
  ],
  [
    '64:ff9b:1::/48',
    'IPv4 addresses translated for one network (NAT64)',
    `Give the IPv4 address; ${howToFind}`,
  ],
  ['100::/64', 'addresses whose packets are thrown away', giveIpv6],
  [
    '2001::/32',
    'Teredo tunnels, whose addresses change by themselves',
    `Give the IPv4 address of the tunnel; ${howToFind}`,
  ],
  ['2001:db8::/32', ...isExample],
  ['3fff::/20', ...isExample],
  ['2001:2::/48', 'addresses for benchmarks in laboratories', giveIpv6],
  ['2001::/23', 'addresses reserved for protocols', giveIpv6],
  [
    '2002::/16',
    '6to4 tunnels, which are out of use',
    `Give the IPv4 address of the tunnel; ${howToFind}`,
  ],
  [
    'fc00::/7',
    'private addresses (unique local), which no connection from the internet has',
    giveIpv6,
  ],
  ['fe80::/10', 'link-local addresses, which hold on one network only', giveIpv6],
  ['fec0::/10', 'site-local addresses, which are out of use', giveIpv6],
  [
    'ff00::/8',
    'multicast groups, to which one sends and which never connect',
    'Give the address of the machine that connects.',
  ],
];

const rangeFrom = (written: string): IpRange => {
  const range = readRange(written);
  if (!range.ok) {
    throw new TypeError(range.error);
  }
  return range.value;
};

const unusable = table.map(([written, meaning, remedy]) => ({
  range: rangeFrom(written),
  meaning,
  remedy,
}));

/** The only addresses of IPv6 that IANA has given out to be reached. */
const globalUnicast = rangeFrom('2000::/3');

/**
 * Why no connection over the internet comes from the range or from a part of it, in a sentence that says what to write
 * instead; undefined where it may.
 */
export const whyUnusable = (range: IpRange): string | undefined => {
  const found = unusable.find((each) => overlap(each.range, range));
  if (found !== undefined) {
    const within = found.range.prefix <= range.prefix ? 'is in' : 'overlaps';
    return `${showRange(range)} ${within} ${showRange(found.range)}: ${found.meaning}. ${found.remedy}`;
  }
  return range.family === 'v6' && !overlap(globalUnicast, range)
    ? `${showRange(range)} is in no part of IPv6 that is in use. ${giveIpv6}`
    : undefined;
};
