import { describe, expect, it } from '@jest/globals';
import { enquote, quote } from './quote.ts';

describe('quote', () => {
  it.each([
    ['dev', 'dev'],
    ['python:3.12_x', 'python:3.12_x'],
    ['1.2.3.4/32', '1.2.3.4/32'],
    ['req-abc123', 'req-abc123'],
    ['a+b@c', 'a+b@c'],
    ['', '""'],
    ['-x', '"-x"'],
    ['.x', '".x"'],
    ['a b', '"a b"'],
    ['dev\n', '"dev\n"'],
    ['a=b', '"a=b"'],
    ['é', '"é"'],
    ["it's", '"it\'s"'],
    ['say "hi"', String.raw`"say \"hi\""`],
    ['„x“ ”‟', String.raw`"\„x\“ \”\‟"`],
    [String.raw`C:\x`, String.raw`"C:\\x"`],
  ])('writes %j as %s', (value, expected) => {
    expect(quote(value)).toBe(expected);
  });

  it('encodes only what would be read as markup, so that people see what they wrote', () => {
    expect(quote('R&D <3 > &amp; <@U1> <!here> <#C1> <http://x> &lt; &gt;')).toBe(
      '"R&D <3 > &amp;amp; &lt;@U1> &lt;!here> &lt;#C1> &lt;http://x> &amp;lt; &amp;gt;"',
    );
  });
});

describe('enquote', () => {
  it('puts quotes around what needs none', () => {
    expect(enquote('dev')).toBe('"dev"');
  });
});
