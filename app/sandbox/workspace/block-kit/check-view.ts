import { isJsonObject, objectsAt, textAt } from '../json.ts';
import { checkBlocks } from './blocks.ts';
import { byType, type Check, flag, inTurn, problem, shape, text } from './checks.ts';
import { plainText } from './elements.ts';

const submitWhereThereAreInputs: Check = (view, pointer) =>
  isJsonObject(view) &&
  view['submit'] === undefined &&
  objectsAt(view, 'blocks').some((block) => textAt(block, 'type') === 'input')
    ? [problem('missing required field: submit', pointer)]
    : [];

const viewBlocks: Check = (blocks, pointer) => checkBlocks(blocks, { max: 100, pointer });

const modal = inTurn(
  shape(
    { title: plainText(24), blocks: viewBlocks },
    {
      submit: plainText(24),
      close: plainText(24),
      private_metadata: text({ min: 0, max: 3_000 }),
      callback_id: text({ min: 0, max: 255 }),
      external_id: text({ min: 0, max: 255 }),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  submitWhereThereAreInputs,
);

/** What is wrong with a modal view by Slack's limits, with pointers below `/view`. */
export const checkView = (view: unknown): readonly string[] => byType({ modal })(view, '/view');
