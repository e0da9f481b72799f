import { describe, expect, it } from '@jest/globals';
import { onOneLine, plainText, type SpanWriter, writeText } from './plain-text.ts';
import { buttons, code, fields, line, list, note, person, replyOf, title } from './reply.ts';

const slackLike: SpanWriter = {
  words: (text) => text.replaceAll('&', '&amp;'),
  person: (id) => `<@${id.slice('slack:'.length)}>`,
};

const reply = replyOf(
  title('Head & shoulders'),
  line('Asked by ', person('slack:U1'), ', see ', code('/infra help')),
  fields({ label: 'R&D', value: 'yes & no' }, { label: 'By', value: [person('slack:U2')] }),
  list(['first', ['second ', person('slack:U3')]]),
  note('small ', 'print'),
  buttons({ label: 'Go', command: '/infra status' }),
);

describe('plainText', () => {
  it('has a line for every part but the buttons', () => {
    expect(plainText(reply).split('\n')).toEqual([
      'Head & shoulders',
      'Asked by @U1, see /infra help',
      'R&D: yes & no',
      'By: @U2',
      '- first',
      '- second @U3',
      'small print',
    ]);
  });

  it("leaves words and people to the surface's writer", () => {
    expect(plainText(reply, slackLike).split('\n')).toEqual([
      'Head &amp; shoulders',
      'Asked by <@U1>, see /infra help',
      'R&amp;D: yes &amp; no',
      'By: <@U2>',
      '- first',
      '- second <@U3>',
      'small print',
    ]);
  });

  it('says nothing of a reply without parts', () => {
    expect(plainText(replyOf())).toBe('');
  });
});

describe('onOneLine', () => {
  it('folds whatever ends a line, with the spaces around it, and nothing else', () => {
    for (const end of ['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029', ' \n\n\t\n ']) {
      expect(onOneLine(`one${end}two`)).toBe('one two');
    }
    expect(onOneLine('one  two\tthree')).toBe('one  two\tthree');
  });
});

describe('writeText', () => {
  it('writes a string as one span', () => {
    expect(writeText('a & b', slackLike)).toBe('a &amp; b');
    expect(writeText(['a & ', code('b & c')], slackLike)).toBe('a &amp; b &amp; c');
    expect(writeText('plain')).toBe('plain');
  });
});
