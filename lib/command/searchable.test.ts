import { describe, expect, it } from '@jest/globals';
import { position } from './arguments.ts';
import { fillForm } from './fill-form.ts';
import { createGrammar } from './grammar.ts';
import { helpFor } from './help.ts';
import { parseLine } from './parse.ts';
import type { CommandSpec } from './spec.ts';
import { pattern, searchable } from './value-types.ts';

const name = pattern({ shape: /^[a-z]+$/, sentence: 'Write small letters.', max: 9 });
const spec: CommandSpec = {
  name: 'fetch',
  summary: 'Fetch something',
  example: '/fetch stick',
  dryRun: false,
  args: {
    thing: position({
      label: 'Thing',
      hint: 'What to fetch',
      placeholder: 'stick',
      value: searchable(name, { minQuery: 2 }),
    }),
  },
};
const grammar = createGrammar([spec]);

describe('a searchable argument', () => {
  it('is picked by searching in a form, within the limits of its text', () => {
    expect(spec.args['thing']?.input).toEqual({
      kind: 'search',
      minLength: 1,
      maxLength: 9,
      minQuery: 2,
    });
  });

  it.each(['stick', ' stick ', 'Stick', 'sticksticks'])('checks %j as its text does', (written) => {
    expect(spec.args['thing']?.check(written)).toEqual(name.check(written));
  });

  it('is typed in a command like any text', () => {
    expect(parseLine(grammar, '/fetch stick')).toMatchObject({
      kind: 'command',
      values: { thing: 'stick' },
    });
    expect(parseLine(grammar, '/fetch two sticks')).toMatchObject({
      problem: `'sticks' is one word too many. Put several words in quotes: "two sticks"`,
    });
  });

  it('is explained like any text, without choices', () => {
    expect(helpFor(grammar, 'fetch').entries[0]?.arguments).toEqual([
      { usage: '<thing>', hint: 'What to fetch' },
    ]);
  });

  it('is checked again in a form that was sent', () => {
    expect(fillForm(spec, {}, { thing: 'stick' })).toMatchObject({ values: { thing: 'stick' } });
    expect(fillForm(spec, {}, { thing: 'STICK' })).toEqual({
      kind: 'invalid',
      errors: { thing: 'Write small letters.' },
    });
  });
});
