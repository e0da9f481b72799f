import { describe, expect, it } from '@jest/globals';
import { checkBlocks } from './blocks.ts';

const check = (...blocks: readonly object[]): readonly string[] =>
  checkBlocks(blocks, { max: 50, pointer: '/blocks' });
const long = (length: number): string => 'x'.repeat(length);
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const option = (value: string) => ({ text: plain('One'), value });
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => option(String(index)));
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
const input = (element: object) => ({ type: 'input', label: plain('Label'), element });

describe('blocks at their limits', () => {
  it.each([
    [
      'a section',
      {
        type: 'section',
        text: mrkdwn(long(3_000)),
        fields: Array.from({ length: 10 }, () => mrkdwn(long(2_000))),
      },
    ],
    ['a header', { type: 'header', text: plain(long(150)) }],
    ['a context', { type: 'context', elements: Array.from({ length: 10 }, () => mrkdwn('x')) }],
    ['a divider', { type: 'divider', block_id: long(255) }],
    ['an image', { type: 'image', alt_text: long(2_000), image_url: 'https://example.com/x.png' }],
    [
      'buttons',
      actions(
        ...Array.from({ length: 25 }, (_, index) =>
          button({ action_id: `a${index}`, value: long(2_000) }),
        ),
      ),
    ],
    [
      'a button with everything',
      actions(
        button({
          style: 'danger',
          url: 'https://example.com',
          confirm: {
            title: plain('Sure?'),
            text: mrkdwn('x'),
            confirm: plain('Yes'),
            deny: plain('No'),
          },
        }),
      ),
    ],
    [
      'a menu',
      actions({ type: 'static_select', options: options(100), initial_option: option('7') }),
    ],
    [
      'an overflow menu',
      { type: 'section', text: mrkdwn('x'), accessory: { type: 'overflow', options: options(5) } },
    ],
    [
      'choices',
      actions(
        { type: 'radio_buttons', options: options(10) },
        { type: 'checkboxes', options: options(10) },
      ),
    ],
    [
      'pickers',
      actions({ type: 'users_select' }, { type: 'external_select', min_query_length: 0 }),
    ],
    [
      'a text input',
      input({ type: 'plain_text_input', min_length: 0, max_length: 3_000, multiline: true }),
    ],
    ['rich text, whatever is in it', { type: 'rich_text', elements: [{ anything: true }] }],
  ])('are valid: %s', (_what, block) => {
    expect(check(block)).toEqual([]);
  });
});

describe('blocks beyond their limits', () => {
  it.each([
    [
      'a long section',
      { type: 'section', text: mrkdwn(long(3_001)) },
      'must be less than 3001 characters',
      '/blocks/0/text/text',
    ],
    [
      'an empty section',
      { type: 'section', text: mrkdwn('') },
      'must be more than 0 characters',
      '/blocks/0/text/text',
    ],
    ['a section of nothing', { type: 'section' }, 'must have text or fields', '/blocks/0'],
    [
      'many fields',
      { type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('x')) },
      'no more than 10 items allowed',
      '/blocks/0/fields',
    ],
    [
      'a long field',
      { type: 'section', fields: [mrkdwn(long(2_001))] },
      'must be less than 2001 characters',
      '/blocks/0/fields/0/text',
    ],
    [
      'a formatted header',
      { type: 'header', text: mrkdwn('x') },
      'unsupported type: mrkdwn',
      '/blocks/0/text/type',
    ],
    [
      'a long header',
      { type: 'header', text: plain(long(151)) },
      'must be less than 151 characters',
      '/blocks/0/text/text',
    ],
    [
      'a long context',
      { type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn('x')) },
      'no more than 10 items allowed',
      '/blocks/0/elements',
    ],
    [
      'a button in a context',
      { type: 'context', elements: [button()] },
      'unsupported type: button',
      '/blocks/0/elements/0/type',
    ],
    ['no buttons', actions(), 'no fewer than 1 items allowed', '/blocks/0/elements'],
    [
      '26 buttons',
      actions(...Array.from({ length: 26 }, () => button())),
      'no more than 25 items allowed',
      '/blocks/0/elements',
    ],
    [
      'a long label',
      actions({ type: 'button', text: plain(long(76)) }),
      'must be less than 76 characters',
      '/blocks/0/elements/0/text/text',
    ],
    [
      'a long value',
      actions(button({ value: long(2_001) })),
      'must be less than 2001 characters',
      '/blocks/0/elements/0/value',
    ],
    [
      'a long action id',
      actions(button({ action_id: long(256) })),
      'must be less than 256 characters',
      '/blocks/0/elements/0/action_id',
    ],
    [
      'a style that there is not',
      actions(button({ style: 'green' })),
      'must be a valid enum value: primary, danger',
      '/blocks/0/elements/0/style',
    ],
    [
      'a property that there is not',
      actions(button({ disabled: true })),
      'invalid additional property: disabled',
      '/blocks/0/elements/0',
    ],
    [
      'the same action id twice',
      actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      '`action_id` a already exists',
      '/blocks/0/elements/1/action_id',
    ],
    [
      '101 options',
      actions({ type: 'static_select', options: options(101) }),
      'no more than 100 items allowed',
      '/blocks/0/elements/0/options',
    ],
    [
      'a menu of nothing',
      actions({ type: 'static_select' }),
      'must have options or option_groups',
      '/blocks/0/elements/0',
    ],
    [
      'an initial option of elsewhere',
      actions({ type: 'static_select', options: options(1), initial_option: option('7') }),
      'initial option must be one of the options',
      '/blocks/0/elements/0',
    ],
    [
      'a long option value',
      actions({ type: 'static_select', options: [option(long(76))] }),
      'must be less than 76 characters',
      '/blocks/0/elements/0/options/0/value',
    ],
    [
      'six options behind dots',
      actions({ type: 'overflow', options: options(6) }),
      'no more than 5 items allowed',
      '/blocks/0/elements/0/options',
    ],
    [
      'eleven radio buttons',
      actions({ type: 'radio_buttons', options: options(11) }),
      'no more than 10 items allowed',
      '/blocks/0/elements/0/options',
    ],
    ['a button as an input', input(button()), 'unsupported type: button', '/blocks/0/element/type'],
    [
      'an image without a source',
      { type: 'section', text: mrkdwn('x'), accessory: { type: 'image', alt_text: 'x' } },
      'missing required field: image_url',
      '/blocks/0/accessory',
    ],
    ['an unknown block', { type: 'nonsense' }, 'unsupported type: nonsense', '/blocks/0/type'],
    ['a block without a type', {}, 'missing required field: type', '/blocks/0'],
  ])('are refused: %s', (_what, block, message, pointer) => {
    expect(check(block)).toEqual([`[ERROR] ${message} [json-pointer:${pointer}]`]);
  });

  it('are refused when there are more than fifty', () => {
    const blocks = Array.from({ length: 51 }, () => ({ type: 'divider' }));
    expect(check(...blocks)).toEqual([
      '[ERROR] no more than 50 items allowed [json-pointer:/blocks]',
    ]);
  });

  it('are refused when two have the same id, even the empty one', () => {
    const divider = { type: 'divider', block_id: '' };
    expect(check(divider, divider)).toHaveLength(1);
  });
});
