import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createRedactor } from './redaction.ts';

/** What the redactor itself writes: a secret that is a part of it could not be told from it. */
const ownWords = '[redacted] [circular] [too deep] [too large] [unreadable] [bytes]';

/** Names that the structures have of themselves: a secret like one of them would always be found. */
const structureNames = ['length', 'message', 'stack', 'cause', 'detail', 'name'];

const anySecret = fc
  .oneof(
    fc.string({ minLength: 6, maxLength: 40 }),
    fc.string({ unit: 'binary', minLength: 6, maxLength: 20 }),
  )
  .filter((secret) => !ownWords.includes(secret) && !structureNames.includes(secret));

const spell = {
  plain: (secret: string) => secret,
  url: (secret: string) => encodeURIComponent(secret),
  base64: (secret: string) => Buffer.from(secret).toString('base64'),
  base64url: (secret: string) => Buffer.from(secret).toString('base64url'),
  json: (secret: string) => JSON.stringify(secret).slice(1, -1),
};

const anySpelling = fc.constantFrom(...Object.values(spell));

/** Texts of letters only, between which a secret cannot arise by itself. */
const anyFiller = fc.string({ unit: fc.constantFrom('\u0416', '\u042f', ' '), maxLength: 8 });

const holds = (value: unknown, needle: string): boolean => {
  if (typeof value === 'string') {
    return value.includes(needle);
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const parts =
    value instanceof Map
      ? [...value.entries()].flat()
      : value instanceof Set
        ? [...value]
        : Reflect.ownKeys(value).flatMap((key): unknown[] => [key, Reflect.get(value, key)]);
  return parts.some((part) => holds(part, needle));
};

/** Structures of every kind that hold the text in some of their keys and values. */
const structureWith = (text: string): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(
        fc.constant(text),
        anyFiller,
        fc.integer(),
        fc.constant(null),
        fc.constant(undefined),
      ),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constant(text), anyFiller), tie('node'), { maxKeys: 4 }),
      fc.array(fc.tuple(tie('node'), tie('node')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      fc.array(tie('node'), { maxLength: 3 }).map((items) => new Set(items)),
      tie('node').map((cause) => Object.assign(new Error(text, { cause }), { detail: text })),
    ),
  })).node;

describe('the redactor', () => {
  it('lets no given secret through, in any spelling and any position of any structure', () => {
    const anyCase = fc
      .tuple(anySecret, anySpelling, anyFiller, anyFiller)
      .map(([secret, toSpelling, before, after]) => {
        const isText = Buffer.from(secret).toString() === secret;
        const spelling = isText ? toSpelling(secret) : secret;
        return { secret, spelling, text: `${before}${spelling}${after}` };
      })
      .chain((one) => structureWith(one.text).map((structure) => ({ ...one, structure })));
    fc.assert(
      fc.property(anyCase, ({ secret, spelling, text, structure }) => {
        const redactor = createRedactor([secret]);
        expect(redactor.text(text)).not.toContain(spelling);
        expect(holds(redactor.value(structure), spelling)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no other secret of its list whole where several stand together', () => {
    fc.assert(
      fc.property(
        fc.array(anySecret, { minLength: 2, maxLength: 5 }),
        anyFiller,
        (secrets, filler) => {
          const redacted = createRedactor(secrets).text(secrets.join(filler));
          for (const secret of secrets) {
            expect(redacted.replaceAll('[redacted]', '\u0000')).not.toContain(secret);
          }
        },
      ),
    );
  });

  it('leaves texts without secrets unchanged', () => {
    const { text } = createRedactor(['a-known-secret']);
    const anyWord = fc.string({
      unit: fc.constantFrom(...'abc-_.:/=?&@ "XYZ019'.split('')),
      maxLength: 40,
    });
    fc.assert(
      fc.property(anyWord, (original) => {
        fc.pre(!/:\/\/|[?&]|xox/.test(original));
        expect(text(original)).toBe(original);
      }),
    );
  });

  it('copies what holds no secret as it is, and never throws', () => {
    const { value } = createRedactor(['a-known-secret']);
    fc.assert(
      fc.property(structureWith('fine'), (structure) => {
        const before = inspect(structure, { depth: 9 });
        expect(value(structure)).toEqual(structure);
        expect(inspect(structure, { depth: 9 })).toBe(before);
      }),
    );
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withObjectString: true,
          withSet: true,
          withSparseArray: true,
          withTypedArray: true,
          withBoxedValues: true,
        }),
        (anything) => {
          value(anything);
        },
      ),
    );
  });
});
