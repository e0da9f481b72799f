import type { House } from './house.ts';
import type { Millis } from './kernel/clock.ts';
import { withDeadline } from './kernel/deadline.ts';
import { describeError, isFault } from './kernel/errors.ts';
import type { Attempt } from './operation/attempt.ts';
import { notRecordedReply, receivedBeforeReply } from './operation/replies.ts';
import type { Reply } from './reply/reply.ts';

/** How long a request may take to become durable; after that it does not exist. */
const recordLimit: Millis = 2_000;

/**
 * Makes the request durable where it may change anything. Resolves with undefined when that is done, or with what its sender
 * is told instead: that it could not be recorded in time, or that it was received long ago.
 */
export const recordAttempt = async (
  { attempts, clock, log }: House,
  attempt: Attempt,
): Promise<Reply | undefined> => {
  if (!attempts.isWritable()) {
    log.error('request.not_recorded', { request_id: attempt.id, error: 'the ledger is closed' });
    return notRecordedReply(attempt.id);
  }
  const recording = attempts.received(attempt);
  try {
    await withDeadline(clock, recordLimit, 'recording a request', recording);
    return undefined;
  } catch (error) {
    log.error('request.not_recorded', { request_id: attempt.id, error: describeError(error) });
    if (isFault(error, 'LOST_RACE')) {
      return receivedBeforeReply(attempt.id);
    }
    // Should it become durable after all: its sender was told that it does not exist, so it ends here.
    const reply = notRecordedReply(attempt.id);
    void recording
      .then(() => attempts.answered(attempt, { end: 'not_recorded', reply }))
      .catch(() => undefined);
    return reply;
  }
};
