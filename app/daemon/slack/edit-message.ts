import { WebAPIPlatformError } from '@slack/web-api';
import { describeError } from '../../../lib/kernel/errors.ts';
import { callFailureOf, restAfter } from './call-failure.ts';
import type { MessagePlace } from './message-record.ts';
import { keyOf, type MessageTag, type PostPorts } from './post-message.ts';
import type { SlackMessage } from './render-reply.ts';

/** How often an edit is tried. */
const maxTries = 5;

/** What came of an edit. `gone`: there is no such message, because somebody has deleted it. */
type Edited = 'shown' | 'gone' | 'not shown';

const isGone = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === 'message_not_found';

/**
 * Edits a message. Whoever calls this has waited for the first turn; each further try waits for its own. Not shown when Slack
 * refuses it for good or has not taken it after five tries, which the log says, and when `superseded` was aborted
 * meanwhile.
 */
export const editMessage = async (
  { web, clock, log, pacer }: PostPorts,
  place: MessagePlace,
  message: SlackMessage,
  tag: MessageTag,
  superseded?: AbortSignal,
): Promise<Edited> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await web.once.chat.update({ ...place, ...message });
      return 'shown';
    } catch (error) {
      const failure = callFailureOf(error);
      log.warn('slack.edit_failed', { ...tag, ...place, tries, error: describeError(error) });
      if (failure.kind === 'refused' || tries === maxTries) {
        return isGone(error) ? 'gone' : 'not shown';
      }
      await restAfter(failure, tries, clock, pacer.edits);
      if (!(await pacer.edits.turn(keyOf(tag), superseded))) {
        return 'not shown';
      }
    }
  }
};
