import { isJsonObject } from '../json.ts';
import {
  anything,
  byType,
  type Check,
  flag,
  inTurn,
  list,
  problem,
  shape,
  text,
  unique,
} from './checks.ts';
import {
  anyText,
  button,
  imageElement,
  multipleChoices,
  overflow,
  plainText,
  singleChoices,
  textInputs,
} from './elements.ts';

const blockId = text({ min: 0, max: 255 });
const actionElement = byType({ button, overflow, ...singleChoices });
const accessory = byType({
  button,
  overflow,
  image: imageElement,
  ...singleChoices,
  ...multipleChoices,
});
const mrkdwn = shape({ text: text({ max: 3_000 }) }, { verbatim: flag });
const plain = shape({ text: text({ max: 3_000 }) }, { emoji: flag });
const contextElement = byType({ image: imageElement, mrkdwn, plain_text: plain });

const saysSomething: Check = (block, pointer) =>
  isJsonObject(block) && (block['text'] ?? block['fields']) === undefined
    ? [problem('must have text or fields', pointer)]
    : [];

const passedOn: Check = (value, pointer) =>
  isJsonObject(value) && value['block_id'] !== undefined
    ? blockId(value['block_id'], `${pointer}/block_id`)
    : [];

const block = byType({
  section: inTurn(
    shape(
      {},
      {
        block_id: blockId,
        text: anyText(3_000),
        fields: list(anyText(2_000), { max: 10 }),
        accessory,
        expand: flag,
      },
    ),
    saysSomething,
  ),
  header: shape({ text: plainText(150) }, { block_id: blockId, level: anything }),
  context: shape({ elements: list(contextElement, { max: 10 }) }, { block_id: blockId }),
  divider: shape({}, { block_id: blockId }),
  image: shape(
    { alt_text: text({ max: 2_000 }) },
    {
      block_id: blockId,
      title: plainText(2_000),
      image_url: text({ max: 3_000 }),
      slack_file: anything,
    },
  ),
  actions: shape(
    { elements: inTurn(list(actionElement, { max: 25 }), unique('action_id')) },
    { block_id: blockId },
  ),
  input: shape(
    {
      label: plainText(2_000),
      element: byType({ ...textInputs, ...singleChoices, ...multipleChoices }),
    },
    { block_id: blockId, hint: plainText(2_000), optional: flag, dispatch_action: flag },
  ),
  markdown: shape({ text: text({ max: 12_000 }) }, { block_id: blockId }),
  rich_text: passedOn,
  table: passedOn,
});

/**
 * What is wrong with these blocks by the limits of Block Kit; at most `max` blocks (50 in a message, 100 in a
 * view). `pointer` is where they stand: `/blocks` or `/view/blocks`. rich_text and table are not looked into.
 */
export const checkBlocks = (
  blocks: unknown,
  { max, pointer }: { readonly max: number; readonly pointer: string },
): readonly string[] => inTurn(list(block, { min: 0, max }), unique('block_id'))(blocks, pointer);
