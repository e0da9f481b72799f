import { describe, expect, it } from '@jest/globals';
import { option, position } from './arguments.ts';
import { createGrammar } from './grammar.ts';
import { helpFor } from './help.ts';
import { parseLine } from './parse.ts';
import type { CommandSpec } from './spec.ts';
import { usageOf } from './usage.ts';
import { text } from './value-types.ts';

const wording = {
  label: 'Stick',
  hint: 'What to fetch',
  placeholder: 'x',
  value: text({ max: 9 }),
};
const spec: CommandSpec = {
  name: 'fetch',
  summary: 'Fetch something',
  example: '/fetch stick',
  dryRun: false,
  args: {
    stick: position(wording),
    card: option({ ...wording, label: 'Card', isHidden: true, optional: true }),
    place: option({ ...wording, label: 'Place', optional: true }),
  },
};
const grammar = createGrammar([spec]);

describe('a hidden argument', () => {
  it('is neither in the usage of its command nor among the arguments that help explains', () => {
    const usage = '/fetch <stick> [--place <place>]';
    expect(usageOf(spec)).toBe(usage);
    const [entry] = helpFor(grammar, 'fetch').entries;
    expect(entry?.usage).toBe(usage);
    expect(entry?.arguments.map((each) => each.usage)).toEqual(['<stick>', '[--place <place>]']);
  });

  it('is understood all the same, because buttons carry it', () => {
    expect(parseLine(grammar, '/fetch stick --card c1')).toMatchObject({
      kind: 'command',
      values: { stick: 'stick', card: 'c1' },
    });
  });
});
