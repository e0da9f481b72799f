import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatCommand } from './format-command.ts';
import { createGrammar, type Grammar } from './grammar.ts';
import { helpFor } from './help.ts';
import { parse, parseLine } from './parse.ts';
import type { Parsed } from './parsed.ts';
import { quote } from './quote.ts';
import { deny, requestImage, sampleGrammar, sampleSpecs } from './sample-grammar.fixture.ts';

const grammars = [
  sampleGrammar,
  createGrammar([]),
  createGrammar([deny]),
  createGrammar(sampleSpecs.filter(({ name }) => name.startsWith('infra'))),
];

const word = fc.oneof(
  fc.constantFrom(...sampleSpecs.flatMap(({ name }) => name.split(' '))),
  fc.constantFrom('stauts', 'help', '--help', '--dry-run', '--name', '—justification', '--name='),
  fc.constantFrom('"', '“a b”', "'", '\\', '__proto__', '--constructor', '--__proto__', '=', '--'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const line = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(word).map((words) => words.join(' ')),
);

/** Whether an answer says something that its reader can use. */
const isAnswer = (grammar: Grammar, parsed: Parsed): boolean => {
  switch (parsed.kind) {
    case 'help':
      return helpFor(grammar, parsed.topic).title !== '';
    case 'unparsable':
      return parsed.problem.trim() !== '';
    case 'incomplete':
      return parsed.missing.length > 0;
    case 'command':
      return Object.keys(parsed.spec.args).every(
        (name) => !parsed.spec.args[name]?.required || Object.hasOwn(parsed.values, name),
      );
    default:
      return parsed satisfies never;
  }
};

describe('parse', () => {
  it('has an answer to any text in any grammar', () => {
    fc.assert(
      fc.property(fc.constantFrom(...grammars), word, line, (grammar, root, text) => {
        expect(isAnswer(grammar, parse(grammar, root, text))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('suggests only what it understands', () => {
    fc.assert(
      fc.property(line, (text) => {
        const parsed = parseLine(sampleGrammar, text);
        const suggestion = parsed.kind === 'unparsable' ? parsed.suggestion : undefined;
        expect(suggestion === undefined || parseLine(sampleGrammar, suggestion).kind).not.toBe(
          'unparsable',
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('does not mind what phones and desktops make of punctuation', () => {
    const value = fc
      .string({ unit: fc.constantFrom('a', 'b', ' ', '’', '–', '.'), minLength: 3 })
      .filter((text) => text.trim().length > 2);
    const gap = fc.constantFrom(' ', '\u00a0', '  ', '\n', '\u200b ');
    const dash = fc.constantFrom('--', '—', '-', '–', '―', '−', '–-');
    const marks = fc.constantFrom(['"', '"'], ['“', '”'], ['„', '“'], ['”', '”'], ['«', '»']);
    const assignment = fc.constantFrom('=', ' ', '\u00a0');
    fc.assert(
      fc.property(value, gap, dash, marks, assignment, (text, space, head, [open, close], is) => {
        const plain = parseLine(
          sampleGrammar,
          `/request-image python:3.10 --justification ${quote(text)}`,
        );
        const typed = parseLine(
          sampleGrammar,
          [
            '/request-image',
            'python:<http://3.10|3.10>',
            `${head}justification${is}${open}${text}${close}`,
          ].join(space),
        );
        expect(plain.kind).toBe('command');
        expect(typed).toEqual(plain);
      }),
    );
  });
});

describe('formatCommand', () => {
  const anything = fc
    .string({ unit: 'binary', minLength: 3, maxLength: 60 })
    .filter((text) => Array.from(text.trim()).length >= 3);
  const image = fc.oneof(
    fc.constantFrom('status', 'stauts', 'help', 'HELP', 'lsit', '--name', 'python:3.10', '"x"'),
    anything.filter((text) => !/[\n\r\u2028\u2029]/.test(text)).map((text) => text.trim()),
  );
  const justification = anything.map((text) => text.trim());

  it('writes what is read back as the same values', () => {
    fc.assert(
      fc.property(
        fc.record(
          { image, justification, name: fc.constantFrom('x', '1.10', '-x') },
          { requiredKeys: ['image', 'justification'] },
        ),
        fc.boolean(),
        (values, dryRun) => {
          expect(parseLine(sampleGrammar, formatCommand(requestImage, values, dryRun))).toEqual({
            kind: 'command',
            spec: requestImage,
            values,
            dryRun,
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does so for every command of a grammar', () => {
    fc.assert(
      fc.property(justification, (reason) => {
        const values = { id: 'req-abc123', reason };
        expect(parseLine(sampleGrammar, formatCommand(deny, values))).toMatchObject({
          kind: 'command',
          spec: deny,
          values,
        });
      }),
    );
  });
});
