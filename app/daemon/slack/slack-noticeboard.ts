import { describeError } from '../../../lib/kernel/errors.ts';
import type { Store } from '../../../lib/ledger/store.ts';
import type { ReadableNoticeboard } from '../../../lib/reply/noticeboard.ts';
import { createConversations } from './conversations.ts';
import type { MessageRecord } from './message-record.ts';
import { type PostPorts, tagOf } from './post-message.ts';
import { showNotice } from './show-notice.ts';

/** What the noticeboard works with. */
export interface NoticeboardPorts extends PostPorts {
  readonly store: Store<MessageRecord>;
}

/** Notices as messages in Slack, each recorded before and after it is posted. */
export const createSlackNoticeboard = (ports: NoticeboardPorts): ReadableNoticeboard => {
  const { store, web, log } = ports;
  const noticePorts = { ...ports, conversationOf: createConversations(web) };
  return {
    shown: async (requests) => {
      const records = await store.list(({ requestId }) => requests.has(requestId));
      return records.map(({ requestId, kind, revision }) => ({ requestId, kind, revision }));
    },
    show: async (notice, superseded) => {
      const isOutdated = (): boolean => superseded?.aborted === true;
      try {
        return isOutdated() || (await showNotice(noticePorts, notice, superseded)) || isOutdated();
      } catch (error) {
        log.error('slack.notice_failed', { ...tagOf(notice), error: describeError(error) });
        return false;
      }
    },
  };
};
