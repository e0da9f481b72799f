import { describe, expect, it } from '@jest/globals';
import { tokenize } from './tokenize.ts';

/** Words as `word`, quoted words as `"word"`, options as `--name` or `--name=value`. */
const show = (text: string): readonly string[] => {
  const tokens = tokenize(text);
  if (!tokens.ok) {
    throw new Error(tokens.error.problem);
  }
  return tokens.value.map((token) => {
    if (token.kind === 'word') {
      return token.quoted ? `"${token.text}"` : token.text;
    }
    return token.value === undefined ? `--${token.name}` : `--${token.name}=${token.value}`;
  });
};

describe('white space', () => {
  it.each([
    ['', []],
    ['  \t\n ', []],
    [' status  dev\n', ['status', 'dev']],
    ['status\u00a0dev', ['status', 'dev']],
    ['status\u202f\u3000\u0085dev', ['status', 'dev']],
    ['status\u200b\ufeff\u2060\u180edev', ['status', 'dev']],
    ['\u200e1.2.3.4\u202c', ['1.2.3.4']],
    ['\u20681.2.3.4\u2069', ['1.2.3.4']],
  ])('separates %j', (text, expected) => {
    expect(show(text)).toEqual(expected);
  });

  it('keeps the joiners of emoji and of scripts that need them', () => {
    expect(show('👩\u200d💻')).toEqual(['👩\u200d💻']);
  });
});

describe('quotes', () => {
  it.each([
    ['"a b"', ['"a b"']],
    ['“a b”', ['"a b"']],
    ['„a b“', ['"a b"']],
    ['”a b"', ['"a b"']],
    ['‟a b”', ['"a b"']],
    ['«a b»', ['"a b"']],
    ['»a b«', ['"a b"']],
    ['«a "b" c»', ['"a "b" c"']],
    ["'a b'", ['"a b"']],
    ['‘a b’', ['"a b"']],
    ['‚a b‘', ['"a b"']],
    ['‛a b’', ['"a b"']],
    ['‘Bob’s box’', ['"Bob’s box"']],
    ["'Bob's box'", ['"Bob\'s box"']],
    ["'route '66 at 5' x", ['"route \'66 at 5"', 'x']],
    ['\'say "hi"\'', ['"say "hi""']],
    ['"it\'s"', ['"it\'s"']],
    ['""', ['""']],
    ["''", ['""']],
    ["'' x", ['""', 'x']],
    ["it's", ["it's"]],
    ['it’s', ['it’s']],
    ['5" disk"', ['5"', 'disk"']],
    ['"a"\u00a0b', ['"a"', 'b']],
    ['"a – b — c\u00a0‘d’\n"', ['"a – b — c\u00a0‘d’\n"']],
    ['"--force"', ['"--force"']],
  ])('reads %s', (text, expected) => {
    expect(show(text)).toEqual(expected);
  });

  it.each([
    [String.raw`"a \" b"`, '"a " b"'],
    [String.raw`"a \” b"`, '"a ” b"'],
    [String.raw`'a \' b'`, '"a \' b"'],
    [String.raw`"C:\temp"`, String.raw`"C:\temp"`],
    [String.raw`"C:\\"`, '"C:\\"'],
  ])('takes the meaning of a mark away by a backslash in %s', (text, expected) => {
    expect(show(text)).toEqual([expected]);
  });

  it('leaves a backslash outside quotes alone', () => {
    expect(show(String.raw`\"a b\"`)).toEqual([String.raw`\"a`, String.raw`b\"`]);
  });

  it.each([
    ['a "b c', 2, 'The quotation that starts at "b c is never closed. Put " after its last word.'],
    ['“b', 0, 'The quotation that starts at “b is never closed. Put " after its last word.'],
    ["'b", 0, "The quotation that starts at 'b is never closed. Put ' after its last word."],
    ['«b"', 0, 'The quotation that starts at «b" is never closed. Put » after its last word.'],
    ['--x="', 4, 'The quotation that starts at " is never closed. Put " after its last word.'],
    ['"b\\"', 0, 'The quotation that starts at "b\\" is never closed. Put " after its last word.'],
    [
      `"${'🎉'.repeat(30)}`,
      0,
      `The quotation that starts at "${'🎉'.repeat(29)}… is never closed. Put " after its last word.`,
    ],
    [
      `"${'b'.repeat(29)}`,
      0,
      `The quotation that starts at "${'b'.repeat(29)} is never closed. Put " after its last word.`,
    ],
    [
      'x "say "hi" now"',
      2,
      String.raw`There must be a space after the quotation "say ", before hi" now". A quotation mark inside a quotation is written \".`,
    ],
    [
      '«a»b',
      0,
      String.raw`There must be a space after the quotation «a», before b. A quotation mark inside a quotation is written \".`,
    ],
  ])('says what is wrong with %s', (text, at, problem) => {
    expect(tokenize(text)).toEqual({ ok: false, error: { problem, at } });
  });
});

describe('options', () => {
  it.each([
    ['--name', ['--name']],
    ['-name', ['--name']],
    ['—name', ['--name']],
    ['–name', ['--name']],
    ['−name', ['--name']],
    ['―name', ['--name']],
    ['––name', ['--name']],
    ['-—name', ['--name']],
    ['--NAME', ['--name']],
    ['--été', ['--été']],
    ['--dry–run', ['--dry-run']],
    ['--name=', ['--name']],
    ['--name=x', ['--name=x']],
    ['--name=a=b', ['--name=a=b']],
    ['--name==', ['--name==']],
    ['--name=""', ['--name=']],
    ['--name="a b" c', ['--name=a b', 'c']],
    ['--name=‘a b’', ['--name=a b']],
    ['--name=a"b', ['--name=a"b']],
    ['--name="--x"', ['--name=--x']],
    ['--name=x–y', ['--name=x-y']],
  ])('reads %s', (text, expected) => {
    expect(show(text)).toEqual(expected);
  });

  it.each([
    ['---name', ['---name']],
    ['--', ['--']],
    ['-5', ['-5']],
    ['--1', ['--1']],
    ['--__proto__', ['--__proto__']],
    ['a--b', ['a--b']],
    ['python:latest–dev', ['python:latest-dev']],
    ['a—b', ['a--b']],
    ['a―b−c', ['a--b-c']],
    ['a="b c"', ['a=b c']],
    ['="b c"', ['=b c']],
  ])('leaves %s a word', (text, expected) => {
    expect(show(text)).toEqual(expected);
  });
});

describe('Slack’s markup', () => {
  it.each([
    ['<http://x.org|x.org>', 'x.org'],
    ['<https://x.org|x.org>', 'x.org'],
    ['<mailto:a@b.org|a@b.org>', 'a@b.org'],
    ['<tel:+4930|+4930>', '+4930'],
    ['<http://x.org|click here>', 'http://x.org'],
    ['<http://x.org|>', 'http://x.org'],
    ['<http://x.org>', 'http://x.org'],
    ['<http://x.org/a–b>', 'http://x.org/a–b'],
    ['<http://x.org/?a=1&amp;b=2|x.org/?a=1&amp;b=2>', 'x.org/?a=1&b=2'],
    ['python:<http://3.12|3.12>-dev', 'python:3.12-dev'],
    ['<@U1|name>', '<@U1>'],
    ['<@W1>', '<@W1>'],
    ['<#C1|name>', '<#C1>'],
    ['<#C1|>', '<#C1>'],
    ['<!subteam^S1|@h>', '<!subteam^S1>'],
    ['<!here>', '<!here>'],
    ['<!subteam^S1|two words>', '<!subteam^S1>'],
    ['a&amp;b', 'a&b'],
    ['&lt;http://x|x&gt;', '<http://x|x>'],
    ['&amp;lt;', '&lt;'],
    ['&amp', '&amp'],
    ['&quot;', '&quot;'],
    ['<3', '<3'],
    ['<u1>', '<u1>'],
    ['<@u1>', '<@u1>'],
    ['<http:>', '<http:>'],
    ['<http://x', '<http://x'],
  ])('reads %s', (text, expected) => {
    expect(show(text)).toEqual([expected]);
    expect(show(`"go ${text}, ${text}"`)).toEqual([`"go ${expected}, ${expected}"`]);
  });

  it('keeps marks in a label from closing a quotation', () => {
    expect(show('"see <http://x.org|the "x" page> now"')).toEqual(['"see http://x.org now"']);
  });

  it('is markup in an option too', () => {
    expect(show('--site=<http://x.org|x.org>')).toEqual(['--site=x.org']);
  });
});
