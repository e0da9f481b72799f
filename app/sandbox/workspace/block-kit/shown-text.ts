import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts';
import { wordsOf } from './controls.ts';

const richTextOf = (node: JsonObject): string => {
  const inner = objectsAt(node, 'elements');
  if (inner.length > 0) {
    return inner.map(richTextOf).join(node['type'] === 'rich_text' ? '\n' : '');
  }
  const id = textAt(node, 'user_id');
  return textAt(node, 'text') ?? textAt(node, 'url') ?? (id === undefined ? '' : `<@${id}>`);
};

const tableOf = (block: JsonObject): string => {
  const rows = Array.isArray(block['rows']) ? block['rows'] : [];
  return rows
    .map((row) => (Array.isArray(row) ? row.filter(isJsonObject).map(richTextOf).join(' | ') : ''))
    .join('\n');
};

const linesOf = (block: JsonObject): readonly string[] => {
  switch (block['type']) {
    case 'section':
      return [wordsOf(block['text']), ...objectsAt(block, 'fields').map(wordsOf)];
    case 'context':
      return [
        objectsAt(block, 'elements')
          .map((element) => textAt(element, 'text') ?? textAt(element, 'alt_text') ?? '')
          .join(' '),
      ];
    case 'input':
      return [wordsOf(block['label']), wordsOf(block['hint'])];
    case 'image':
      return [wordsOf(block['title']), textAt(block, 'alt_text') ?? ''];
    case 'markdown':
      return [textAt(block, 'text') ?? ''];
    case 'rich_text':
      return [richTextOf(block)];
    case 'table':
      return [tableOf(block)];
    default:
      return [wordsOf(objectAt(block, 'text'))];
  }
};

/** The words that blocks put on the screen, a line per text, without the labels of buttons and menus. */
export const shownText = (blocks: readonly JsonObject[]): string =>
  blocks
    .flatMap(linesOf)
    .filter((line) => line !== '')
    .join('\n');
