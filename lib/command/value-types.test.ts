import { describe, expect, it } from '@jest/globals';
import { choice, pattern, requestId, text } from './value-types.ts';

const fails = (error: string) => ({ ok: false, error });
const gives = (value: string) => ({ ok: true, value });

describe('text', () => {
  const { check, input } = text({ min: 3, max: 5 });

  it('tells a form its limits', () => {
    expect(input).toEqual({ kind: 'text', minLength: 3, maxLength: 5, multiline: false });
    expect(text({ max: 9 }).input).toMatchObject({ multiline: false });
    expect(text({ max: 9, multiline: true }).input).toEqual({
      kind: 'text',
      minLength: 1,
      maxLength: 9,
      multiline: true,
    });
  });

  it.each([
    ['abc', gives('abc')],
    [' \u00a0abcde\n', gives('abcde')],
    ['🎉🎉🎉', gives('🎉🎉🎉')],
    ['🎉🎉🎉🎉🎉', gives('🎉🎉🎉🎉🎉')],
    ['🎉🎉', fails('Write at least 3 characters; this has 2.')],
    ['a\u200b\u200e\u00adb', fails('Write at least 3 characters; this has 2.')],
    [' a ', fails('Write at least 3 characters; this has 1.')],
    ['abcdef', fails('Write at most 5 characters; this has 6.')],
    ['a\nbc', fails('Write it on one line.')],
    ['a\u2028bc', fails('Write it on one line.')],
  ])('answers %j', (written, expected) => {
    expect(check(written)).toEqual(expected);
  });

  it('counts one character as one', () => {
    expect(text({ max: 9 }).check(' ')).toEqual(fails('Write at least 1 character; this has 0.'));
  });

  it('takes several lines where they are wanted', () => {
    expect(text({ max: 9, multiline: true }).check('a\nb')).toEqual(gives('a\nb'));
  });
});

describe('choice', () => {
  const { check, input } = choice({ noun: 'environment', options: ['dev', 'staging', 'Prod'] });

  it('tells a form its options', () => {
    expect(input).toEqual({ kind: 'choice', options: ['dev', 'staging', 'Prod'] });
    expect(choice({ noun: 'level', options: ['full'] }).input).toEqual({
      kind: 'choice',
      options: ['full'],
    });
  });

  it.each([
    ['dev', gives('dev')],
    [' PROD ', gives('Prod')],
    ['nowhere', fails("Unknown environment 'nowhere'. Environments: dev, staging, Prod.")],
    [
      ' stagign ',
      fails(
        "Unknown environment 'stagign'. Did you mean 'staging'? Environments: dev, staging, Prod.",
      ),
    ],
  ])('answers %j', (written, expected) => {
    expect(check(written)).toEqual(expected);
  });

  it('uses a plural of its own', () => {
    expect(choice({ noun: 'status', plural: 'statuses', options: ['all'] }).check('x')).toEqual(
      fails("Unknown status 'x'. Statuses: all."),
    );
  });
});

describe('pattern', () => {
  const { check, input } = pattern({
    shape: /^[a-z]+$/g,
    sentence: 'Write small letters.',
    max: 4,
  });

  it('tells a form its limits', () => {
    expect(input).toEqual({ kind: 'text', minLength: 1, maxLength: 4, multiline: false });
    expect(pattern({ shape: /x/, sentence: '' }).input).toMatchObject({ maxLength: 255 });
  });

  it.each([
    ['abcd', gives('abcd')],
    [' abc ', gives('abc')],
    ['abc', gives('abc')],
    ['ABC', fails('Write small letters.')],
    ['', fails('Write small letters.')],
    ['abcde', fails('Write at most 4 characters; this has 5.')],
  ])('answers %j, each time the same', (written, expected) => {
    expect(check(written)).toEqual(expected);
    expect(check(written)).toEqual(expected);
  });
});

describe('requestId', () => {
  it('tells a form its limits', () => {
    expect(requestId().input).toEqual({
      kind: 'text',
      minLength: 10,
      maxLength: 16,
      multiline: false,
    });
  });

  it.each([
    ['req-abc123', gives('req-abc123')],
    [' REQ-ABC123 ', gives('req-abc123')],
    ['re-abc123', fails("'re-abc123' is not a request ID; those look like req-abc123.")],
    [' Foo ', fails("'Foo' is not a request ID; those look like req-abc123.")],
  ])('answers %j', (written, expected) => {
    expect(requestId().check(written)).toEqual(expected);
  });
});
