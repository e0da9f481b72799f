import { describeError } from '../../../lib/kernel/errors.ts';
import { slackUserOf } from '../../../lib/kernel/ids.ts';
import type { Store } from '../../../lib/ledger/store.ts';
import type { Notice, ReadableNoticeboard } from '../../../lib/reply/noticeboard.ts';
import { editMessage } from './edit-message.ts';
import type { MessageEvent, MessagePlace, MessageRecord } from './message-record.ts';
import { findPosted, keyOf, type MessageTag, type PostPorts, postMessage } from './post-message.ts';
import { renderReply } from './render-reply.ts';

/** What the noticeboard works with. */
export interface NoticeboardPorts extends PostPorts {
  readonly store: Store<MessageRecord>;
}

const actor = 'system:slack';

/** How many people's conversations are remembered. */
const maxDirect = 1_000;

const forgetOldest = (map: Map<string, unknown>, most: number): void => {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) {
    map.delete(oldest);
  }
};

const tagOf = ({ requestId, kind }: Notice): MessageTag => ({ request_id: requestId, kind });

const idOf = (notice: Notice): string => keyOf(tagOf(notice));

/** Notices as messages in Slack, each recorded before and after it is posted. */
export const createSlackNoticeboard = (ports: NoticeboardPorts): ReadableNoticeboard => {
  const { store, web, log, pacer } = ports;

  const record = async (notice: Notice, event: MessageEvent): Promise<void> => {
    const fields = { ...event, actor, requestId: notice.requestId, kind: notice.kind };
    await store.change(idOf(notice), () => ({ events: [fields], answer: undefined }));
  };

  /** The conversations of people, which stay the same: Slack lets them be asked for fifty times a minute. */
  const direct = new Map<string, string>();

  const openDirect = async (users: string): Promise<string | undefined> => {
    const id =
      direct.get(users) ?? (await web.repeatable.conversations.open({ users })).channel?.id;
    if (id !== undefined) {
      direct.set(users, id);
      forgetOldest(direct, maxDirect);
    }
    return id;
  };

  /** The conversation of a notice; a direct message is a conversation that must be opened first. */
  const conversationOf = async ({ to }: Notice): Promise<string | undefined> => {
    if ('channel' in to) {
      return to.channel;
    }
    const user = slackUserOf(to.person);
    return user === undefined ? undefined : openDirect(user);
  };

  const postFirst = async (notice: Notice, superseded?: AbortSignal): Promise<boolean> => {
    const channel = await conversationOf(notice);
    if (channel === undefined) {
      log.warn('slack.no_conversation', tagOf(notice));
      return false;
    }
    // Nothing is written down before its turn, so what is superseded until then leaves no trace.
    if (!(await pacer.posts(channel).turn(idOf(notice), superseded))) {
      return false;
    }
    const { requestId, kind } = notice;
    await record(notice, { event: 'message.posting', requestId, kind, channel });
    return post(notice, channel);
  };

  const post = async (notice: Notice, channel: string): Promise<boolean> => {
    const place = await postMessage(ports, channel, renderReply(notice.reply), tagOf(notice));
    if (place === undefined) {
      const { orElse, ...elsewhere } = notice;
      return orElse !== undefined && postFirst({ ...elsewhere, to: { person: orElse } });
    }
    await record(notice, { event: 'message.posted', ...place, revision: notice.revision });
    return true;
  };

  /** After a crash between posting and knowing it: adopts the message if it arrived, else posts it. */
  const postAgain = async (
    notice: Notice,
    { channel, postingAt }: MessageRecord,
    superseded?: AbortSignal,
  ): Promise<boolean> => {
    if (!(await pacer.posts(channel).turn(idOf(notice), superseded))) {
      return false;
    }
    const place = await findPosted(ports, channel, tagOf(notice), postingAt);
    if (place === undefined) {
      return post(notice, channel);
    }
    // What it shows is not known, so it is edited in any case.
    const { revision } = notice;
    return edit(notice, place, { event: 'message.posted', ...place, revision }, superseded);
  };

  const edit = async (
    notice: Notice,
    place: MessagePlace,
    event: MessageEvent,
    superseded?: AbortSignal,
  ): Promise<boolean> => {
    if (!(await pacer.edit(idOf(notice), notice.isFinal === true, superseded))) {
      return false;
    }
    const words = renderReply(notice.reply);
    const edited = await editMessage(ports, place, words, tagOf(notice), superseded);
    if (edited === 'gone' && notice.replaceIfGone === true) {
      // The record begins anew: after a crash the new message is looked for, not the old one.
      return postFirst(notice, superseded);
    }
    if (edited === 'shown') {
      await record(notice, event);
    }
    return edited === 'shown';
  };

  const show = async (notice: Notice, superseded?: AbortSignal): Promise<boolean> => {
    const known = await store.load(idOf(notice));
    if (known === undefined) {
      return notice.onlyIfShown === true || postFirst(notice, superseded);
    }
    const { revision } = notice;
    if (known.revision === revision) {
      return true;
    }
    return known.place === undefined
      ? postAgain(notice, known, superseded)
      : edit(notice, known.place, { event: 'message.edited', revision }, superseded);
  };

  return {
    shown: async (requests) => {
      const records = await store.list(({ requestId }) => requests.has(requestId));
      return records.map(({ requestId, kind, revision }) => ({ requestId, kind, revision }));
    },
    show: async (notice, superseded) => {
      const isOutdated = (): boolean => superseded?.aborted === true;
      try {
        return isOutdated() || (await show(notice, superseded)) || isOutdated();
      } catch (error) {
        log.error('slack.notice_failed', { ...tagOf(notice), error: describeError(error) });
        return false;
      }
    },
  };
};
