import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import { describeProblem, tellProblems } from './cedar-problems.ts';

const at = (start: number, label: string | null = null): Partial<DetailedError> => ({
  sourceLocations: [{ start, end: start + 1, label }],
});

/** An error of Cedar, which brings along nothing but what is named. */
const error = (message: string, more: Partial<DetailedError> = {}): DetailedError => ({
  message,
  help: null,
  code: null,
  url: null,
  severity: null,
  ...more,
});

const source = { file: 'own.cedar', text: 'permit\n  forbid' };

describe('describeProblem', () => {
  it.each<[string, Partial<DetailedError>, string]>([
    ['nothing', {}, 'unexpected token'],
    ['a place alone', at(0), 'unexpected token'],
    ['an empty list of places', { sourceLocations: [] }, 'unexpected token'],
    ['a label', at(0, 'expected `(`'), 'unexpected token (expected `(`)'],
    ['help', { help: 'close it' }, 'unexpected token (close it)'],
    [
      'a label and help',
      { ...at(0, 'expected `(`'), help: 'close it' },
      'unexpected token (expected `(`; close it)',
    ],
  ])('puts behind the message what Cedar brings along: %s', (_, more, expected) => {
    expect(describeProblem(error('unexpected token', more))).toBe(expected);
  });
});

describe('tellProblems', () => {
  it('tells each with its place, and after it those that belong to it', () => {
    const missing = error('missing', { ...at(9), related: [error('again', at(3))] });
    const first = error('unexpected', { ...at(0), related: [missing] });
    expect(tellProblems(source, [first, error('other')])).toEqual([
      'own.cedar:1:1: unexpected',
      'own.cedar:2:3: missing',
      'own.cedar:1:4: again',
      'own.cedar:1:1: other',
    ]);
  });

  it('counts from where the text that Cedar read begins', () => {
    const related = [error('missing', at(1))];
    expect(tellProblems(source, [error('unexpected', { ...at(0), related })], 9)).toEqual([
      'own.cedar:2:3: unexpected',
      'own.cedar:2:4: missing',
    ]);
  });

  it('takes the beginning for the place where Cedar names none', () => {
    expect(tellProblems(source, [error('unexpected', { sourceLocations: [] })], 7)).toEqual([
      'own.cedar:2:1: unexpected',
    ]);
  });
});
