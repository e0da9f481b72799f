import type { ValueType } from '../command/value-types.ts';
import { type AddressRules, checkAddress } from './address.ts';
import { formatTtl, parseTtl } from './ttl.ts';

/** An IPv6 address with an IPv4 one at its end and a prefix, and some white space. */
const longestAddress = 60;

/** An address or a range that the rules let in; its value is canonical, as `1.2.3.4/32`. */
export const addressValue = (rules: AddressRules): ValueType => ({
  input: { kind: 'text', minLength: 2, maxLength: longestAddress, multiline: false },
  check: (written) => checkAddress(written, rules),
});

/** A time to live; its value is as short as can be, as `1d` for `1440m`. */
export const ttlValue = (): ValueType => ({
  input: { kind: 'text', minLength: 2, maxLength: 10, multiline: false },
  check: (written) => {
    const minutes = parseTtl(written);
    return minutes.ok ? { ok: true, value: formatTtl(minutes.value) } : minutes;
  },
});
