import { describe, expect, it } from '@jest/globals';
import { checkAddress, defaultAddressRules, readAddress } from './address.ts';

const check = (typed: string) => checkAddress(typed, defaultAddressRules);
const gives = (value: string) => ({ ok: true, value });
const fails = (error: string) => ({ ok: false, error });
const failsWith = (words: string) => ({ ok: false, error: expect.stringContaining(words) });

describe('checkAddress reads', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4/32'],
    [' 1.2.3.4\n', '1.2.3.4/32'],
    ['1.2.3.4/32', '1.2.3.4/32'],
    ['1.2.3.0/24', '1.2.3.0/24'],
    ['1.2.3.128/25', '1.2.3.128/25'],
    ['2001:4860::1', '2001:4860::1/128'],
    ['2001:4860:0:0:0:0:0:1', '2001:4860::1/128'],
    ['2001:4860:0000::0001/128', '2001:4860::1/128'],
    ['2600:1F18:AB:CD::', '2600:1f18:ab:cd::/128'],
    ['2600:1f18:1:2::/64', '2600:1f18:1:2::/64'],
    ['2600:0:0:1:0:0:0:1', '2600:0:0:1::1/128'],
    ['::ffff:1.2.3.4', '1.2.3.4/32'],
    ['::ffff:102:304', '1.2.3.4/32'],
    ['::ffff:1.2.3.4/128', '1.2.3.4/32'],
    ['::ffff:1.2.3.0/120', '1.2.3.0/24'],
  ])('%j as %s', (typed, canonical) => {
    expect(check(typed)).toEqual(gives(canonical));
  });
});

const ambiguous = (typed: string): string =>
  `'${typed}' can be read in several ways. Write the four numbers in decimals without leading zeros, as 1.2.3.4.`;
const short = (typed: string): string =>
  `'${typed}' is not a whole IPv4 address. Write all four numbers, as 1.2.3.4.`;
const noAddress = (typed: string): string =>
  `'${typed}' is not an IP address. Write one as 1.2.3.4 or 2600:1f18::1, or a range as 1.2.3.0/24.`;
const more = (typed: string): string =>
  `'${typed}' has more in it than an address. Write the address alone, without a port or brackets.`;

describe('checkAddress does not guess what is meant by', () => {
  it.each([
    ['010.1.1.1', ambiguous('010.1.1.1')],
    ['1.2.3.04/32', ambiguous('1.2.3.04')],
    ['0x7f.1', ambiguous('0x7f.1')],
    ['1.0x2.3.4', ambiguous('1.0x2.3.4')],
    ['1.2.3', short('1.2.3')],
    ['1.2.3.4.5', short('1.2.3.4.5')],
    ['16909060', short('16909060')],
    [
      '1.2.3.',
      "'1.2.3.' is not an IPv4 address: its numbers go from 0 to 255. Write it as 1.2.3.4.",
    ],
    [
      '1.2.3.256',
      "'1.2.3.256' is not an IPv4 address: its numbers go from 0 to 255. Write it as 1.2.3.4.",
    ],
    ['', noAddress('')],
    ['here', noAddress('here')],
    ['example.com', noAddress('example.com')],
    ['1::2::3', noAddress('1::2::3')],
    ['2600:1f18::1/64/64', noAddress('2600:1f18::1/64/64')],
    ['１.2.3.4', noAddress('１.2.3.4')],
    ['1.2.3.4:80', more('1.2.3.4:80')],
    ['[2600:1f18::1]', more('[2600:1f18::1]')],
    [
      'fe80::1%eth0',
      "'fe80::1%eth0' names a network interface, which means nothing elsewhere. Write the public address without %.",
    ],
    [
      '1.2.3.4/33',
      "'/33' is not a prefix. After the slash stands a number from 0 to 32, as in 1.2.3.0/24.",
    ],
    [
      '1.2.3.4/',
      "'/' is not a prefix. After the slash stands a number from 0 to 32, as in 1.2.3.0/24.",
    ],
    [
      '1.2.3.0/024',
      "'/024' is not a prefix. After the slash stands a number from 0 to 32, as in 1.2.3.0/24.",
    ],
    [
      '1.2.3.0/255.255.255.0',
      "'/255.255.255.0' is not a prefix. After the slash stands a number from 0 to 32, as in 1.2.3.0/24.",
    ],
    [
      '2600:1f18::1/129',
      "'/129' is not a prefix. After the slash stands a number from 0 to 128, as in 2600:1f18:1:2::/64.",
    ],
    [
      '1.2.3.4/24',
      '1.2.3.4/24 is an address inside a range. Did you mean 1.2.3.0/24, or 1.2.3.4 alone?',
    ],
    [
      '2600:1f18::1/64',
      '2600:1f18::1/64 is an address inside a range. Did you mean 2600:1f18::/64, or 2600:1f18::1 alone?',
    ],
    [
      '::ffff:1.2.3.4/120',
      '1.2.3.4/24 is an address inside a range. Did you mean 1.2.3.0/24, or 1.2.3.4 alone?',
    ],
  ])('%j', (typed, sentence) => {
    expect(check(typed)).toEqual(fails(sentence));
  });
});

describe('checkAddress refuses what is too wide', () => {
  const widestV4 =
    'The widest range that is let in is a /24: write one, or the single address that you come from.';
  const widestV6 =
    'The widest range that is let in is a /64: write one, or the single address that you come from.';

  it.each([
    ['1.2.2.0/23', `1.2.2.0/23 is 512 addresses. ${widestV4}`],
    ['1.2.0.0/16', `1.2.0.0/16 is 65,536 addresses. ${widestV4}`],
    ['0.0.0.0/0', `0.0.0.0/0 is everybody. ${widestV4}`],
    ['2600:1f18:1:2::/63', `2600:1f18:1:2::/63 is 2^65 addresses. ${widestV6}`],
    ['::/0', `::/0 is everybody. ${widestV6}`],
  ])('%s', (typed, sentence) => {
    expect(check(typed)).toEqual({ ok: false, error: sentence });
  });

  it('as the rules say', () => {
    const singleOnly = { ...defaultAddressRules, minPrefixV4: 32, minPrefixV6: 128 };
    const wide = { ...defaultAddressRules, minPrefixV4: 8, minPrefixV6: 32 };

    expect(checkAddress('1.2.3.4/31', singleOnly)).toEqual(
      fails(
        '1.2.3.4/31 is 2 addresses. Only single addresses are let in: write the one that you come from.',
      ),
    );
    expect(checkAddress('2600:1f18::/127', singleOnly)).toEqual(
      failsWith('Only single addresses are let in'),
    );
    expect(checkAddress('1.2.0.0/16', wide)).toEqual(gives('1.2.0.0/16'));
    expect(checkAddress('2600:1f18::/32', wide)).toEqual(gives('2600:1f18::/32'));
  });
});

describe('checkAddress refuses what never comes over the internet', () => {
  const find = 'https://checkip.amazonaws.com shows it.';
  it.each([
    ['10.1.2.3', '10.1.2.3 is in 10.0.0.0/8: private addresses', 'of your network'],
    ['172.16.0.1', 'is in 172.16.0.0/12: private addresses', 'of your network'],
    ['172.31.255.255', 'is in 172.16.0.0/12: private addresses', 'of your network'],
    ['192.168.1.0/24', '192.168.1.0/24 is in 192.168.0.0/16: private', 'of your network'],
    ['100.64.0.1', 'is in 100.64.0.0/10: addresses inside the network of a provider', find],
    ['127.0.0.1', 'is in 127.0.0.0/8: loopback', find],
    ['::ffff:127.0.0.1', '127.0.0.1 is in 127.0.0.0/8: loopback', find],
    ['169.254.169.254', 'is in 169.254.0.0/16: link-local', 'See that it gets an address'],
    ['0.0.0.0', 'is in 0.0.0.0/8: placeholders', find],
    ['192.0.0.8', 'is in 192.0.0.0/24: addresses reserved for protocols', find],
    ['192.0.2.1', 'is in 192.0.2.0/24: addresses for documentation', 'in the place of the example'],
    ['198.51.100.1', 'is in 198.51.100.0/24: addresses for documentation', find],
    ['203.0.113.1', 'is in 203.0.113.0/24: addresses for documentation', find],
    ['192.88.99.1', 'is in 192.88.99.0/24: addresses of 6to4 relays', find],
    ['198.18.0.1', 'is in 198.18.0.0/15: addresses for benchmarks', find],
    ['198.19.255.255', 'is in 198.18.0.0/15: addresses for benchmarks', find],
    ['224.0.0.1', 'is in 224.0.0.0/4: multicast', 'of the machine that connects'],
    ['255.255.255.255', 'is in 255.255.255.255: the broadcast address', find],
    ['250.1.1.1', 'is in 240.0.0.0/4: addresses reserved for the future', find],
    ['::1', '::1 is in ::1: the loopback address', 'begins with 2 or 3'],
    ['::', ':: is in ::: the placeholder', 'begins with 2 or 3'],
    ['64:ff9b::1.2.3.4', 'is in 64:ff9b::/96: IPv4 addresses translated', 'Give the IPv4 address'],
    ['64:ff9b:1::1', 'is in 64:ff9b:1::/48: IPv4 addresses translated', 'Give the IPv4 address'],
    ['100::1', 'is in 100::/64: addresses whose packets are thrown away', '2 or 3'],
    ['2001::1', 'is in 2001::/32: Teredo', 'IPv4 address of the tunnel'],
    ['2001:db8::1', 'is in 2001:db8::/32: addresses for documentation', find],
    ['3fff::1', 'is in 3fff::/20: addresses for documentation', find],
    ['2001:2::1', 'is in 2001:2::/48: addresses for benchmarks', '2 or 3'],
    ['2001:10::1', 'is in 2001::/23: addresses reserved for protocols', '2 or 3'],
    ['2002:102:304::1', 'is in 2002::/16: 6to4', 'IPv4 address of the tunnel'],
    ['fd00::1', 'is in fc00::/7: private', '2 or 3'],
    ['fe80::1', 'is in fe80::/10: link-local', '2 or 3'],
    ['fec0::1', 'is in fec0::/10: site-local', '2 or 3'],
    ['ff02::1', 'is in ff00::/8: multicast', 'of the machine that connects'],
    ['4000::1', '4000::1 is in no part of IPv6 that is in use.', '2 or 3'],
    ['::1.2.3.4', 'is in no part of IPv6 that is in use.', '2 or 3'],
  ])('%s', (typed, reason, remedy) => {
    expect(check(typed)).toEqual(failsWith(reason));
    expect(check(typed)).toEqual(failsWith(remedy));
  });

  it.each([
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.32.0.0',
    '198.20.0.0',
  ])('and not its neighbour %s', (typed) => {
    expect(check(typed)).toEqual(gives(`${typed}/32`));
  });

  it('also where a wider range reaches into it, however wide the rules are', () => {
    const any = { minPrefixV4: 0, minPrefixV6: 0, allowRanges: [] };

    expect(checkAddress('8.0.0.0/6', any)).toEqual(failsWith('8.0.0.0/6 overlaps 10.0.0.0/8:'));
    expect(checkAddress('0.0.0.0/0', any)).toEqual(failsWith('overlaps'));
    expect(checkAddress('::/0', any)).toEqual(failsWith('overlaps'));
    expect(checkAddress('2001:c00::/22', any)).toEqual(failsWith('overlaps 2001:db8::/32'));
  });
});

describe('allowed ranges', () => {
  const rules = { ...defaultAddressRules, allowRanges: ['10.1.0.0/16', 'fd00:1::/48', 'nonsense'] };

  it('let in what lies within them', () => {
    expect(checkAddress('10.1.2.3', rules)).toEqual(gives('10.1.2.3/32'));
    expect(checkAddress('10.1.2.0/24', rules)).toEqual(gives('10.1.2.0/24'));
    expect(checkAddress('fd00:1::5', rules)).toEqual(gives('fd00:1::5/128'));
  });

  it('let in nothing that reaches out of them, and nothing that is too wide', () => {
    const wide = { ...rules, minPrefixV4: 8 };

    expect(checkAddress('10.2.0.1', rules)).toEqual(failsWith('is in 10.0.0.0/8'));
    expect(checkAddress('10.0.0.0/15', wide)).toEqual(failsWith('is in 10.0.0.0/8'));
    expect(checkAddress('10.1.0.0/16', rules)).toEqual(failsWith('65,536 addresses'));
    expect(checkAddress('fd00:2::5', rules)).toEqual(failsWith('is in fc00::/7'));
  });
});

describe('readAddress', () => {
  it('reads what may not be let in too', () => {
    expect(readAddress('10.0.0.0/8')).toEqual(gives('10.0.0.0/8'));
    expect(readAddress('FD00::1')).toEqual(gives('fd00::1/128'));
    expect(readAddress('10.0.0.1/8')).toEqual(failsWith('Did you mean 10.0.0.0/8'));
  });
});
