import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts';

/** An interactive element with the block that it stands in. */
export interface Control {
  readonly block: JsonObject;
  readonly blockId: string;
  readonly element: JsonObject;
  readonly actionId: string;
  /** The element's type: `button`, `static_select`, `plain_text_input`, … */
  readonly kind: string;
  /** Whether it is the element of an input block, answered by submitting rather than by clicking. */
  readonly isInput: boolean;
}

const elementsOf = (block: JsonObject): readonly JsonObject[] => {
  switch (block['type']) {
    case 'actions':
      return objectsAt(block, 'elements');
    case 'section':
      return isJsonObject(block['accessory']) ? [block['accessory']] : [];
    case 'input':
      return [objectAt(block, 'element')];
    default:
      return [];
  }
};

/** The interactive elements of blocks, from top to bottom. */
export const controlsIn = (blocks: readonly JsonObject[]): readonly Control[] =>
  blocks.flatMap((block) =>
    elementsOf(block)
      .filter((element) => textAt(element, 'action_id') !== undefined)
      .map((element) => ({
        block,
        blockId: textAt(block, 'block_id') ?? '',
        element,
        actionId: textAt(element, 'action_id') ?? '',
        kind: textAt(element, 'type') ?? '',
        isInput: block['type'] === 'input',
      })),
  );

/** The text of a text object, or of nothing. */
export const wordsOf = (textObject: unknown): string =>
  isJsonObject(textObject) ? (textAt(textObject, 'text') ?? '') : '';

/** The options of a menu, those of its groups included. */
export const optionsOf = (element: JsonObject): readonly JsonObject[] => [
  ...objectsAt(element, 'options'),
  ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
];
