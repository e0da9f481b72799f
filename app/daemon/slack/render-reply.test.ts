import { describe, expect, it } from '@jest/globals';
import {
  buttons,
  code,
  fields,
  line,
  list,
  note,
  type Part,
  person,
  replyOf,
  title,
} from '../../../lib/reply/reply.ts';
import { renderReply } from './render-reply.ts';

const textOf = (...parts: readonly Part[]): string => renderReply(replyOf(...parts)).text;
const blocksOf = (...parts: readonly Part[]) => renderReply(replyOf(...parts)).blocks;

/** The texts of the sections that a list becomes. */
const sectionsOf = (items: readonly string[]): readonly string[] =>
  blocksOf(list(items)).map((block) =>
    block.type === 'section' ? (block.text?.text ?? '') : 'no section',
  );
const lengthsOf = (...items: readonly string[]): readonly number[] =>
  sectionsOf(items).map(({ length }) => length);
const row = (name: string): Part => buttons({ label: name, command: `/${name}` });

describe('the text of a message', () => {
  it('is the lines of the contract, unformatted, people as mentions', () => {
    const card = textOf(
      title('New Image Request'),
      fields(
        { label: 'Image', value: [code('python:latest-dev')] },
        { label: 'Requested by', value: [person('slack:U0DANA')] },
        { label: 'Justification', value: 'Need <b>it</b> & now' },
      ),
      buttons({ label: '✅ Approve', command: '/request-image approve req-abc123' }),
    );
    expect(card).toBe(
      [
        'New Image Request',
        'Image: python:latest-dev',
        'Requested by: <@U0DANA>',
        'Justification: Need &lt;b&gt;it&lt;/b&gt; &amp; now',
      ].join('\n'),
    );
  });

  it('has a line for each title, line, item and note, in their order', () => {
    expect(
      textOf(
        line('✅ STOP - DEV'),
        line('Operation ', 'completed successfully.'),
        list(['ECS services stopped: 2', ['RDS: ', code('1')]]),
        note('(req-abc123)'),
      ),
    ).toBe(
      [
        '✅ STOP - DEV',
        'Operation completed successfully.',
        '- ECS services stopped: 2',
        '- RDS: 1',
        '(req-abc123)',
      ].join('\n'),
    );
  });

  it('is cut at what chat.update takes', () => {
    const text = textOf(...Array.from({ length: 100 }, () => line('x'.repeat(99))));
    expect(text).toHaveLength(4_000);
    expect(text.endsWith('…')).toBe(true);
  });
});

describe('the blocks of a message', () => {
  it('show each kind of part as Slack knows it', () => {
    expect(
      blocksOf(
        title('A title'),
        line('By ', person('slack:U0DANA'), ': ', code('/infra')),
        fields({ label: 'Image', value: 'python' }),
        list(['one', 'two']),
        note('small'),
        buttons(
          { label: 'Go', command: '/infra start dev', style: 'primary' },
          { label: 'No', command: '/infra stop dev' },
        ),
      ),
    ).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'A title', emoji: true } },
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: 'By <@U0DANA>: `/infra`' } },
      { type: 'section', fields: [{ type: 'mrkdwn', verbatim: true, text: '*Image:*\npython' }] },
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: '• one\n• two' } },
      { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text: 'small' }] },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'command:0',
            text: { type: 'plain_text', text: 'Go', emoji: true },
            value: '/infra start dev',
            style: 'primary',
          },
          {
            type: 'button',
            action_id: 'command:1',
            text: { type: 'plain_text', text: 'No', emoji: true },
            value: '/infra stop dev',
          },
        ],
      },
    ]);
  });

  it('join lines that follow one another into one section', () => {
    expect(blocksOf(line('one'), line('two ', code('x')), note('n'), line('three'))).toEqual([
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: 'one\ntwo `x`' } },
      { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text: 'n' }] },
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: 'three' } },
    ]);
  });

  it('leave out what shows nothing, which Slack would refuse', () => {
    expect(
      blocksOf(
        title(''),
        line(''),
        line(' ', ''),
        note(),
        fields(),
        list([]),
        buttons(),
        line('x'),
      ),
    ).toEqual([{ type: 'section', text: { type: 'mrkdwn', verbatim: true, text: 'x' } }]);
  });

  it('spread fields and buttons over as many blocks as they need', () => {
    const labels = Array.from({ length: 26 }, (_, index) => `n${index}`);
    const shown = blocksOf(
      fields(...labels.slice(0, 21).map((label) => ({ label, value: 'v' }))),
      buttons(...labels.map((label) => ({ label, command: `/${label}` }))),
    );
    expect(
      shown.map((block) => {
        if (block.type === 'actions') {
          return block.elements.length;
        }
        return block.type === 'section' ? block.fields?.length : undefined;
      }),
    ).toEqual([10, 10, 1, 25, 1]);
  });

  it('spread a long list over as many sections as it needs, and lose no item', () => {
    const items = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(95)}`);
    const texts = sectionsOf(items);
    expect(texts.join('\n').split('\n')).toEqual(items.map((item) => `• ${item}`));
    expect(texts.every(({ length }) => length <= 3_000)).toBe(true);
    expect(texts).toHaveLength(4);
  });

  it('fill the sections of a list to the last character', () => {
    const half = 'x'.repeat(1_497);
    expect(lengthsOf(half, `${half}x`)).toEqual([2_999 + 1]);
    expect(lengthsOf(half, `${half}xx`)).toEqual([1_499, 1_501]);
    expect(lengthsOf('x'.repeat(4_000), 'y')).toEqual([3_000, 3]);
  });

  it('keep their last buttons when there are more than Slack takes', () => {
    const blocks = blocksOf(
      row('first'),
      ...Array.from({ length: 60 }, (_, index) => note(`${index}`)),
      row('second'),
      row('third'),
      note('the end'),
      row('fourth'),
    );
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks[0])).toContain('first');
    expect(JSON.stringify(blocks[45])).toContain('"44"');
    expect(JSON.stringify(blocks[46])).toContain('too long for one message');
    expect(blocks.slice(47).map((block) => JSON.stringify(block))).toEqual([
      expect.stringContaining('second'),
      expect.stringContaining('third'),
      expect.stringContaining('fourth'),
    ]);
  });

  it('say so when there are more than Slack takes', () => {
    const blocks = blocksOf(...Array.from({ length: 51 }, (_, index) => note(`${index}`)));
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks.at(-1))).toContain('too long for one message');
    expect(blocksOf(...Array.from({ length: 50 }, () => note('n')))).toHaveLength(50);
  });
});
