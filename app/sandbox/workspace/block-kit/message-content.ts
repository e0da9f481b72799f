import { fail, type Result, succeed } from '../../../../lib/kernel/result.ts';
import { isJsonObject, type JsonObject, objectsAt, textAt } from '../json.ts';
import type { MessageContent } from '../model/messages.ts';
import type { Serial } from '../model/serial.ts';
import { checkBlocks } from './blocks.ts';
import { withIds } from './with-ids.ts';

/** Why Slack would not take the contents of a message: its code, and for blocks the places. */
export interface ContentProblem {
  readonly error: string;
  readonly messages?: readonly string[];
}

type Read<T> = Result<T | undefined, ContentProblem>;

/** Slack cuts longer texts off without a word. */
const longestText = 40_000;

const readText = (source: JsonObject): Read<string> => {
  const { text, markdown_text: markdown } = source;
  if (markdown !== undefined && (text !== undefined || source['blocks'] !== undefined)) {
    return fail({ error: 'markdown_text_conflict' });
  }
  const words = text ?? markdown;
  return succeed(typeof words === 'string' ? words.slice(0, longestText) : undefined);
};

const readBlocks = (blocks: unknown, serial: Serial, pointer: string): Read<JsonObject[]> => {
  if (blocks === undefined || blocks === null || blocks === '') {
    return succeed(undefined);
  }
  if (!Array.isArray(blocks)) {
    return fail({ error: 'invalid_blocks_format' });
  }
  const messages = checkBlocks(blocks, { max: 50, pointer });
  return messages.length > 0
    ? fail({ error: 'invalid_blocks', messages })
    : succeed([...withIds(blocks.filter(isJsonObject), serial)]);
};

const readAttachments = (attachments: unknown, serial: Serial): Read<JsonObject[]> => {
  if (attachments === undefined || attachments === null || attachments === '') {
    return succeed(undefined);
  }
  if (!Array.isArray(attachments)) {
    return fail({ error: 'invalid_attachments' });
  }
  if (attachments.length > 100) {
    return fail({ error: 'too_many_attachments' });
  }
  const read: JsonObject[] = [];
  for (const [index, attachment] of attachments.filter(isJsonObject).entries()) {
    const blocks = readBlocks(attachment['blocks'], serial, `/attachments/${index}/blocks`);
    if (!blocks.ok) {
      return blocks;
    }
    read.push(blocks.value === undefined ? attachment : { ...attachment, blocks: blocks.value });
  }
  return succeed(read);
};

const readMetadata = (metadata: unknown): Read<JsonObject> => {
  if (metadata === undefined || metadata === '') {
    return succeed(undefined);
  }
  const isComplete =
    isJsonObject(metadata) &&
    (Object.keys(metadata).length === 0 ||
      (textAt(metadata, 'event_type') !== undefined && isJsonObject(metadata['event_payload'])));
  return isComplete ? succeed(metadata) : fail({ error: 'invalid_metadata_format' });
};

/**
 * The contents of a message as the app gave them (`text`, `blocks`, `attachments`, `metadata`), checked against
 * Slack's limits; what the app left out is left out of the result too.
 */
export const readContent = (
  source: JsonObject,
  serial: Serial,
): Result<Partial<MessageContent>, ContentProblem> => {
  const text = readText(source);
  const blocks = readBlocks(source['blocks'], serial, '/blocks');
  const attachments = readAttachments(source['attachments'], serial);
  const metadata = readMetadata(source['metadata']);
  if (!text.ok || !blocks.ok || !attachments.ok || !metadata.ok) {
    const failed = [text, blocks, attachments, metadata].find((part) => !part.ok);
    return failed?.ok === false ? failed : fail({ error: 'invalid_arguments' });
  }
  return succeed({
    ...(text.value !== undefined && { text: text.value }),
    ...(blocks.value !== undefined && { blocks: blocks.value }),
    ...(attachments.value !== undefined && { attachments: attachments.value }),
    ...(metadata.value !== undefined && { metadata: metadata.value }),
  });
};

/** Whether there is nothing to show. */
export const isEmptyContent = (content: Partial<MessageContent>): boolean =>
  (content.text ?? '') === '' &&
  (content.blocks ?? []).length === 0 &&
  (content.attachments ?? []).length === 0;

/** All blocks of a message, those of its attachments included. */
export const blocksOf = (
  content: Pick<MessageContent, 'blocks' | 'attachments'>,
): readonly JsonObject[] => [
  ...content.blocks,
  ...content.attachments.flatMap((attachment) => objectsAt(attachment, 'blocks')),
];
