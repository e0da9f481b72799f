import { describeError } from '../../../lib/kernel/errors.ts';
import { slackUserOf } from '../../../lib/kernel/ids.ts';
import type { Store } from '../../../lib/ledger/store.ts';
import type { Notice, Noticeboard } from '../../../lib/reply/noticeboard.ts';
import type { MessageEvent, MessagePlace, MessageRecord } from './message-record.ts';
import { findPosted, type MessageTag, type PostPorts, postMessage } from './post-message.ts';
import { renderReply } from './render-reply.ts';

/** What the noticeboard works with. */
export interface NoticeboardPorts extends PostPorts {
  readonly store: Store<MessageRecord>;
}

const actor = 'system:slack';

const tagOf = ({ requestId, kind }: Notice): MessageTag => ({ request_id: requestId, kind });

const idOf = ({ requestId, kind }: Notice): string => `${requestId}/${kind}`;

/** Notices as messages in Slack, each recorded before and after it is posted. */
export const createSlackNoticeboard = (ports: NoticeboardPorts): Noticeboard => {
  const { store, web, log } = ports;

  const record = async (notice: Notice, event: MessageEvent): Promise<void> => {
    const fields = { ...event, actor, requestId: notice.requestId, kind: notice.kind };
    await store.change(idOf(notice), () => ({ events: [fields], answer: undefined }));
  };

  /** The conversation of a notice; a direct message is a conversation that must be opened first. */
  const conversationOf = async ({ to }: Notice): Promise<string | undefined> => {
    if ('channel' in to) {
      return to.channel;
    }
    const users = slackUserOf(to.person);
    return users === undefined
      ? undefined
      : (await web.repeatable.conversations.open({ users })).channel?.id;
  };

  const postFirst = async (notice: Notice): Promise<boolean> => {
    const channel = await conversationOf(notice);
    if (channel === undefined) {
      log.warn('slack.no_conversation', tagOf(notice));
      return false;
    }
    await record(notice, { event: 'message.posting', channel });
    return post(notice, channel);
  };

  const post = async (notice: Notice, channel: string): Promise<boolean> => {
    const place = await postMessage(ports, channel, renderReply(notice.reply), tagOf(notice));
    if (place === undefined) {
      return false;
    }
    await record(notice, { event: 'message.posted', ...place, revision: notice.revision });
    return true;
  };

  /** After a crash between posting and knowing it: adopts the message if it arrived, else posts it. */
  const postAgain = async (
    notice: Notice,
    { channel, postingAt }: MessageRecord,
  ): Promise<boolean> => {
    const place = await findPosted(ports, channel, tagOf(notice), postingAt);
    // What it shows is not known, so it is edited in any case.
    return place === undefined ? post(notice, channel) : edit(notice, place, true);
  };

  const edit = async (notice: Notice, place: MessagePlace, adopted: boolean): Promise<boolean> => {
    await web.repeatable.chat.update({ ...place, ...renderReply(notice.reply) });
    const { revision } = notice;
    await record(
      notice,
      adopted
        ? { event: 'message.posted', ...place, revision }
        : { event: 'message.edited', revision },
    );
    return true;
  };

  return {
    show: async (notice) => {
      const known = await store.load(idOf(notice));
      if (known?.revision === notice.revision) {
        return true;
      }
      try {
        if (known === undefined) {
          return await postFirst(notice);
        }
        return await (known.place === undefined
          ? postAgain(notice, known)
          : edit(notice, known.place, false));
      } catch (error) {
        log.error('slack.notice_failed', { ...tagOf(notice), error: describeError(error) });
        return false;
      }
    },
  };
};
