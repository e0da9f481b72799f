import { describe, expect, it } from '@jest/globals';
import { readArguments } from './read-arguments.ts';
import { requestImage, teardown } from './sample-grammar.fixture.ts';
import type { Token } from './tokenize.ts';

const word = (text: string): Token => ({ kind: 'word', text, quoted: false });

describe('readArguments', () => {
  it('gives the arguments that were written, and no others', () => {
    expect(readArguments(teardown, [])).toStrictEqual({
      ok: true,
      value: { given: {}, dryRun: false },
    });
    expect(readArguments(requestImage, [word('1.10')])).toStrictEqual({
      ok: true,
      value: { given: { image: '1.10' }, dryRun: false },
    });
  });

  it('takes every value to the letter', () => {
    const values = [
      '1.10',
      '007',
      '1e3',
      '0x10',
      'true',
      'null',
      '',
      '"a"',
      "'a'",
      '--name',
      'a=b',
    ];
    for (const value of values) {
      const tokens: Token[] = [word(value), { kind: 'option', name: 'name', value }];
      expect(readArguments(requestImage, tokens)).toStrictEqual({
        ok: true,
        value: { given: { image: value, name: value }, dryRun: false },
      });
    }
  });

  it('finds the dry run among them', () => {
    expect(readArguments(teardown, [{ kind: 'option', name: 'dry-run' }])).toStrictEqual({
      ok: true,
      value: { given: {}, dryRun: true },
    });
  });
});
