import { text, type ValueType } from '../command/value-types.ts';
import { fail } from '../kernel/result.ts';
import { type AddressRules, checkAddress, readAddress } from './address.ts';
import { formatTtl, parseTtl } from './ttl.ts';

/** An IPv6 address with an IPv4 one at its end and a prefix, and some white space. */
const longestAddress = 60;

const addressInput = {
  kind: 'text',
  minLength: 2,
  maxLength: longestAddress,
  multiline: false,
} as const;

/** An address or a range that the rules let in; its value is canonical, as `1.2.3.4/32`. */
export const addressValue = (rules: AddressRules): ValueType => ({
  input: addressInput,
  check: (written) => checkAddress(written, rules),
});

/** An address or a range that may be let in already, whatever the rules say by now; its value is canonical. */
export const knownAddressValue = (): ValueType => ({ input: addressInput, check: readAddress });

/** A time to live; its value is as short as can be, as `1d` for `1440m`. */
export const ttlValue = (): ValueType => ({
  input: { kind: 'text', minLength: 2, maxLength: 10, multiline: false },
  check: (written) => {
    const minutes = parseTtl(written);
    return minutes.ok ? { ok: true, value: formatTtl(minutes.value) } : minutes;
  },
});

/** The contract's limit, which counts UTF-16 units. */
const longestDescription = 200;

/** What an address is, on one line. */
export const descriptionValue = (): ValueType => {
  const words = text({ max: longestDescription });
  return {
    input: words.input,
    check: (written) => {
      const checked = words.check(written);
      return checked.ok && checked.value.length > longestDescription
        ? fail('That is too long: emoji and rare characters count for more than one. Write less.')
        : checked;
    },
  };
};
