import type { Restarted } from '../contract/orchestrator.ts';
import { hashOf } from '../kernel/canonical-json.ts';
import type { RequestId } from '../kernel/ids.ts';
import { noticeIdFrom } from '../reply/notice-id.ts';
import type { Notice, ShownNotice } from '../reply/noticeboard.ts';
import { code, line, replyOf, type Span } from '../reply/reply.ts';

/** The id under which everything about a restart is told, whichever operation tries to stop the database. */
export const restartIdOf = ({ environment, id, found_at }: Restarted): RequestId =>
  noticeIdFrom(['restart', environment, id, found_at]);

/** The line that a restart was found; it is edited when the database is stopped again. */
const foundKind = 'restart-found';

/** The line that it could not be stopped, which is one of its own because an edit tells nobody; it is edited when it is stopped after all. */
const failedKind = 'restart-failed';

const end = ({ state, operation_id, reason }: Restarted): readonly Span[] => {
  switch (state) {
    case 'in_progress':
      return [`; it is being stopped again (${operation_id}).`];
    case 'succeeded':
      return [`; it was stopped again (${operation_id}).`];
    case 'failed':
      return [
        `; it was not stopped again (${operation_id}): ${reason ?? 'for an unknown reason'}. While it should be stopped, that is tried again every hour.`,
      ];
    default:
      return state satisfies never;
  }
};

const signs = {
  in_progress: '♻️',
  succeeded: '♻️',
  failed: '❌',
} as const satisfies Record<Restarted['state'], string>;

const noticeOf = (restart: Restarted, kind: string, channel: string): Notice => {
  const { environment, id, state, reason } = restart;
  return {
    requestId: restartIdOf(restart),
    kind,
    to: { channel },
    reply: replyOf(
      line(
        `${signs[state]} AWS had started the database `,
        code(id),
        ` of ${environment.toUpperCase()} again after seven days`,
        ...end(restart),
      ),
    ),
    revision: state === 'failed' ? hashOf([state, reason ?? '']) : state,
    isFinal: state !== 'in_progress',
  };
};

/**
 * What is to hang in the channel about a restart, where `shown` hangs already: that it was found, once; that it could not be stopped, once
 * for each reason; and once the database is stopped, that alone on all of them.
 */
export const restartNotices = (
  restart: Restarted,
  shown: readonly ShownNotice[],
  channel: string,
): readonly Notice[] => {
  const kinds = shown.map(({ kind }) => kind);
  switch (restart.state) {
    case 'in_progress':
      // While it is tried again, the line that it failed stands as it is.
      return kinds.includes(failedKind) ? [] : [noticeOf(restart, foundKind, channel)];
    case 'failed':
      return [noticeOf(restart, failedKind, channel)];
    case 'succeeded':
      return (kinds.length === 0 ? [foundKind] : kinds).map((kind) =>
        noticeOf(restart, kind, channel),
      );
    default:
      return restart.state satisfies never;
  }
};
