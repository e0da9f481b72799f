import { describe, expect, it } from '@jest/globals';
import { ownerOf } from './entry-owner.ts';

describe('the owner of an entry', () => {
  it.each([
    ['U0DANA', 'slack:U0DANA'],
    ['W0GRID', 'slack:W0GRID'],
    ['system:scheduler', 'system:scheduler'],
    ['ci', 'system:ci'],
    ['u0dana', 'system:u0dana'],
    ['slack:U0DANA', 'system:slack:U0DANA'],
  ])('of %s is %s', (added_by, owner) => {
    expect(ownerOf({ added_by })).toBe(owner);
  });
});
