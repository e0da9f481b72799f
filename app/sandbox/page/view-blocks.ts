import { type JsonObject, objectAt, objectsAt } from '../workspace/json.ts';
import type { SeenModal } from '../workspace/people/seen-modal.ts';
import type { Workspace } from '../workspace/workspace.ts';

const asInput = ({ blockId }: SeenModal['fields'][number]): JsonObject => ({
  type: 'input',
  block_id: blockId,
});

const fromWhatIsSeen = ({ text, fields }: SeenModal): readonly JsonObject[] => {
  const ofFields = fields.flatMap(({ label, hint }) => [label, hint]);
  const words = text.split('\n').filter((line) => !ofFields.includes(line));
  const intro = { type: 'section', text: { type: 'mrkdwn', text: words.join('\n') } };
  return [...(words.length > 0 ? [intro] : []), ...fields.map(asInput)];
};

/**
 * The blocks of a modal: as the app gave them in its last call, or made up from what is seen where it gave them in an
 * acknowledgement instead.
 */
export const viewBlocks = (
  workspace: Pick<Workspace, 'calls'>,
  modal: SeenModal,
): readonly JsonObject[] => {
  const views = workspace.calls().map(({ answer }) => objectAt(answer, 'view'));
  const last = views.findLast(({ id }) => id === modal.viewId);
  const blocks = objectsAt(last ?? {}, 'blocks');
  const ids = blocks.filter(({ type }) => type === 'input').map((block) => block['block_id']);
  const isCurrent =
    last !== undefined &&
    ids.length === modal.fields.length &&
    modal.fields.every(({ blockId }) => ids.includes(blockId));
  return isCurrent ? blocks : fromWhatIsSeen(modal);
};
