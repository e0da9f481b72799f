import { describe, expect, it } from '@jest/globals';
import { checkView } from './check-view.ts';

const long = (length: number): string => 'x'.repeat(length);
const plain = (text: string) => ({ type: 'plain_text', text });
const input = (element: object) => ({ type: 'input', label: plain('Label'), element });
const view = (more: object) => ({ type: 'modal', title: plain('Title'), blocks: [], ...more });

describe('a view', () => {
  it.each([
    [
      'a long title',
      { title: plain(long(25)) },
      'must be less than 25 characters',
      '/view/title/text',
    ],
    [
      'a long submit label',
      { submit: plain(long(25)) },
      'must be less than 25 characters',
      '/view/submit/text',
    ],
    [
      'long private metadata',
      { private_metadata: long(3_001) },
      'must be less than 3001 characters',
      '/view/private_metadata',
    ],
    [
      'inputs without submit',
      { blocks: [input({ type: 'plain_text_input' })] },
      'missing required field: submit',
      '/view',
    ],
    [
      '101 blocks',
      { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
      'no more than 100 items allowed',
      '/view/blocks',
    ],
    ['another type', { type: 'workflow' }, 'unsupported type: workflow', '/view/type'],
  ])('is refused with %s', (_what, more, message, pointer) => {
    expect(checkView(view(more))).toEqual([`[ERROR] ${message} [json-pointer:${pointer}]`]);
  });

  it('is valid at its limits', () => {
    const most = {
      title: plain(long(24)),
      submit: plain(long(24)),
      close: plain(long(24)),
      private_metadata: long(3_000),
      callback_id: long(255),
      blocks: [input({ type: 'plain_text_input' })],
    };
    expect(checkView(view(most))).toEqual([]);
  });

  it('is refused when it is none', () => {
    expect(checkView('no view')).toEqual(['[ERROR] must provide an object [json-pointer:/view]']);
  });
});
