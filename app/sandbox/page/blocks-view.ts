import { html } from 'hono/html';
import { wordsOf } from '../workspace/block-kit/controls.ts';
import { shownText } from '../workspace/block-kit/shown-text.ts';
import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt } from '../workspace/json.ts';
import type { Html } from './html.ts';
import { type Names, renderMrkdwn } from './mrkdwn.ts';

/** What rendering blocks takes besides them. */
export interface BlockSurroundings {
  readonly names: Names;
  /** Renders an element that people use: a button, a menu. */
  readonly control: (element: JsonObject) => Html;
  /** Renders an input block; messages have none. */
  readonly input: (block: JsonObject) => Html;
}

const renderText = (textObject: JsonObject, names: Names): Html =>
  textObject['type'] === 'mrkdwn'
    ? renderMrkdwn(wordsOf(textObject), names)
    : html`${wordsOf(textObject)}`;

/** Nothing is loaded from elsewhere: a picture is what its author says that it shows. */
const renderImage = (image: JsonObject): Html =>
  html`<span class="picture">[${textAt(image, 'alt_text') ?? 'image'}]</span>`;

const renderElement = (element: JsonObject, { names, control }: BlockSurroundings): Html => {
  switch (element['type']) {
    case 'image':
      return renderImage(element);
    case 'mrkdwn':
    case 'plain_text':
      return html`<span>${renderText(element, names)}</span>`;
    default:
      return control(element);
  }
};

const renderSection = (block: JsonObject, surroundings: BlockSurroundings): Html => {
  const { names } = surroundings;
  const { text, accessory } = block;
  const fields = objectsAt(block, 'fields');
  return html`<div class="section">
    <div class="section-words">
      ${isJsonObject(text) ? html`<div class="words">${renderText(text, names)}</div>` : ''}
      ${
        fields.length > 0
          ? html`<div class="fields">
              ${fields.map((field) => html`<div class="words">${renderText(field, names)}</div>`)}
            </div>`
          : ''
      }
    </div>
    ${isJsonObject(accessory) ? renderElement(accessory, surroundings) : ''}
  </div>`;
};

const renderBlock = (block: JsonObject, surroundings: BlockSurroundings): Html => {
  const elements = (): readonly Html[] =>
    objectsAt(block, 'elements').map((element) => renderElement(element, surroundings));
  switch (block['type']) {
    case 'header':
      return html`<h3 class="block-header">${wordsOf(block['text'])}</h3>`;
    case 'section':
      return renderSection(block, surroundings);
    case 'context':
      return html`<div class="context words">${elements()}</div>`;
    case 'actions':
      return html`<div class="actions">${elements()}</div>`;
    case 'divider':
      return html`<hr />`;
    case 'image':
      return html`<div>${wordsOf(objectAt(block, 'title'))} ${renderImage(block)}</div>`;
    case 'input':
      return surroundings.input(block);
    default:
      return html`<div class="words">${shownText([block])}</div>`;
  }
};

/** Renders Block Kit from top to bottom. Blocks that the sandbox cannot lay out are shown by their words. */
export const renderBlocks = (
  blocks: readonly JsonObject[],
  surroundings: BlockSurroundings,
): readonly Html[] => blocks.map((block) => renderBlock(block, surroundings));
