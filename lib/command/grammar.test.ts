import { describe, expect, it } from '@jest/globals';
import { isFault } from '../kernel/errors.ts';
import { fail } from '../kernel/result.ts';
import { option, position } from './arguments.ts';
import { createGrammar, visibleSpecs, visibleWords } from './grammar.ts';
import { sampleGrammar } from './sample-grammar.fixture.ts';
import type { ArgSpecs, CommandSpec } from './spec.ts';
import { choice, text } from './value-types.ts';

const command = (name: string, args: ArgSpecs = {}): CommandSpec => ({
  name,
  summary: 'Do it',
  example: `/${name}`,
  dryRun: false,
  args,
});

const problemsOf = (...specs: readonly CommandSpec[]): string => {
  try {
    createGrammar(specs);
    return '';
  } catch (caught) {
    return isFault(caught, 'GRAMMAR_INVALID') ? caught.message : `not a fault: ${String(caught)}`;
  }
};

const wording = { label: 'Word', hint: 'A word', placeholder: 'x', value: text({ max: 3 }) };
const required = position(wording);
const optional = position({ ...wording, optional: true });
const defaulted = position({ ...wording, default: 'y' });

describe('createGrammar', () => {
  it('keeps the commands in their order, and their words as a tree', () => {
    const grammar = createGrammar([command('b'), command('a x y'), command('a z'), command('b c')]);
    expect(Array.from(grammar.top.children.keys())).toEqual(['b', 'a']);
    expect(grammar.top).toMatchObject({ path: '', spec: undefined });
    const a = grammar.top.children.get('a');
    expect(a).toMatchObject({ path: 'a', spec: undefined });
    expect(Array.from(a?.children.keys() ?? [])).toEqual(['x', 'z']);
    expect(a?.children.get('x')?.children.get('y')?.spec?.name).toBe('a x y');
    expect(grammar.top.children.get('b')?.spec?.name).toBe('b');
  });

  it.each<[string, readonly CommandSpec[]]>([
    ['/a: another command has the same name', [command('a'), command('a')]],
    ...['A', '', 'a  b', 'a help', 'dry-run', '1a', 'a_b', 'a b!'].map(
      (name): [string, readonly CommandSpec[]] => [
        `/${name}: its name must be lower-case words that are not reserved`,
        [command(name)],
      ],
    ),
    [
      '/a b: only the first word of a slash command can be a command and have commands below it',
      [command('a b'), command('a b c')],
    ],
    ...['help', 'dry-run', '__proto__', 'userName'].map(
      (name): [string, readonly CommandSpec[]] => [
        `/a: the argument '${name}' must be a lower-case word that is not reserved`,
        [command('a', { [name]: required })],
      ],
    ),
    [
      "/a: 'x' is required and has a default",
      [command('a', { x: { ...defaulted, required: true } })],
    ],
    [
      "/a: the default of 'x' is not a value that its check gives",
      [command('a', { x: { ...defaulted, default: 'long' } })],
    ],
    [
      "/a: the default of 'x' is not a value that its check gives",
      [command('a', { x: { ...defaulted, default: ' y' } })],
    ],
    [
      "/a: 'x' has no options",
      [command('a', { x: option({ ...wording, value: choice({ noun: 'x', options: [] }) }) })],
    ],
    ["/a: 'y' is required behind an optional word", [command('a', { x: defaulted, y: required })]],
    [
      "/a: 'x' needs a default, because another word follows it",
      [command('a', { x: optional, y: optional })],
    ],
    [
      "/a: 'x' is required and has a default\n/b: 'y' has no options",
      [
        command('a', { x: { ...defaulted, required: true } }),
        command('b', { y: { ...optional, input: { kind: 'choice', options: [] } } }),
      ],
    ],
  ])('refuses what is a mistake: %s', (problem, specs) => {
    expect(problemsOf(...specs)).toBe(problem);
  });

  it('takes what is none', () => {
    const args = { a: required, b: required, c: defaulted, d: optional, 'e-2': option(wording) };
    expect(
      problemsOf(
        command('a', args),
        command('a b', { z: option(wording), a: required }),
        command('ab c', {}),
      ),
    ).toBe('');
  });

  it('does not check what has no default', () => {
    const never = { ...optional, check: () => fail('never') };
    expect(problemsOf(command('a', { x: never }))).toBe('');
  });
});

describe('what people are shown', () => {
  const branch = sampleGrammar.top.children.get('request-image');

  it('leaves out what only buttons use', () => {
    const shown = branch === undefined ? [] : visibleSpecs(sampleGrammar, branch);
    expect(shown.map(({ name }) => name)).toEqual([
      'request-image',
      'request-image status',
      'request-image list',
    ]);
    expect(branch && visibleWords(sampleGrammar, branch)).toEqual(['status', 'list']);
  });

  it('does not take one word for the beginning of another', () => {
    const grammar = createGrammar([command('in'), command('infra x')]);
    const inBranch = grammar.top.children.get('in');
    expect(inBranch && visibleSpecs(grammar, inBranch).map(({ name }) => name)).toEqual(['in']);
    expect(inBranch?.children.size).toBe(0);
  });
});
