import { createManualClock } from '../kernel/manual-clock.ts';
import { createRecordingLog } from '../kernel/recording-log.fixture.ts';
import type { Notice } from '../reply/noticeboard.ts';
import { line, replyOf } from '../reply/reply.ts';
import { requestOf } from './proposal.fixture.ts';
import type { ApprovalRequest } from './request.ts';
import { createTeller } from './teller.ts';

const noticeOf = (kind: string, { id, status }: ApprovalRequest): Notice => ({
  requestId: id,
  kind,
  to: { channel: 'C1' },
  reply: replyOf(line(status)),
  revision: status,
});

/** A teller of one message (or of these) for each request, over a board that shows what `shows` says. */
export const openTeller = (
  shows: (notice: Notice) => Promise<boolean>,
  kinds: readonly string[] = ['card'],
) => {
  const clock = createManualClock();
  const log = createRecordingLog();
  const shown: string[] = [];
  const state: { present: ApprovalRequest | undefined; unreadable: boolean } = {
    present: requestOf(),
    unreadable: false,
  };
  const teller = createTeller({
    noticeboard: {
      show: (notice) => {
        shown.push(notice.revision);
        return shows(notice);
      },
    },
    noticesFor: (request) => kinds.map((kind) => noticeOf(kind, request)),
    load: async () => {
      if (state.unreadable) {
        throw new Error('unreadable');
      }
      return state.present;
    },
    clock,
    log,
  });
  return { clock, log, shown, state, teller };
};
