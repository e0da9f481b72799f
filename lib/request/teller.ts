import type { Clock, Millis } from '../kernel/clock.ts';
import { describeError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { createNamedTimers } from '../kernel/named-timers.ts';
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

/** The newest word of each message, by which the board is told that an earlier one is no longer that. */
interface NewestWords {
  /** Makes this the newest word of the message at this place; aborted when there is a newer one. */
  readonly begin: (place: string) => AbortController;
  readonly end: (place: string, word: AbortController) => void;
}

const createNewestWords = (): NewestWords => {
  const newest = new Map<string, AbortController>();
  return {
    begin: (place) => {
      newest.get(place)?.abort();
      const word = new AbortController();
      newest.set(place, word);
      return word;
    },
    end: (place, word) => {
      if (newest.get(place) === word) {
        newest.delete(place);
      }
    },
  };
};

/** What did not work and is tried again later. */
interface Postponed {
  /** Counts one more failure at this place and lets it be tried again, as long as it may be; answers which failure it was, from 1. */
  readonly postpone: (place: string, again: () => void) => number;
  /** Whoever tries now does not wait for the later try. */
  readonly cancel: (place: string) => void;
  readonly succeed: (place: string) => void;
  readonly rest: () => void;
}

const createPostponed = (clock: Clock): Postponed => {
  const timers = createNamedTimers(clock);
  const triesAt = new Map<string, number>();
  return {
    postpone: (place, again) => {
      const tries = (triesAt.get(place) ?? 0) + 1;
      if (tries === maxTries) {
        // It rests; the next change counts its tries anew.
        triesAt.delete(place);
      } else {
        triesAt.set(place, tries);
        timers.set(place, Math.min(longestPause, firstPause * 2 ** (tries - 1)), again);
      }
      return tries;
    },
    cancel: (place) => timers.cancel(place),
    succeed: (place) => {
      triesAt.delete(place);
    },
    rest: () => timers.rest(),
  };
};

/** A teller over a noticeboard. One message is told in turn, and the last word is the newest. */
export const createTeller = (ports: TellerPorts): Teller => {
  const { noticeboard, noticesFor, load, clock, log } = ports;
  const inTurn = createSequence();
  const postponed = createPostponed(clock);
  const newest = createNewestWords();
  const logFailure = (id: string) => (error: unknown) =>
    log.error('notice.failed', { request_id: id, error: describeError(error) });

  const show = async (notice: Notice, place: string, superseded: AbortSignal): Promise<void> => {
    const { requestId, kind } = notice;
    postponed.cancel(place);
    if (await noticeboard.show(notice, superseded)) {
      postponed.succeed(place);
    } else {
      const tries = postponed.postpone(place, () => retell(notice));
      log.warn('notice.not_shown', { request_id: requestId, kind, tries });
    }
  };

  const tellOne = (notice: Notice): void => {
    const place = `${notice.requestId}/${notice.kind}`;
    const word = newest.begin(place);
    inTurn
      .run(place, () => show(notice, place, word.signal))
      // The board never rejects by its contract; a bug there must not stop the request.
      .catch(logFailure(notice.requestId))
      .finally(() => newest.end(place, word));
  };

  /** Tells the message again as the request's state wants it by now. */
  const retell = ({ requestId, kind }: Notice): void => {
    load(requestId)
      .then((request) =>
        (request === undefined ? [] : noticesFor(request))
          .filter((notice) => notice.kind === kind)
          .forEach(tellOne),
      )
      .catch(logFailure(requestId));
  };

  return {
    tell: (request) => noticesFor(request).forEach(tellOne),
    rest: () => postponed.rest(),
    idle: () => inTurn.idle(),
  };
};
