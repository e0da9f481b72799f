import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { writeText } from '../../../lib/reply/plain-text.ts';
import { code, person, type Span } from '../../../lib/reply/reply.ts';
import { escapeText, slackWriter, toMrkdwn } from './mrkdwn.ts';

const smuggled = [
  '<!channel>',
  '<!here|here>',
  '<@U0ALICE>',
  '<#C0GENERAL>',
  '<!subteam^S0ADMINS>',
  '<https://evil.example|https://slack.com>',
];

const hostile = fc.oneof(
  fc.constantFrom(...smuggled, '&lt;!channel&gt;', '&amp;lt;', '`', '\n', '>'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const span: fc.Arbitrary<Span> = fc.oneof(hostile, hostile.map(code));

/** What Slack would take for markup: whatever stands between angle brackets. */
const markupIn = (text: string): readonly string[] => text.match(/<[^>]*>?/g) ?? [];

describe('words of people', () => {
  it.each(smuggled)('cannot mention or disguise anything: %s', (text) => {
    expect(markupIn(escapeText(text))).toEqual([]);
    expect(markupIn(toMrkdwn(text))).toEqual([]);
    expect(markupIn(toMrkdwn([code(text)]))).toEqual([]);
    expect(markupIn(writeText(text, slackWriter))).toEqual([]);
  });

  it('are shown as they were written, entities too', () => {
    expect(escapeText('a < b && c > d &lt;')).toBe('a &lt; b &amp;&amp; c &gt; d &amp;lt;');
  });

  it('come back unchanged when Slack decodes them once', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const decoded = escapeText(text)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&');
        expect(decoded).toBe(text);
      }),
    );
  });

  it('never bring markup into a sentence, whatever the sentence is made of', () => {
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        expect(markupIn(toMrkdwn(spans))).toEqual([]);
        expect(markupIn(writeText(spans, slackWriter))).toEqual([]);
      }),
    );
  });
});

describe('a sentence', () => {
  it('mentions the people that it is about, and nobody else', () => {
    const sentence = ['Approved by ', person('slack:U0ALICE'), ' <@U0AMIR>'];
    expect(toMrkdwn(sentence)).toBe('Approved by <@U0ALICE> &lt;@U0AMIR&gt;');
    expect(writeText(sentence, slackWriter)).toBe('Approved by <@U0ALICE> &lt;@U0AMIR&gt;');
  });

  it('names principals that are no people of Slack', () => {
    expect(toMrkdwn([person('schedule:nightly'), ' and ', person('key:<!here>')])).toBe(
      'schedule:nightly and key:&lt;!here&gt;',
    );
  });

  it('sets what is to be typed apart in mrkdwn alone, and no backtick ends it early', () => {
    const sentence = ['Type ', code('/infra `x` <dev>')];
    expect(toMrkdwn(sentence)).toBe("Type `/infra 'x' &lt;dev&gt;`");
    expect(writeText(sentence, slackWriter)).toBe('Type /infra `x` &lt;dev&gt;');
  });
});
