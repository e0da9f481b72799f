import type { CancelTimer, Clock, Millis } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { createSequence } from '../kernel/sequence.ts';
import type { Notice, Noticeboard } from '../reply/noticeboard.ts';
import type { ApprovalRequest } from './request.ts';

/** Keeps the messages of requests up to date. */
export interface Teller {
  /** Makes the messages say where the request stands; returns at once. What does not work is tried again later. */
  tell(request: ApprovalRequest): void;
  /** Tries nothing again from now on: what waits or fails is left to the next process. */
  rest(): void;
  /** Resolves when nothing is being told; what waits for another try is left to it. */
  idle(): Promise<void>;
}

/** What a teller works with. */
export interface TellerPorts {
  readonly noticeboard: Noticeboard;
  /** The messages that a request's present state wants. */
  readonly noticesFor: (request: ApprovalRequest) => readonly Notice[];
  readonly load: (id: string) => Promise<ApprovalRequest | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Pauses double from half a minute to a quarter of an hour: somebody may have to invite the bot to the channel first. */
const firstPause: Millis = 30_000;
const longestPause: Millis = 15 * 60_000;

/** About five hours; then it rests until the request changes or the daemon starts again. */
const maxTries = 24;

interface Waiting {
  readonly tries: number;
  readonly cancel: CancelTimer;
}

/** A teller over a noticeboard. One message is told in turn, and the last word is the newest. */
export const createTeller = ({
  noticeboard,
  noticesFor,
  load,
  clock,
  log,
}: TellerPorts): Teller => {
  const inTurn = createSequence();
  const waiting = new Map<string, Waiting>();
  let resting = false;
  /** By which the board is told that a word of a message is no longer the newest. */
  const newest = new Map<string, AbortController>();

  const postpone = (notice: Notice, place: string): void => {
    const tries = (waiting.get(place)?.tries ?? 0) + 1;
    log.warn('notice.not_shown', { request_id: notice.requestId, kind: notice.kind, tries });
    if (tries === maxTries || resting) {
      // It rests; the next change counts its tries anew.
      waiting.delete(place);
      return;
    }
    const delay = Math.min(longestPause, firstPause * 2 ** (tries - 1));
    waiting.set(place, { tries, cancel: clock.schedule(delay, () => retell(notice)) });
  };

  const show = async (notice: Notice, place: string, superseded: AbortSignal): Promise<void> => {
    waiting.get(place)?.cancel();
    if (await noticeboard.show(notice, superseded)) {
      waiting.delete(place);
    } else {
      postpone(notice, place);
    }
  };

  const tellOne = (notice: Notice): void => {
    const place = `${notice.requestId}/${notice.kind}`;
    newest.get(place)?.abort();
    const word = new AbortController();
    newest.set(place, word);
    inTurn
      .run(place, () => show(notice, place, word.signal))
      // The board never rejects by its contract; a bug there must not stop the request.
      .catch((error: unknown) =>
        log.error('notice.failed', { request_id: notice.requestId, error: describeError(error) }),
      )
      .finally(() => {
        if (newest.get(place) === word) {
          newest.delete(place);
        }
      });
  };

  /** Tells the message again as the request's state wants it by now. */
  const retell = ({ requestId, kind }: Notice): void => {
    load(requestId).then(
      (request) =>
        request &&
        noticesFor(request)
          .filter((notice) => notice.kind === kind)
          .forEach(tellOne),
      (error: unknown) =>
        log.error('notice.failed', { request_id: requestId, error: describeError(error) }),
    );
  };

  return {
    tell: (request) => noticesFor(request).forEach(tellOne),
    rest: () => {
      resting = true;
      waiting.forEach(({ cancel }) => cancel());
      waiting.clear();
    },
    idle: () => inTurn.idle(),
  };
};
