import type { Store } from '../../../lib/ledger/store.ts';
import type { Notice } from '../../../lib/reply/noticeboard.ts';
import type { ConversationOf } from './conversations.ts';
import { editMessage } from './edit-message.ts';
import type { MessageEvent, MessagePlace, MessageRecord } from './message-record.ts';
import { findPosted, keyOf, type PostPorts, postMessage, tagOf } from './post-message.ts';
import { renderReply } from './render-reply.ts';

/** What showing a notice takes. */
export interface NoticePorts extends PostPorts {
  readonly store: Store<MessageRecord>;
  readonly conversationOf: ConversationOf;
}

const actor = 'system:slack';

const idOf = (notice: Notice): string => keyOf(tagOf(notice));

const record = async (
  { store }: NoticePorts,
  notice: Notice,
  event: MessageEvent,
): Promise<void> => {
  const fields = { ...event, actor, requestId: notice.requestId, kind: notice.kind };
  await store.change(idOf(notice), () => ({ events: [fields], answer: undefined }));
};

/** Begins the message, whatever was recorded of one before. */
const postFirst = async (
  ports: NoticePorts,
  notice: Notice,
  superseded?: AbortSignal,
): Promise<boolean> => {
  const channel = await ports.conversationOf(notice.to);
  if (channel === undefined) {
    ports.log.warn('slack.no_conversation', tagOf(notice));
    return false;
  }
  // Nothing is written down before its turn, so what is superseded until then leaves no trace.
  if (!(await ports.pacer.posts(channel).turn(idOf(notice), superseded))) {
    return false;
  }
  const { requestId, kind } = notice;
  await record(ports, notice, { event: 'message.posting', requestId, kind, channel });
  return post(ports, notice, channel);
};

/** Posts what was recorded as about to be posted, and had its turn; where the channel refuses it, `orElse` gets it. */
const post = async (ports: NoticePorts, notice: Notice, channel: string): Promise<boolean> => {
  const place = await postMessage(ports, channel, renderReply(notice.reply), tagOf(notice));
  if (place === undefined) {
    const { orElse, ...elsewhere } = notice;
    return orElse !== undefined && postFirst(ports, { ...elsewhere, to: { person: orElse } });
  }
  await record(ports, notice, { event: 'message.posted', ...place, revision: notice.revision });
  return true;
};

/** After a crash between posting and knowing it: adopts the message if it arrived, else posts it. */
const postAgain = async (
  ports: NoticePorts,
  notice: Notice,
  { channel, postingAt }: MessageRecord,
  superseded?: AbortSignal,
): Promise<boolean> => {
  if (!(await ports.pacer.posts(channel).turn(idOf(notice), superseded))) {
    return false;
  }
  const place = await findPosted(ports, channel, tagOf(notice), postingAt);
  if (place === undefined) {
    return post(ports, notice, channel);
  }
  // What it shows is not known, so it is edited in any case.
  const { revision } = notice;
  return edit(ports, notice, place, { event: 'message.posted', ...place, revision }, superseded);
};

/** Edits the message that hangs there, and records `event` once it says this. */
const edit = async (
  ports: NoticePorts,
  notice: Notice,
  place: MessagePlace,
  event: MessageEvent,
  superseded?: AbortSignal,
): Promise<boolean> => {
  if (!(await ports.pacer.edit(idOf(notice), notice.isFinal === true, superseded))) {
    return false;
  }
  const words = renderReply(notice.reply);
  const edited = await editMessage(ports, place, words, tagOf(notice), superseded);
  if (edited === 'gone' && notice.replaceIfGone === true) {
    // The record begins anew: after a crash the new message is looked for, not the old one.
    return postFirst(ports, notice, superseded);
  }
  if (edited === 'shown') {
    await record(ports, notice, event);
  }
  return edited === 'shown';
};

/**
 * Makes the notice's message say it, by what the ledger knows of that message. Resolves with whether nothing is left to do:
 * false where Slack did not take it, and where `superseded` was aborted while it waited for its turn. Rejects when the
 * ledger fails, or Slack when it is asked for a person's conversation.
 */
export const showNotice = async (
  ports: NoticePorts,
  notice: Notice,
  superseded?: AbortSignal,
): Promise<boolean> => {
  const known = await ports.store.load(idOf(notice));
  if (known === undefined) {
    return notice.onlyIfShown === true || postFirst(ports, notice, superseded);
  }
  const { revision } = notice;
  if (known.revision === revision) {
    return true;
  }
  return known.place === undefined
    ? postAgain(ports, notice, known, superseded)
    : edit(ports, notice, known.place, { event: 'message.edited', revision }, superseded);
};
