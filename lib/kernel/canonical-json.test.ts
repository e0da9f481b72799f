import { describe, expect, it } from '@jest/globals';
import { canonicalJson, hashOf } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('does not depend on the order of keys, but on that of lists', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: 'x' } })).toBe(
      '{"a":{"c":"x","d":null},"b":[2,1]}',
    );
    expect(hashOf([{ a: '1', b: '2' }])).toBe(hashOf([{ b: '2', a: '1' }]));
    expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
  });

  it('is hashed with SHA-256, in hexadecimal', () => {
    // printf '[]' | sha256sum
    expect(hashOf([])).toBe('4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945');
  });

  it('does not exist of what is not JSON', () => {
    expect(() => canonicalJson(undefined)).toThrow('only JSON values have a canonical form');
  });
});
