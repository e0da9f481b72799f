import { describe, expect, it } from '@jest/globals';
import { suggest } from './suggest.ts';

const words = ['status', 'start', 'stop', 'list', 'Teardown'];

describe('suggest', () => {
  it.each([
    ['stauts', 'status'],
    ['statsu', 'status'],
    ['STATUS', 'status'],
    ['sttaus', 'status'],
    ['satus', 'status'],
    ['statuses', 'status'],
    ['strat', 'start'],
    ['stp', 'stop'],
    ['lsit', 'list'],
    ['ilst', 'list'],
    ['lits', 'list'],
    ['teardwon', 'Teardown'],
    ['teardown', 'Teardown'],
  ])('takes %s for %s', (word, expected) => {
    expect(suggest(word, words)).toBe(expected);
  });

  it.each(['', 's', 'st', 'so', 'sap', 'lost1x', 'lxxt', 'nowhere', 'stauxyz'])(
    'takes %j for nothing',
    (word) => {
      expect(suggest(word, ['stop', 'list', 'status'])).toBeUndefined();
    },
  );

  it('does not mind the case of either', () => {
    expect(suggest('stp', ['STOP'])).toBe('STOP');
    expect(suggest('STP', ['stop'])).toBe('stop');
  });

  it('takes the first of those that are equally near, and the nearest of all', () => {
    expect(suggest('stat', ['star', 'stay'])).toBe('star');
    expect(suggest('staty', ['star', 'stay'])).toBe('stay');
  });

  it('does not look at words that are too long to be meant', () => {
    expect(suggest('a'.repeat(64), ['a'.repeat(63)])).toBe('a'.repeat(63));
    expect(suggest('a'.repeat(65), ['a'.repeat(65)])).toBeUndefined();
  });
});
