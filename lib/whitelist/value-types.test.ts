import { describe, expect, it } from '@jest/globals';
import { defaultAddressRules } from './address.ts';
import { addressValue, ttlValue } from './value-types.ts';

describe('addressValue', () => {
  const { check, input } = addressValue({ ...defaultAddressRules, allowRanges: ['10.0.0.0/8'] });

  it('tells a form its limits', () => {
    expect(input).toEqual({ kind: 'text', minLength: 2, maxLength: 60, multiline: false });
  });

  it('gives the canonical address that the rules let in, or the sentence', () => {
    expect(check('10.1.2.3')).toEqual({ ok: true, value: '10.1.2.3/32' });
    expect(check('10.1.2.3/32')).toEqual({ ok: true, value: '10.1.2.3/32' });
    expect(check('192.168.1.1')).toMatchObject({ ok: false });
  });
});

describe('ttlValue', () => {
  const { check, input } = ttlValue();

  it('tells a form its limits', () => {
    expect(input).toEqual({ kind: 'text', minLength: 2, maxLength: 10, multiline: false });
  });

  it('gives the shortest way to write it, or the sentence', () => {
    expect(check(' 1440m ')).toEqual({ ok: true, value: '1d' });
    expect(check('1d')).toEqual({ ok: true, value: '1d' });
    expect(check('5M')).toEqual({ ok: true, value: '5m' });
    expect(check('24h')).toMatchObject({ ok: false });
  });
});
