import { describe, expect, it } from '@jest/globals';
import { defaultAddressRules } from './address.ts';
import { addressValue, descriptionValue, knownAddressValue, ttlValue } from './value-types.ts';

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

describe('knownAddressValue', () => {
  const { check } = knownAddressValue();

  it('takes any address, also one that may not be let in, and nothing else', () => {
    expect(check('10.1.2.3')).toEqual({ ok: true, value: '10.1.2.3/32' });
    expect(check('0.0.0.0/0')).toEqual({ ok: true, value: '0.0.0.0/0' });
    expect(check('home')).toMatchObject({ ok: false });
  });
});

describe('descriptionValue', () => {
  const { check, input } = descriptionValue();

  it('takes a line of as many characters as the function does', () => {
    expect(input).toMatchObject({ maxLength: 200, multiline: false });
    expect(check(' Home office ')).toEqual({ ok: true, value: 'Home office' });
    expect(check('x'.repeat(200))).toMatchObject({ ok: true });
    expect(check('x'.repeat(201))).toMatchObject({ ok: false });
    expect(check('a\nb')).toMatchObject({ ok: false });
  });

  it('counts rare characters as the function does', () => {
    expect(check('🏠'.repeat(100))).toMatchObject({ ok: true });
    expect(check('🏠'.repeat(101))).toEqual({
      ok: false,
      error: 'That is too long: emoji and rare characters count for more than one. Write less.',
    });
  });
});
