import { isJsonObject, type JsonObject } from '../json.ts';
import type { Serial } from '../model/serial.ts';

const interactiveParts = ['elements', 'element', 'accessory'] as const;
const idless = new Set(['image', 'mrkdwn', 'plain_text']);

const withActionId = (element: unknown, serial: Serial): unknown =>
  isJsonObject(element) && !idless.has(String(element['type']))
    ? { ...element, action_id: element['action_id'] || serial.next('a') }
    : element;

const withActionIds = (part: unknown, serial: Serial): unknown =>
  Array.isArray(part)
    ? part.map((element) => withActionId(element, serial))
    : withActionId(part, serial);

/**
 * The blocks as Slack keeps them: every block has a block_id and every interactive element an action_id, made up
 * where the app gave none.
 */
export const withIds = (blocks: readonly JsonObject[], serial: Serial): readonly JsonObject[] =>
  blocks.map((block) => {
    const parts = ['rich_text', 'table'].includes(String(block['type']))
      ? []
      : interactiveParts.filter((part) => block[part] !== undefined);
    return {
      ...block,
      block_id: block['block_id'] || serial.next('b'),
      ...Object.fromEntries(parts.map((part) => [part, withActionIds(block[part], serial)])),
    };
  });
