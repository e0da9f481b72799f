import { describe, expect, it } from '@jest/globals';
import { escapeSlackMarkup, readSlackMarkup } from './slack-markup.ts';

describe('readSlackMarkup', () => {
  it.each([
    ['<@U1|bob> x', 0, '<@U1>', 9],
    ['to <#C1>', 3, '<#C1>', 8],
    ['<!date^1&amp;2|now>', 0, '<!date^1&2>', 19],
    ['<http://x.org|x.org>.', 0, 'x.org', 20],
    ['<mailto:a@b.org|a@b.org>', 0, 'a@b.org', 24],
    ['<http://a:b|a:b>', 0, 'a:b', 16],
    ['<http://x.org|here>', 0, 'http://x.org', 19],
    ['<http://x/?a&amp;b>', 0, 'http://x/?a&b', 19],
    ['a&amp;b', 1, '&', 6],
    ['&lt;@U1&gt;', 0, '<', 4],
    ['&gt;', 0, '>', 4],
  ])('reads %s from %i on as %s', (text, at, value, end) => {
    expect(readSlackMarkup(text, at)).toEqual({ value, end });
  });

  it.each([
    ['plain', 0],
    ['x <@U1>', 0],
    ['x &amp;', 0],
    ['<@U1>', 1],
    ['&amp;', 1],
    ['&quot;', 0],
    ['<@U1', 0],
    ['<x y>', 0],
    ['<http://x y>', 0],
    ['', 0],
  ])('finds none in %j at %i', (text, at) => {
    expect(readSlackMarkup(text, at)).toBeUndefined();
  });
});

describe('escapeSlackMarkup', () => {
  it.each([
    ['&amp; &lt; &gt; &quot; & b', '&amp;amp; &amp;lt; &amp;gt; &quot; & b'],
    ['<@U1> <#C1> <!here> <http://x>', '&lt;@U1> &lt;#C1> &lt;!here> &lt;http://x>'],
    ['1 < 2 <3 <<', '1 < 2 <3 <<'],
    ['<a <b', '&lt;a &lt;b'],
  ])('writes %j so that it is read as it stands', (text, expected) => {
    expect(escapeSlackMarkup(text)).toBe(expected);
  });
});
