import { isEmptyContent, readContent } from '../block-kit/message-content.ts';
import { flagAt, type JsonObject, textAt } from '../json.ts';
import type { ResponseTarget } from '../model/response-urls.ts';
import type { WorkspaceState } from '../model/state.ts';

/** An answer's fate: undefined if it took effect, else the code of what is wrong with it. */
export type ResponseProblem = string | undefined;

const echoCommand = (state: WorkspaceState, { channel, person, typed }: ResponseTarget): void => {
  if (typed !== undefined) {
    state.messages.post({ channel, author: person, text: typed, isCommandEcho: true });
  }
};

/**
 * Lets an answer take effect, be it the payload of an acknowledgement or the body sent to a response_url:
 * `delete_original` and `replace_original` work on the message that was clicked; everything else is a new
 * message, for the person alone unless `response_type` is `in_channel`. It needs no membership of the bot.
 */
export const respond = (
  state: WorkspaceState,
  target: ResponseTarget,
  answer: JsonObject,
): ResponseProblem => {
  const { channel, person, messageTs } = target;
  if (flagAt(answer, 'delete_original')) {
    return messageTs !== undefined && state.messages.remove(channel, messageTs)
      ? undefined
      : 'message_not_found';
  }
  const content = readContent(answer, state.serial);
  if (!content.ok) {
    return content.error.error;
  }
  if (isEmptyContent(content.value)) {
    return 'no_text';
  }
  if (flagAt(answer, 'replace_original') && messageTs !== undefined) {
    const nothing = { text: '', blocks: [], attachments: [], warnings: [] };
    const edited = { user: state.app.botUserId, ts: state.messages.stamp() };
    const parts = { ...nothing, ...content.value, edited };
    return state.messages.change(channel, messageTs, parts) ? undefined : 'message_not_found';
  }
  const isPublic = answer['response_type'] === 'in_channel';
  if (isPublic) {
    echoCommand(state, target);
  }
  state.messages.post({
    ...content.value,
    channel,
    author: state.app.botUserId,
    threadTs: textAt(answer, 'thread_ts'),
    ephemeralTo: isPublic ? undefined : person,
  });
  return undefined;
};
