import { describe, expect, it } from '@jest/globals';
import { type ArgValuesOf, option, position } from './arguments.ts';
import { text } from './value-types.ts';

const wording = { label: 'Name', hint: 'A name', placeholder: 'x', value: text({ max: 9 }) };

describe('an argument', () => {
  it('is required unless it has a default or is optional', () => {
    expect(position(wording)).toMatchObject({ at: 'position', required: true });
    expect(position({ ...wording, optional: true })).toMatchObject({ required: false });
    expect(option({ ...wording, default: 'y' })).toMatchObject({
      at: 'option',
      required: false,
      default: 'y',
    });
  });

  it('carries its words, its form and its check, and nothing else', () => {
    const { check, ...rest } = option({ ...wording, valueName: 'word', optional: true });
    expect(rest).toEqual({
      at: 'option',
      label: 'Name',
      hint: 'A name',
      placeholder: 'x',
      valueName: 'word',
      required: false,
      input: { kind: 'text', minLength: 1, maxLength: 9, multiline: false },
    });
    expect(check(' x ')).toEqual({ ok: true, value: 'x' });
  });

  it('says in its type which values there are', () => {
    const args = {
      image: position(wording),
      environment: option({ ...wording, default: 'dev' }),
      name: option({ ...wording, optional: true }),
    };
    const values: ArgValuesOf<typeof args> = { image: 'a', environment: 'b' };
    const name: string | undefined = values.name;
    // @ts-expect-error: a required value cannot be left out
    const incomplete: ArgValuesOf<typeof args> = { environment: 'b' };
    expect([values.image.length, name, incomplete.environment]).toEqual([1, undefined, 'b']);
  });
});
